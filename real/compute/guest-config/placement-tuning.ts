import type { InstanceCell, InstanceTopology } from '../../../core/index.ts';
import { badRequest, unsupported } from './bad-request.ts';
import type { HostSettings } from './host-settings.ts';

/** A cell of the guest and the cell of the host that carries it. */
export interface GuestCell {
  readonly id: number;
  readonly hostCell: number;
  readonly vcpus: readonly number[];
  readonly memoryMib: number;
}

/** Where on the host the vCPUs, the emulator and the memory of a guest are. */
export interface PlacementTuning {
  /** Empty for a guest without NUMA topology. */
  readonly cells: readonly GuestCell[];
  readonly vcpuPins: readonly { readonly vcpu: number; readonly hostCpus: readonly number[] }[];
  readonly emulatorPin?: readonly number[] | undefined;
  /** Host CPUs for all of it, where nothing is pinned. */
  readonly cpuset?: readonly number[] | undefined;
  /** Sizes other than the host's smallest, with the guest's cells that use them. */
  readonly hugePages: readonly { readonly sizeKib: number; readonly cells: readonly number[] }[];
}

/**
 * Turns the cells that the scheduler fitted to this host into pins. vCPUs of their own get the host CPU that the fit
 * chose; the others float over the shared CPUs of their host cell. Nova: `_get_guest_numa_config`.
 *
 * @throws HypervisorError `bad-request` for a topology that was not fitted, `unsupported` for cells that are not here
 */
export function placementTuning(
  topology: InstanceTopology | undefined,
  vcpus: number,
  host: HostSettings,
): PlacementTuning {
  if (topology === undefined || topology.cells.length === 0) {
    return { cells: [], vcpuPins: [], cpuset: ascending(host.defaults.cpuSharedSet), hugePages: [] };
  }
  const vcpuPins = topology.cells.flatMap((cell) => pinsOf(cell, host)).toSorted((a, b) => a.vcpu - b.vcpu);
  if (vcpuPins.length !== vcpus || new Set(vcpuPins.map(({ vcpu }) => vcpu)).size !== vcpus) {
    throw badRequest(`the NUMA topology has ${vcpuPins.length} vCPUs, but the flavor has ${vcpus}`);
  }
  return {
    cells: topology.cells.map((cell, id) => ({
      id,
      hostCell: cell.id,
      vcpus: vcpusOf(cell),
      memoryMib: cell.memoryMib,
    })),
    vcpuPins,
    emulatorPin: emulatorPin(topology, vcpuPins, host),
    hugePages: hugePages(topology, host),
  };
}

function pinsOf(cell: InstanceCell, host: HostSettings): PlacementTuning['vcpuPins'] {
  const shared = sharedCpus(cell, host);
  return vcpusOf(cell).map((vcpu) => {
    if (!cell.pcpuset.has(vcpu)) return { vcpu, hostCpus: shared };
    const hostCpu = cell.cpuPinning?.get(vcpu);
    if (hostCpu === undefined) throw badRequest(`vCPU ${vcpu} is dedicated, but was not fitted to a CPU of this host`);
    return { vcpu, hostCpus: [hostCpu] };
  });
}

function sharedCpus(cell: InstanceCell, host: HostSettings): readonly number[] {
  const hostCell = host.abilities.topology?.cells.find(({ id }) => id === cell.id);
  if (hostCell === undefined) throw unsupported(`this host has no NUMA cell ${cell.id}`);
  const configured = host.defaults.cpuSharedSet;
  const cpus = ascending(hostCell.cpuset) ?? [];
  return configured === undefined ? cpus : cpus.filter((cpu) => configured.has(cpu));
}

/** With `isolate` the emulator has CPUs that were held for it, with `share` the shared ones, else those of the vCPUs. */
function emulatorPin(
  topology: InstanceTopology,
  pins: PlacementTuning['vcpuPins'],
  host: HostSettings,
): readonly number[] {
  if (topology.emulatorThreadsPolicy === 'isolate') {
    const reserved = topology.cells.flatMap((cell) => [...(cell.cpusetReserved ?? [])]);
    if (reserved.length > 0) return reserved.toSorted((a, b) => a - b);
  }
  const shared = ascending(host.defaults.cpuSharedSet);
  if (topology.emulatorThreadsPolicy === 'share' && shared !== undefined) return shared;
  return [...new Set(pins.flatMap(({ hostCpus }) => hostCpus))].toSorted((a, b) => a - b);
}

function hugePages(topology: InstanceTopology, host: HostSettings): PlacementTuning['hugePages'] {
  const bySize = new Map<number, number[]>();
  for (const [id, { pageSizeKib }] of topology.cells.entries()) {
    if (pageSizeKib === null || pageSizeKib === smallestPageKib(host)) continue;
    if (pageSizeKib < 0) throw badRequest(`cell ${id}: the size of its memory pages was not fitted to this host`);
    bySize.set(pageSizeKib, [...(bySize.get(pageSizeKib) ?? []), id]);
  }
  return [...bySize].map(([sizeKib, cells]) => ({ sizeKib, cells }));
}

/** 4 KiB is the size on x86, where the host did not say. */
function smallestPageKib(host: HostSettings): number {
  const sizes = (host.abilities.topology?.cells ?? []).flatMap(({ mempages }) =>
    mempages.map(({ sizeKib }) => sizeKib),
  );
  return sizes.length === 0 ? 4 : Math.min(...sizes);
}

const vcpusOf = (cell: InstanceCell): readonly number[] => ascending(new Set([...cell.cpuset, ...cell.pcpuset])) ?? [];

function ascending(cpus: ReadonlySet<number> | undefined): readonly number[] | undefined {
  return cpus === undefined ? undefined : [...cpus].toSorted((a, b) => a - b);
}
