/** Why a guest cell does not fit a host cell, in the order in which the checks are made. */
export const cellMisfits = [
  'numa-pages',
  'numa-cell-memory',
  'numa-cell-dedicated-cpus',
  'numa-cell-shared-cpus',
  'numa-free-dedicated-cpus',
  'numa-free-memory',
  'numa-thread-policy',
  'numa-cpu-limit',
  'numa-memory-limit',
] as const;

export type CellMisfit = (typeof cellMisfits)[number];
