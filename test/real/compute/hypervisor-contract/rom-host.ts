import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Image } from '../../../../core/index.ts';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import type { LibvirtDriverOptions } from '../../../../real/compute/libvirt-driver/driver-options.ts';
import type { LibvirtHypervisor } from '../../../../real/compute/libvirt-driver/libvirt-hypervisor.ts';
import { romImages } from '../../../end-to-end/host/rom-guests.ts';
import { startLibvirtd } from '../../libvirt/libvirtd.ts';
import type { Libvirtd } from '../../libvirt/libvirtd.ts';
import { romGuest } from '../../libvirt/rom-guest.ts';
import { romHypervisor } from './rom-hypervisor.ts';
import type { RomHypervisorPlace } from './rom-hypervisor.ts';

export interface RomHost {
  readonly daemon: Libvirtd;
  readonly folder: string;
  readonly place: RomHypervisorPlace;
  readonly image: Image;
  /** Another driver on the same host, as after a crash of the one before. */
  hypervisor(options?: Partial<LibvirtDriverOptions>): LibvirtHypervisor;
  /** A ROM that answers on its serial port, and needs a CPU for it; the others sleep. */
  talkativeLoader(): string;
  stop(): Promise<void>;
}

/** The image has nothing but zeroes and 64 KiB of this byte, 64 KiB from its beginning. */
export const imagePattern = 0x5a;

/** A libvirtd with a small image, whose guests are ROMs that are up in a tenth of a second and have real disks. */
export async function startRomHost(): Promise<RomHost> {
  const daemon = await startLibvirtd();
  // Short, since it becomes part of the paths of unix sockets.
  const folder = mkdtempSync(path.join(tmpdir(), 'rom-'));
  const { imageRoot: images, testLoader } = romImages(folder);
  const source = new FileImageSource(images);
  const place = { libvirtUri: daemon.qemuUri, instancesPath: path.join(folder, 'i'), images, testLoader };
  return {
    daemon,
    folder,
    place,
    image: { ...(await source.find('small.raw')), properties: {} },
    hypervisor: (options) => romHypervisor(place, options),
    talkativeLoader: () => {
      romGuest(daemon.folder, { name: 'makes-the-rom' });
      return path.join(daemon.folder, 'rom.bin');
    },
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process of a guest, by the UUID in its command line. */
export function qemuOf(uuid: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words[0]?.includes('qemu-system') && words.includes(uuid);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}
