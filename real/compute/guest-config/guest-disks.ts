import type { DiskFile, GuestDisks } from '../disks/disk-store.ts';
import { unsupported } from './bad-request.ts';
import type { HardwareWishes } from './hardware-wishes.ts';
import type { Machine } from './machine.ts';

const diskBuses = ['virtio', 'scsi', 'sata', 'ide', 'usb'] as const;
const scsiModels = ['virtio-scsi', 'lsilogic', 'lsisas1068', 'lsisas1078'] as const;

export type DiskBus = (typeof diskBuses)[number];

export interface GuestDisk {
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly device: 'disk' | 'cdrom';
  readonly bus: DiskBus;
  /** `vda`, `sda`, `hda`: the name in libvirt; guests name their disks themselves. */
  readonly target: string;
  /** 1 is tried first. */
  readonly bootOrder?: number | undefined;
}

export interface GuestDiskLayout {
  readonly disks: readonly GuestDisk[];
  readonly scsiModel?: string | undefined;
}

/**
 * The disks of a guest in the order root, ephemeral, swap, config drive, with buses and names. A rescued guest boots
 * from the rescue disk and has its root disk next, without ephemeral disks and swap. Nova: `blockinfo.get_disk_info`.
 */
export function guestDiskLayout(
  wishes: HardwareWishes,
  board: Machine,
  files: GuestDisks,
  rescue?: DiskFile,
): GuestDiskLayout {
  const diskBus = busFor(wishes, board, 'hw_disk_bus') ?? 'virtio';
  const cdromBus = busFor(wishes, board, 'hw_cdrom_bus') ?? (board.isQ35 ? 'sata' : 'ide');
  if (cdromBus === 'virtio') throw unsupported('image property hw_cdrom_bus is "virtio", which has no CD drives');
  const wanted = rescue === undefined ? [files.root, ...files.ephemeral, files.swap] : [rescue, files.root];
  const names = new TargetNames();
  const disks = [...wanted, files.config]
    .filter((file) => file !== undefined)
    .map((file): GuestDisk => {
      const cdrom = file.format === 'iso';
      const bus = cdrom ? cdromBus : (rescueBus(wishes, file === rescue) ?? diskBus);
      return {
        path: file.path,
        format: file.format === 'iso' ? 'raw' : file.format,
        device: cdrom ? 'cdrom' : 'disk',
        bus,
        target: names.next(bus),
        bootOrder: file === wanted[0] ? 1 : undefined,
      };
    });
  const scsi = disks.some(({ bus }) => bus === 'scsi');
  return { disks, scsiModel: scsi ? (wishes.choice('hw_scsi_model', scsiModels) ?? 'virtio-scsi') : undefined };
}

function busFor(wishes: HardwareWishes, board: Machine, property: string): DiskBus | undefined {
  const bus = wishes.choice(property, diskBuses);
  if (bus === 'ide' && board.isQ35)
    throw unsupported(`image property ${property} is "ide", which q35 guests do not have`);
  return bus;
}

function rescueBus(wishes: HardwareWishes, isRescue: boolean): DiskBus | undefined {
  return isRescue ? wishes.choice('hw_rescue_bus', diskBuses) : undefined;
}

/** Names by bus, as many as the letters allow: no guest has more disks. */
class TargetNames {
  readonly #used = new Map<string, number>();

  next(bus: DiskBus): string {
    const prefix = bus === 'virtio' ? 'vd' : bus === 'ide' ? 'hd' : 'sd';
    const number = this.#used.get(prefix) ?? 0;
    const most = bus === 'ide' ? 4 : 26;
    if (number >= most) throw unsupported(`a guest can have at most ${most} disks on bus ${bus}`);
    this.#used.set(prefix, number + 1);
    return prefix + String.fromCharCode('a'.charCodeAt(0) + number);
  }
}
