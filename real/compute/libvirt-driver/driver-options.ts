import type { Logger } from 'pino';
import type { NetworkDriver } from '../../network/network-driver.ts';
import type { DiskStore } from '../disks/disk-store.ts';
import type { GuestDefaults } from '../guest-config/host-settings.ts';

export interface LibvirtDriverOptions {
  readonly disks: DiskStore;
  readonly network: NetworkDriver;
  readonly logger: Logger;
  /** Default `qemu:///system`. */
  readonly libvirtUri?: string | undefined;
  /** The folder that `disks` keeps the guests' folders in. */
  readonly instancesPath: string;
  /**
   * How guests are to be. The defaults: `kvm` with the CPU model of the host, or with libvirt's own choice for `qemu`;
   * machine type `pc`; VGA, which every system has a driver for; a USB tablet; /dev/urandom; trimmed blocks are given back.
   */
  readonly guests?: Partial<GuestDefaults> | undefined;
  /** How long a guest may take to shut down before the plug is pulled. Default 60. Nova: `shutdown_timeout`. */
  readonly shutdownTimeoutSeconds?: number | undefined;
  /** For one libvirt call that starts, saves or ends a guest. Default 600. */
  readonly slowCallTimeoutSeconds?: number | undefined;
  /** For any other libvirt call, waiting for libvirt to come back included. Default 30. */
  readonly callTimeoutSeconds?: number | undefined;
  /** Whether `start` boots a guest to see that guests run here, which takes 2 s. Default true. */
  readonly canary?: boolean | undefined;
  /** For tests: a ROM image that guests run instead of their firmware. */
  readonly testLoader?: string | undefined;
}

/** Source of the defaults: Nova's, but for the screen (there `virtio`) and for `discard` (there `ignore`). */
export function guestDefaults(given: Partial<GuestDefaults> = {}): GuestDefaults {
  const virtType = given.virtType ?? 'kvm';
  return {
    cpuMode: virtType === 'kvm' ? 'host-model' : 'none',
    cpuModels: [],
    cpuModelExtraFlags: [],
    hwMachineType: 'pc',
    videoModel: 'vga',
    pointerModel: 'usbtablet',
    numPciePorts: 0,
    rngDevPath: '/dev/urandom',
    hwDiskDiscard: 'unmap',
    ...given,
    virtType,
  };
}
