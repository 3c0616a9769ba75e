import type { HostTopology } from '../../../core/index.ts';

export type VirtType = 'kvm' | 'qemu';
export type CpuMode = 'none' | 'host-model' | 'host-passthrough' | 'maximum' | 'custom';
export type DiskCacheMode = 'none' | 'writethrough' | 'writeback' | 'directsync' | 'unsafe';

/** How an operator wants the guests of a host to be. The names are those of Nova's `[libvirt]` section. */
export interface GuestDefaults {
  readonly virtType: VirtType;
  readonly cpuMode: CpuMode;
  /** For `custom`: the first one is taken. */
  readonly cpuModels: readonly string[];
  /** `pcid` or `+pcid` adds a feature, `-arch-capabilities` takes one away. */
  readonly cpuModelExtraFlags: readonly string[];
  /** For `custom`: how strictly libvirt compares guest and host; libvirt's own default when absent. */
  readonly cpuModelCheck?: 'none' | 'partial' | 'full' | undefined;
  /** A name that QEMU knows (`pc`, `q35`, `pc-q35-7.2`); images may say another. */
  readonly hwMachineType: string;
  readonly videoModel: string;
  /** null: QEMU's plain PS/2 mouse. */
  readonly pointerModel: 'usbtablet' | null;
  /** Spare PCIe ports of q35 guests, for devices that are attached later. */
  readonly numPciePorts: number;
  /** Host CPUs for vCPUs without one of their own; undefined: all. */
  readonly cpuSharedSet?: ReadonlySet<number> | undefined;
  readonly rngDevPath: string;
  /** undefined: `none` where the file system can do direct I/O, else `writeback`. */
  readonly diskCacheMode?: DiskCacheMode | undefined;
  /** Whether what a guest trims is given back to the host. Nova: `hw_disk_discard`. */
  readonly hwDiskDiscard: 'ignore' | 'unmap';
}

/** What was found out about a host, as far as guests depend on it. */
export interface HostAbilities {
  /** As libvirt calls it: `x86_64`, ... */
  readonly arch: string;
  /** Machine types of QEMU here; empty when not known. */
  readonly machineTypes: readonly string[];
  readonly firmwares: readonly ('bios' | 'efi')[];
  readonly secureBoot: boolean;
  /** Whether CPU shares and quotas take effect (cgroups). */
  readonly cpuTuning: boolean;
  /** Whether the host can limit a NIC (the kernel's traffic control). */
  readonly nicBandwidth: boolean;
  readonly directIo: boolean;
  readonly topology: HostTopology | null;
}

export interface HostSettings {
  readonly defaults: GuestDefaults;
  readonly abilities: HostAbilities;
  /**
   * A ROM image that guests run instead of their firmware. For tests, which cannot wait for whole operating systems; it
   * is configuration so that no image or flavor can reach it.
   */
  readonly testLoader?: string | undefined;
}
