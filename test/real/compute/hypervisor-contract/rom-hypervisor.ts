import path from 'node:path';
import { pino } from 'pino';
import { FileDiskStore } from '../../../../real/compute/disks/file-disk-store.ts';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import type { LibvirtDriverOptions } from '../../../../real/compute/libvirt-driver/driver-options.ts';
import { LibvirtHypervisor } from '../../../../real/compute/libvirt-driver/libvirt-hypervisor.ts';
import type { NetworkDriver } from '../../../../real/network/network-driver.ts';

export interface RomHypervisorPlace {
  readonly libvirtUri: string;
  readonly instancesPath: string;
  readonly images: string;
  readonly testLoader: string;
}

/** The libvirt driver as it is, with guests that are ROMs and have no ports. */
export function romHypervisor(
  { libvirtUri, instancesPath, images, testLoader }: RomHypervisorPlace,
  options: Partial<LibvirtDriverOptions> = {},
): LibvirtHypervisor {
  const logger = pino({ level: process.env['LOG'] ?? 'silent' });
  const source = new FileImageSource(images);
  const cache = new ImageCache({ folder: path.join(instancesPath, '_base'), source, logger });
  return new LibvirtHypervisor({
    disks: new FileDiskStore({ instancesPath, images: cache, logger }),
    network: noNetwork,
    logger,
    libvirtUri,
    instancesPath,
    guests: { virtType: 'qemu' },
    shutdownTimeoutSeconds: 0,
    canary: false,
    testLoader,
    ...options,
  });
}

/** For guests without ports: the bridges have tests of their own. */
const noNetwork: NetworkDriver = {
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  plug: () => Promise.reject(new Error('no guest of these tests has a port')),
  unplug: () => Promise.resolve(),
  update: () => Promise.resolve(),
};
