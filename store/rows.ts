/**
 * The one shape of a result, whichever mode produced it. A mode emits these rows as it goes; the
 * store writes them. Times are seconds from the start of the run unless the name says otherwise.
 */
export type ResultRow = SampleRow | HostSampleRow | RefusalRow | HistogramRow | MetricRow | DecisionRow;

/** One point of one time series. `metric` is a key of the metric catalogue. */
export interface SampleRow {
  readonly kind: 'sample';
  readonly atSeconds: number;
  readonly metric: string;
  readonly value: number;
}

/** One metric of every host at one time, for heat maps: index in the array is the host index. */
export interface HostSampleRow {
  readonly kind: 'host-sample';
  readonly atSeconds: number;
  readonly metric: string;
  readonly values: Float32Array;
}

/** Refused requests by where and why. */
export interface RefusalRow {
  readonly kind: 'refusal';
  readonly stage: string;
  readonly by: string;
  readonly code: string;
  readonly requests: number;
  readonly instances: number;
}

/** A distribution: `counts[i]` values fell in [edges[i], edges[i + 1]). */
export interface HistogramRow {
  readonly kind: 'histogram';
  readonly metric: string;
  readonly edges: Float64Array;
  readonly counts: Float64Array;
}

/** One figure of the whole run; these are what `compare` pairs by seed. */
export interface MetricRow {
  readonly kind: 'metric';
  readonly metric: string;
  readonly value: number;
}

/** One decision; written only when the scenario asks for the decision log. */
export interface DecisionRow {
  readonly kind: 'decision';
  readonly sequence: number;
  readonly atSeconds: number;
  readonly request: number;
  /** Why the scheduler was asked; absent for a boot in a mode that schedules nothing else. */
  readonly purpose?: 'boot' | 'resize' | 'migrate' | 'evacuate';
  readonly outcome: 'scheduled' | 'no-valid-host' | 'error';
  /** Host names chosen, one per instance. */
  readonly hosts: readonly string[];
  readonly stage?: string;
  readonly by?: string;
  readonly code?: string;
}

/** What a finished run says of itself. */
export interface RunSummary {
  /** SHA-256 over every decision in order. */
  readonly decisionsHash: string;
  /** SHA-256 over every emitted metric, sample, refusal and histogram in order. */
  readonly metricsHash: string;
  readonly decisions: number;
  readonly events: number;
}

/** Names of the hosts and flavors of a run, so that a report need not know the scenario format. */
export interface RunDescription {
  readonly hosts: readonly { readonly name: string; readonly kind: string; readonly zone: string }[];
  readonly flavors: readonly {
    readonly name: string;
    readonly vcpus: number;
    readonly ramMib: number;
    readonly diskGib: number;
  }[];
  readonly durationSeconds: number;
}
