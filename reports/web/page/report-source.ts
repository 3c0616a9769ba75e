import type {
  ComparisonData,
  ComparisonsData,
  ErrorData,
  FiguresData,
  HistogramData,
  HostsData,
  MetricsData,
  RefusalsData,
  RunsData,
  ScenarioData,
  SeriesData,
} from '../report-data.ts';

/** One place that the page gets its data from; rejects with a `ReportError`. `seed` undefined means all seeds. */
export interface ReportSource {
  scenario(signal?: AbortSignal): Promise<ScenarioData>;
  runs(signal?: AbortSignal): Promise<RunsData>;
  metrics(signal?: AbortSignal): Promise<MetricsData>;
  comparisons(baseline: string, signal?: AbortSignal): Promise<ComparisonsData>;
  comparison(baseline: string, candidate: string, signal?: AbortSignal): Promise<ComparisonData>;
  figures(variant: string, seed: number | undefined, signal?: AbortSignal): Promise<FiguresData>;
  series(metric: string, variant: string, seed: number | undefined, signal?: AbortSignal): Promise<SeriesData>;
  refusals(variant: string, seed: number | undefined, signal?: AbortSignal): Promise<RefusalsData>;
  histogram(metric: string, variant: string, seed: number | undefined, signal?: AbortSignal): Promise<HistogramData>;
  hosts(run: number, metric: string, signal?: AbortSignal): Promise<HostsData>;
}

/** A failure that the reader is told of. */
export class ReportError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ReportError';
    this.code = code;
  }
}

/** The source behind a report server whose data interface starts at `base`. */
export function fetchedReport(base: string): ReportSource {
  const get = <T>(path: string, query: Query, signal?: AbortSignal): Promise<T> =>
    fetchData<T>(base + path, query, signal);
  return {
    scenario: (signal) => get('scenario', {}, signal),
    runs: (signal) => get('runs', {}, signal),
    metrics: (signal) => get('metrics', {}, signal),
    comparisons: (baseline, signal) => get('comparisons', { baseline }, signal),
    comparison: (baseline, candidate, signal) => get('comparison', { baseline, candidate }, signal),
    figures: (variant, seed, signal) => get('figures', { variant, seed }, signal),
    series: (metric, variant, seed, signal) => get('series', { metric, variant, seed }, signal),
    refusals: (variant, seed, signal) => get('refusals', { variant, seed }, signal),
    histogram: (metric, variant, seed, signal) => get('histogram', { metric, variant, seed }, signal),
    hosts: (run, metric, signal) => get(`runs/${run}/hosts`, { metric }, signal),
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

async function fetchData<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const url = parameters.size === 0 ? path : `${path}?${parameters}`;
  let response: Response;
  try {
    response = await fetch(url, { signal: signal ?? null, headers: { accept: 'application/json' } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ReportError('unreachable', 'The report server does not answer. Is it still running?');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as T;
  const refused = (body as ErrorData | undefined)?.error;
  throw new ReportError(
    refused?.code ?? 'bad-answer',
    refused?.message ?? `The report server answered ${response.status}.`,
  );
}
