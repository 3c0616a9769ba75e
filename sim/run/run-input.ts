import type { Image, SchedulerOptions } from '../../core/index.ts';
import type { Workload } from '../workload/workload.ts';

/** One run: one scenario, one variant, one seed, everything resolved and validated. */
export interface RunInput {
  readonly seed: number;
  readonly hosts: readonly HostSpec[];
  readonly aggregates: readonly AggregateSpec[];
  readonly images: readonly ImageSpec[];
  readonly workload: Workload;
  readonly scheduler: SchedulerSpec;
  readonly controlPlane: ControlPlaneSpec;
  readonly faults: FaultSpec;
  readonly events: readonly PlannedEvent[];
  /** A batch is one multi-create request (true) or as many requests as it has instances (false). */
  readonly batchesAreRequests: boolean;
  readonly metrics: {
    readonly sampleSeconds: number;
    readonly hostSampleSeconds: number;
    readonly decisionLog: boolean;
    /** Metrics of the run are taken from here on, when the cloud has filled; default 0. */
    readonly warmupSeconds: number;
  };
  /** The run ends here even when instances still live. */
  readonly durationSeconds: number;
}

export interface HostSpec {
  readonly name: string;
  /** Label for reports: hosts of equal hardware share it. */
  readonly kind: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  readonly reservedVcpus: number;
  readonly reservedRamMib: number;
  readonly reservedDiskGib: number;
  readonly cpuAllocationRatio: number;
  readonly ramAllocationRatio: number;
  readonly diskAllocationRatio: number;
  /** Availability zone, by an aggregate of that name; `''` for Nova's default zone. */
  readonly zone: string;
  readonly rack: string;
  readonly traits: readonly string[];
  /** Further inventories of the provider (`VGPU`, `CUSTOM_GPU`), by resource class. */
  readonly inventories: Readonly<Record<string, number>>;
  readonly hypervisorType: string;
  readonly hypervisorVersion: number;
  readonly architecture: string;
  /** Metrics for MetricsWeigher by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface AggregateSpec {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ImageSpec {
  readonly image: Image;
  readonly sizeMib: number;
}

export interface SchedulerSpec {
  readonly options: SchedulerOptions;
  /** Names, in order. */
  readonly filters: readonly string[];
  readonly weighers: readonly string[];
  /** Builds tried in all, the first included. Nova: `[scheduler] max_attempts`, default 3. */
  readonly maxAttempts: number;
  /** Absolute paths of modules that export people's own filters and weighers. */
  readonly modules: readonly string[];
  readonly engine: 'reference' | 'fast';
  /** A resize may stay on its host. Nova: `allow_resize_to_same_host`; default false. */
  readonly allowResizeToSameHost?: boolean | undefined;
}

/** Log-normal with this median; `sigma` 0 makes it constant. */
export interface Delay {
  readonly medianSeconds: number;
  readonly sigma: number;
}

export interface ControlPlaneSpec {
  /** Request accepted by the API until the conductor asks the scheduler. */
  readonly api: Delay;
  /** Time of one scheduling decision, claims included. */
  readonly scheduler: Delay;
  /** Networks and block devices prepared on the host. */
  readonly network: Delay;
  /** Domain defined and started until ACTIVE. */
  readonly spawn: Delay;
  readonly delete: Delay;
  /** From the decision until the resize is confirmed; both hosts are taken meanwhile. */
  readonly resize: Delay;
  /** One live migration; those off one host follow each other. As `resize` when absent. */
  readonly migrate?: Delay | undefined;
  readonly image: {
    /** MiB per second of one download. */
    readonly downloadMibPerSecond: number;
    /** Unused images leave a host's cache after this time. */
    readonly cacheSeconds: number;
  };
}

export interface FaultSpec {
  /** Mean time between failures of one host, hours; 0 for none. */
  readonly hostMtbfHours: number;
  readonly hostRepair: Delay;
  /** What happens to the instances of a failed host: they end, or are rebuilt elsewhere. */
  readonly onHostFailure: 'lose' | 'evacuate';
  /** Probability that one build fails on its host. */
  readonly buildFailureProbability: number;
}

/** Something that the scenario plans for a time. Hosts are named, or picked by `rack`, `zone`, `kind`. */
export interface PlannedEvent {
  readonly atSeconds: number;
  readonly type: 'fail' | 'repair' | 'disable' | 'enable' | 'maintenance-start' | 'maintenance-end';
  /** Indexes into `RunInput.hosts`. */
  readonly hosts: readonly number[];
}
