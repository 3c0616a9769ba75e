/** What an operator may say about a host's resources; the names are those of Nova's `nova.conf`. */
export interface TrackerOptions {
  /** Set: overrides what Placement has. Unset: what Placement has is kept, and a new provider begins with the initial one. */
  readonly cpuAllocationRatio?: number | undefined;
  readonly ramAllocationRatio?: number | undefined;
  readonly diskAllocationRatio?: number | undefined;
  readonly initialCpuAllocationRatio: number;
  readonly initialRamAllocationRatio: number;
  readonly initialDiskAllocationRatio: number;
  readonly reservedHostCpus: number;
  readonly reservedHostMemoryMib: number;
  readonly reservedHostDiskMib: number;
  /** Host CPUs for shared vCPUs. Nova: `[compute] cpu_shared_set`. */
  readonly cpuSharedSet?: ReadonlySet<number> | undefined;
  /** Host CPUs for dedicated vCPUs. Nova: `[compute] cpu_dedicated_set`. */
  readonly cpuDedicatedSet?: ReadonlySet<number> | undefined;
  /** Disk formats of images that this host can start from. */
  readonly imageFormats: readonly string[];
}

/** Nova's defaults. */
export const defaultTrackerOptions: TrackerOptions = {
  initialCpuAllocationRatio: 4,
  initialRamAllocationRatio: 1,
  initialDiskAllocationRatio: 1,
  reservedHostCpus: 0,
  reservedHostMemoryMib: 512,
  reservedHostDiskMib: 0,
  imageFormats: ['qcow2', 'raw'],
};
