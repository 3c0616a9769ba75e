import { HardwareError, lockedMemoryOf, imageHardware, realtimeCpusOf, RequestError } from '../../../core/index.ts';
import type { PluggedPort } from '../../network/network-driver.ts';
import type { DiskFile, GuestDisks } from '../disks/disk-store.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { badRequest } from './bad-request.ts';
import { guestCpu } from './guest-cpu.ts';
import type { GuestCpu } from './guest-cpu.ts';
import { guestDevices } from './guest-devices.ts';
import type { GuestDevices } from './guest-devices.ts';
import { guestDiskLayout } from './guest-disks.ts';
import type { GuestDiskLayout } from './guest-disks.ts';
import { HardwareWishes } from './hardware-wishes.ts';
import type { DiskCacheMode, HostSettings, VirtType } from './host-settings.ts';
import { machine } from './machine.ts';
import type { Machine } from './machine.ts';
import { placementTuning } from './placement-tuning.ts';
import type { PlacementTuning } from './placement-tuning.ts';
import { quotas } from './quotas.ts';
import type { Quotas } from './quotas.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

/** What a guest is plugged to on its host. */
export interface GuestParts {
  readonly disks: GuestDisks;
  /** In the order of `request.ports`. */
  readonly ports: readonly PluggedPort[];
  /** Folder for its log and sockets. */
  readonly folder: string;
  /** Set while it is rescued: the disk to boot from. */
  readonly rescue?: DiskFile | undefined;
}

/** The hardware of a guest, decided: everything that its domain XML says, without XML. */
export interface GuestConfig {
  readonly request: GuestRequest;
  readonly folder: string;
  readonly virtType: VirtType;
  readonly machine: Machine;
  readonly windows: boolean;
  readonly cpu: GuestCpu;
  readonly placement: PlacementTuning;
  /** vCPUs that run in real time. */
  readonly realtimeVcpus: readonly number[];
  readonly lockedMemory: boolean;
  readonly quotas: Quotas;
  readonly diskLayout: GuestDiskLayout;
  readonly diskCacheMode: DiskCacheMode;
  readonly diskDiscard: 'ignore' | 'unmap';
  readonly devices: GuestDevices;
  readonly hideHypervisor: boolean;
  /** Performance counters; undefined leaves it to QEMU. */
  readonly pmu?: boolean | undefined;
  readonly hpet: boolean;
  readonly rngDevPath: string;
  readonly pciePorts: number;
  readonly testLoader?: string | undefined;
}

/**
 * Decides a guest's hardware from flavor, image properties, extra specs and what its host can do. Pure: the same input
 * gives the same config. Nova: `_get_guest_config`.
 *
 * @throws HypervisorError `bad-request` or `unsupported`, naming the extra spec or property
 */
export function guestConfig(request: GuestRequest, parts: GuestParts, host: HostSettings): GuestConfig {
  const wishes = new HardwareWishes(request.flavor, request.image);
  const { defaults, abilities } = host;
  refuseUnsupported(wishes);
  const board = machine(wishes, host);
  return {
    request,
    folder: parts.folder,
    virtType: defaults.virtType,
    machine: board,
    windows: wishes.text('os_type') === 'windows',
    cpu: guestCpu(wishes, defaults),
    placement: placementTuning(request.numaTopology, request.flavor.vcpus, host),
    ...memoryAndTime(request),
    quotas: quotas(wishes, abilities),
    diskLayout: guestDiskLayout(wishes, board, parts.disks, parts.rescue),
    diskCacheMode: defaults.diskCacheMode ?? (abilities.directIo ? 'none' : 'writeback'),
    diskDiscard: defaults.hwDiskDiscard,
    devices: guestDevices(wishes, defaults, parts.ports, request.pciDevices),
    hideHypervisor: hidesHypervisor(wishes),
    pmu: wishes.flag('hw_pmu') ?? wishes.extraFlag('hw:pmu'),
    hpet: wishes.flag('hw_time_hpet') ?? false,
    rngDevPath: defaults.rngDevPath,
    pciePorts: board.isQ35 ? defaults.numPciePorts : 0,
    testLoader: host.testLoader,
  };
}

/** Rules that the scheduler has as well; their errors are those of the core. */
function memoryAndTime({ flavor, image }: GuestRequest): Pick<GuestConfig, 'realtimeVcpus' | 'lockedMemory'> {
  try {
    const asked = imageHardware(image);
    const realtime = realtimeCpusOf(flavor, asked);
    const locked = lockedMemoryOf(flavor, asked) ?? false;
    return {
      realtimeVcpus: [...(realtime ?? [])].toSorted((a, b) => a - b),
      lockedMemory: locked || realtime !== null,
    };
  } catch (error) {
    if (error instanceof HardwareError || error instanceof RequestError) {
      throw badRequest(error.message, { cause: error });
    }
    throw error;
  }
}

function hidesHypervisor(wishes: HardwareWishes): boolean {
  return (
    (wishes.flag('img_hide_hypervisor_id') ?? false) ||
    (wishes.extraFlag('hide_hypervisor_id') ?? false) ||
    (wishes.extraFlag('hw:hide_hypervisor_id') ?? false)
  );
}
