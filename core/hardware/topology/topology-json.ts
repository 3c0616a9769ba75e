import { orderOfAdded, orderOfField } from './cpu-set-order.ts';
import type { HostCell, HostTopology } from './host-topology.ts';
import type {
  CpuPolicy,
  CpuThreadPolicy,
  EmulatorThreadsPolicy,
  InstanceCell,
  InstanceTopology,
} from './instance-topology.ts';
import type { NetworkMetadata } from './network-metadata.ts';
import type { NumaLimits } from './numa-limits.ts';

/** Nova's field names; amounts of memory in MiB, of pages in KiB. Absent lists are empty, absent numbers 0. */
export interface HostTopologyJson {
  readonly cells: readonly HostCellJson[];
}

export interface HostCellJson {
  readonly id: number;
  readonly cpuset?: readonly number[] | undefined;
  readonly pcpuset?: readonly number[] | undefined;
  readonly memory: number;
  readonly cpu_usage?: number | undefined;
  readonly memory_usage?: number | undefined;
  readonly pinned_cpus?: readonly number[] | undefined;
  readonly siblings?: readonly (readonly number[])[] | undefined;
  readonly mempages?: readonly MemoryPagesJson[] | undefined;
  readonly socket?: number | null | undefined;
  readonly network_metadata?: NetworkMetadataJson | null | undefined;
}

export interface MemoryPagesJson {
  readonly size_kb: number;
  readonly total: number;
  readonly used?: number | undefined;
  readonly reserved?: number | undefined;
}

export interface NetworkMetadataJson {
  readonly physnets?: readonly string[] | undefined;
  readonly tunneled?: boolean | undefined;
}

export interface NumaLimitsJson {
  readonly cpu_allocation_ratio: number;
  readonly ram_allocation_ratio: number;
  readonly network_metadata?: NetworkMetadataJson | null | undefined;
}

export interface InstanceTopologyJson {
  readonly cells: readonly InstanceCellJson[];
  readonly emulator_threads_policy?: EmulatorThreadsPolicy | null | undefined;
}

export interface InstanceCellJson {
  readonly id: number;
  readonly cpuset?: readonly number[] | undefined;
  readonly pcpuset?: readonly number[] | undefined;
  readonly memory: number;
  readonly pagesize?: number | null | undefined;
  readonly cpu_policy?: CpuPolicy | null | undefined;
  readonly cpu_thread_policy?: CpuThreadPolicy | null | undefined;
  readonly cpu_pinning?: Readonly<Record<string, number>> | null | undefined;
  readonly cpuset_reserved?: readonly number[] | null | undefined;
}

/**
 * A host's topology from its JSON. CPU sets get the order that Nova's have.
 *
 * @param journey `reported`: as the compute service holds it; `stored`: as the scheduler reads it
 *   back from the database, which may order CPUs in another way
 */
export function hostTopology(json: HostTopologyJson, journey: 'reported' | 'stored' = 'stored'): HostTopology {
  const cpus = (list: readonly number[] = []): ReadonlySet<number> => {
    const reported = orderOfField(orderOfAdded(list));
    return new Set(journey === 'reported' ? reported : orderOfField(orderOfAdded(reported)));
  };
  return { cells: json.cells.map((cell) => hostCell(cell, cpus)) };
}

function hostCell(json: HostCellJson, cpus: (list?: readonly number[]) => ReadonlySet<number>): HostCell {
  return {
    id: json.id,
    cpuset: cpus(json.cpuset),
    pcpuset: cpus(json.pcpuset),
    memoryMib: json.memory,
    cpuUsage: json.cpu_usage ?? 0,
    memoryUsageMib: json.memory_usage ?? 0,
    pinnedCpus: cpus(json.pinned_cpus),
    siblings: (json.siblings ?? []).map((threads) => cpus(threads)),
    mempages: (json.mempages ?? []).map((pages) => ({
      sizeKib: pages.size_kb,
      total: pages.total,
      used: pages.used ?? 0,
      reserved: pages.reserved ?? 0,
    })),
    socket: json.socket ?? null,
    networkMetadata: json.network_metadata ? networkMetadata(json.network_metadata) : undefined,
  };
}

/** CPU lists ascending, as are all lists of CPUs in results. */
export function hostTopologyJson(topology: HostTopology): HostTopologyJson {
  return {
    cells: topology.cells.map((cell) => ({
      id: cell.id,
      cpuset: ascending(cell.cpuset),
      pcpuset: ascending(cell.pcpuset),
      memory: cell.memoryMib,
      cpu_usage: cell.cpuUsage,
      memory_usage: cell.memoryUsageMib,
      pinned_cpus: ascending(cell.pinnedCpus),
      siblings: cell.siblings.map(ascending),
      socket: cell.socket,
      mempages: cell.mempages.map((pages) => ({
        size_kb: pages.sizeKib,
        total: pages.total,
        used: pages.used,
        reserved: pages.reserved,
      })),
    })),
  };
}

export function instanceTopology(json: InstanceTopologyJson): InstanceTopology {
  return {
    emulatorThreadsPolicy: json.emulator_threads_policy ?? null,
    cells: json.cells.map(instanceCell),
  };
}

function instanceCell(json: InstanceCellJson): InstanceCell {
  return {
    id: json.id,
    cpuset: new Set(json.cpuset),
    pcpuset: new Set(json.pcpuset),
    memoryMib: json.memory,
    pageSizeKib: json.pagesize ?? null,
    cpuPolicy: json.cpu_policy ?? null,
    cpuThreadPolicy: json.cpu_thread_policy ?? null,
    cpuPinning: json.cpu_pinning ? pinning(json.cpu_pinning) : null,
    cpusetReserved: json.cpuset_reserved ? new Set(json.cpuset_reserved) : null,
  };
}

export function instanceTopologyJson(topology: InstanceTopology): InstanceTopologyJson {
  return {
    cells: topology.cells.map((cell) => ({
      id: cell.id,
      cpuset: ascending(cell.cpuset),
      pcpuset: ascending(cell.pcpuset),
      memory: cell.memoryMib,
      pagesize: cell.pageSizeKib,
      cpu_policy: cell.cpuPolicy,
      cpu_thread_policy: cell.cpuThreadPolicy,
      cpu_pinning: cell.cpuPinning?.size ? Object.fromEntries(cell.cpuPinning) : null,
      cpuset_reserved: cell.cpusetReserved ? ascending(cell.cpusetReserved) : null,
    })),
    emulator_threads_policy: topology.emulatorThreadsPolicy,
  };
}

export function networkMetadata(json: NetworkMetadataJson): NetworkMetadata {
  return { physnets: new Set(json.physnets), tunneled: json.tunneled ?? false };
}

export function numaLimits(json: NumaLimitsJson): NumaLimits {
  return {
    cpuAllocationRatio: json.cpu_allocation_ratio,
    ramAllocationRatio: json.ram_allocation_ratio,
    networkMetadata: json.network_metadata ? networkMetadata(json.network_metadata) : undefined,
  };
}

function pinning(json: Readonly<Record<string, number>>): ReadonlyMap<number, number> {
  return new Map(Object.entries(json).map(([vcpu, cpu]) => [Number(vcpu), cpu]));
}

function ascending(cpus: ReadonlySet<number>): readonly number[] {
  return [...cpus].toSorted((a, b) => a - b);
}
