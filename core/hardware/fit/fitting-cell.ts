import type { CpuPolicy, CpuThreadPolicy, InstanceCell } from '../topology/instance-topology.ts';

/**
 * A guest cell while Nova tries it on host cells.
 *
 * Nova changes its cells in place, and what an attempt that failed leaves behind (the id, the page
 * size, pins) shows in later attempts. We work on copies, and keep those marks.
 */
export interface FittingCell {
  id: number;
  readonly cpuset: ReadonlySet<number>;
  readonly pcpuset: ReadonlySet<number>;
  readonly memoryMib: number;
  pageSizeKib: number | null;
  readonly cpuPolicy: CpuPolicy | null;
  readonly cpuThreadPolicy: CpuThreadPolicy | null;
  cpuPinning: ReadonlyMap<number, number> | null;
  cpusetReserved: ReadonlySet<number> | null;
}

export function fittingCell(cell: InstanceCell): FittingCell {
  return { ...cell };
}
