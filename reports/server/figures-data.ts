import type { ResultsReader } from '../../store/index.ts';
import type { FiguresData } from '../web/report-data.ts';
import { completeRuns } from './complete-runs.ts';

/** Figures of one variant, in the order of the catalogue; those that are not defined in any run are left out. */
export async function figuresData(
  reader: ResultsReader,
  variant: string,
  seed: number | undefined,
): Promise<FiguresData> {
  const runs = await completeRuns(reader, variant, seed);
  const stored = await Promise.all(runs.map((run) => reader.metrics(run.id)));
  const values = new Map<string, number[]>();
  for (const { metric, value } of stored.flat()) {
    if (value !== null) values.set(metric, [...(values.get(metric) ?? []), value]);
  }
  const figures = (await reader.catalogue()).flatMap(({ key }) => {
    const list = values.get(key);
    if (!list) return [];
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return [{ metric: key, mean, low: Math.min(...list), high: Math.max(...list) }];
  });
  return { variant, seeds: runs.map((run) => run.seed), figures };
}
