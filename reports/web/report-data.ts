/**
 * The JSON that the report server gives and the page reads. Everything is `readonly`; times are
 * seconds from the start of a run; `null` stands for a value that does not exist (JSON has no NaN).
 */

/** `GET /api/scenario`: what was run. */
export interface ScenarioData {
  /** Name of the results file, without its folder. */
  readonly file: string;
  readonly name: string;
  /** What the scenario asks, in words; may be empty. */
  readonly question: string;
  /** Name of the scenario file. */
  readonly fileName: string;
  /** The scenario as it was written. */
  readonly text: string;
  /** SHA-256 of the scenario and all its inputs. */
  readonly hash: string;
  /** The variant that the others are compared with unless the reader picks another; `null` without variants. */
  readonly baseline: string | null;
  /** In the order of the scenario. */
  readonly variants: readonly VariantData[];
}

export interface VariantData {
  readonly name: string;
  /** Seeds of the finished runs, ascending. */
  readonly seeds: readonly number[];
  readonly hosts: number;
  readonly durationSeconds: number;
}

/** `GET /api/runs`: every run of the file, finished or not. */
export interface RunsData {
  readonly runs: readonly RunData[];
}

export interface RunData {
  readonly id: number;
  readonly variant: string;
  readonly seed: number;
  /** Only `complete` runs count anywhere else. */
  readonly status: 'planned' | 'running' | 'complete' | 'failed';
  readonly decisions: number | null;
  readonly events: number | null;
  readonly decisionsHash: string | null;
  readonly metricsHash: string | null;
  /** Why it failed. */
  readonly error: string | null;
  /** Versions, hashes and seeds that replay the run. */
  readonly lockfile: unknown;
}

/** `GET /api/metrics`: the catalogue, as the results file holds it. */
export interface MetricsData {
  readonly metrics: readonly MetricData[];
}

export interface MetricData {
  /** What other requests take as `metric`. */
  readonly key: string;
  readonly title: string;
  /** `fraction` of 1, `seconds`, or the name of what is counted. */
  readonly unit: string;
  /** Which request gives it: series, hosts, figures or histogram. */
  readonly shape: 'series' | 'host' | 'run' | 'histogram';
  readonly better: 'higher' | 'lower' | 'neither';
  /** Whether verdicts rest on it. */
  readonly decides: boolean;
  readonly definition: string;
  readonly source: string;
}

/** `GET /api/comparisons?baseline=`: one verdict for each other variant that has a seed in common. */
export interface ComparisonsData {
  readonly baseline: string;
  readonly comparisons: readonly VerdictData[];
}

export type Verdict = 'better' | 'worse' | 'trade-off' | 'no difference seen' | 'identical' | 'no verdict';

export interface VerdictData {
  readonly baseline: string;
  /** The variant that is judged. */
  readonly candidate: string;
  /** Seeds that both have: the pairs. */
  readonly seeds: readonly number[];
  /** Seeds that only one of the two has; they are left out. */
  readonly unpairedSeeds: readonly number[];
  /** In every pair, both met the same requests. */
  readonly sameDemand: boolean;
  readonly verdict: Verdict;
  /** The verdict in words, with the figures that made it. */
  readonly sentence: string;
}

/** `GET /api/comparison?baseline=&candidate=`: every metric, paired by seed. */
export interface ComparisonData extends VerdictData {
  readonly metrics: readonly MetricComparisonData[];
}

/** `different` is past the 5 % level without a good direction; `no interval` has one pair only. */
export type Effect = 'better' | 'worse' | 'different' | 'no difference seen' | 'identical' | 'no interval';

export interface MetricComparisonData {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** Whether the verdict rests on this metric. */
  readonly decides: boolean;
  readonly pairs: number;
  readonly baselineMean: number;
  readonly candidateMean: number;
  /** Mean of candidate minus baseline over the pairs. */
  readonly meanDifference: number;
  /** 95 % interval of the difference; `null` when there are too few pairs for one. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly pValue: number | null;
  /** Holm's, over the metrics that decide; `null` for the others. */
  readonly adjustedP: number | null;
  readonly effect: Effect;
  /** Per pair, in the order of `seeds`. */
  readonly baselineValues: readonly (number | null)[];
  readonly candidateValues: readonly (number | null)[];
}

/** `GET /api/figures?variant=`: figures of the whole run, over the variant's seeds. */
export interface FiguresData {
  readonly variant: string;
  readonly seeds: readonly number[];
  readonly figures: readonly FigureData[];
}

export interface FigureData {
  readonly metric: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** `GET /api/series?metric=&variant=[&seed=][&points=]`: mean, least and greatest over the seeds. */
export interface SeriesData {
  readonly metric: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  readonly atSeconds: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** `GET /api/refusals?variant=[&seed=]`: mean counts of one run, most instances first. */
export interface RefusalsData {
  readonly variant: string;
  readonly seeds: readonly number[];
  readonly refusals: readonly RefusalData[];
}

export interface RefusalData {
  readonly stage: string;
  readonly by: string;
  readonly code: string;
  readonly requests: number;
  readonly instances: number;
}

/** `GET /api/histogram?metric=&variant=[&seed=]`: counts summed over the seeds. */
export interface HistogramData {
  readonly metric: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  /** One more than counts; `null` for an infinite edge at either end. */
  readonly edges: readonly (number | null)[];
  readonly counts: readonly number[];
}

/** `GET /api/runs/:id/hosts?metric=[&columns=]`: one metric of every host over time. */
export interface HostsData {
  readonly run: number;
  readonly metric: string;
  /** Rows, by zone, then kind, then name. */
  readonly hosts: readonly HostData[];
  /** Start of each column; a column is the mean of the samples until the next. */
  readonly atSeconds: readonly number[];
  /** Value of level 0 and of level 250. */
  readonly domain: readonly [number, number];
  /** Base64 of one byte a cell, host by host: a level from 0 to 250, or 255 for no value. */
  readonly levels: string;
}

export interface HostData {
  readonly name: string;
  readonly kind: string;
  readonly zone: string;
}

/** Any error: status 4xx or 5xx. */
export interface ErrorData {
  readonly error: {
    readonly code: string;
    readonly message: string;
  };
}
