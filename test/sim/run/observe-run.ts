import { type RunInput, runSimulation } from '../../../sim/index.ts';
import type {
  DecisionRow,
  HistogramRow,
  HostSampleRow,
  RefusalRow,
  ResultRow,
  RunSummary,
} from '../../../store/index.ts';

/** Everything that a run said, in a form that tests can ask. */
export interface ObservedRun {
  readonly summary: RunSummary;
  readonly rows: readonly ResultRow[];
  readonly decisions: readonly DecisionRow[];
  readonly refusals: readonly RefusalRow[];
  readonly hostSamples: readonly HostSampleRow[];
  readonly boots: HistogramRow;
  /** Figure of the run; fails when the run did not write it. */
  metric(key: string): number;
  /** Values of a series by time. */
  series(key: string): ReadonlyMap<number, number>;
}

/** Runs with a recount of every book after each event. */
export async function observeRun(input: RunInput, auditEveryEvents = 1): Promise<ObservedRun> {
  const rows: ResultRow[] = [];
  const summary = await runSimulation(input, (chunk) => rows.push(...chunk), { auditEveryEvents });
  const ofKind = <K extends ResultRow['kind']>(kind: K) =>
    rows.filter((row): row is Extract<ResultRow, { kind: K }> => row.kind === kind);
  const figures = new Map(ofKind('metric').map(({ metric, value }) => [metric, value]));
  return {
    summary,
    rows,
    decisions: ofKind('decision'),
    refusals: ofKind('refusal'),
    hostSamples: ofKind('host-sample'),
    boots: ofKind('histogram')[0]!,
    metric: (key) => {
      const value = figures.get(key);
      if (value === undefined) throw new Error(`the run wrote no ${key}`);
      return value;
    },
    series: (key) =>
      new Map(ofKind('sample').flatMap(({ metric, atSeconds, value }) => (metric === key ? [[atSeconds, value]] : []))),
  };
}
