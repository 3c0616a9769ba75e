import type { NetworkMetadata } from './network-metadata.ts';
import { orderOfDifference, orderOfIntersection } from './cpu-set-order.ts';

/** Memory pages of one size on a host cell. Nova: `NUMAPagesTopology`. */
export interface MemoryPages {
  readonly sizeKib: number;
  /** Number of pages, as are `used` and `reserved`. */
  readonly total: number;
  readonly used: number;
  readonly reserved: number;
}

/**
 * One NUMA cell of a host. Nova: `NUMACell`.
 *
 * The order of the values in `pcpuset` and in each set of `siblings` decides which of several
 * equally good host CPUs a guest is pinned to; `hostTopology` gives them Nova's order.
 */
export interface HostCell {
  readonly id: number;
  /** Host CPUs for shared vCPUs. Equal to `pcpuset` on a host that is configured the old way. */
  readonly cpuset: ReadonlySet<number>;
  /** Host CPUs for dedicated vCPUs. */
  readonly pcpuset: ReadonlySet<number>;
  readonly memoryMib: number;
  /** Shared vCPUs that are placed here. */
  readonly cpuUsage: number;
  readonly memoryUsageMib: number;
  readonly pinnedCpus: ReadonlySet<number>;
  /** The threads of each core, one set a core. */
  readonly siblings: readonly ReadonlySet<number>[];
  readonly mempages: readonly MemoryPages[];
  readonly socket: number | null;
  readonly networkMetadata?: NetworkMetadata | undefined;
}

/** The NUMA cells of a host. Nova: `NUMATopology`. */
export interface HostTopology {
  readonly cells: readonly HostCell[];
}

/** Host CPUs of the cell that no guest is pinned to, in Nova's order. */
export function freePcpus(cell: HostCell): ReadonlySet<number> {
  return new Set(orderOfDifference(cell.pcpuset, cell.pinnedCpus));
}

export function freePcpuCount(cell: HostCell): number {
  let count = 0;
  for (const cpu of cell.pcpuset) if (!cell.pinnedCpus.has(cpu)) count += 1;
  return count;
}

/** The free threads of each core, in Nova's order; a core in full use is an empty list. */
export function freeSiblings(cell: HostCell): readonly (readonly number[])[] {
  const free = freePcpus(cell);
  return cell.siblings.map((threads) => orderOfIntersection(threads, free));
}

/** Memory not in use, MiB; negative when the cell is overcommitted. */
export function availableMemoryMib(cell: HostCell): number {
  return cell.memoryMib - cell.memoryUsageMib;
}

/** Whether any core of the host has more than one thread. Nova: `NUMATopology.has_threads`. */
export function hasThreads(topology: HostTopology): boolean {
  return topology.cells.some((cell) => cell.siblings.some((threads) => threads.size > 1));
}
