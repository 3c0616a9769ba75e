import type { NetworkMetadata } from './network-metadata.ts';

/** What the scheduler lets a host cell be used for. Nova: `NUMATopologyLimits`. */
export interface NumaLimits {
  readonly cpuAllocationRatio: number;
  readonly ramAllocationRatio: number;
  /** Networks of the guest; their NUMA affinity is only kept when they are given. */
  readonly networkMetadata?: NetworkMetadata | undefined;
}
