import { nearestName } from '../core/index.ts';
import type { ResultsReader } from './results-reader.ts';
import type { RunFigures, VariantFigures } from './statistics/compare-variants.ts';
import { StoreError } from './store-error.ts';

/**
 * The figures of the complete runs of one variant, for a comparison. Throws `StoreError`
 * `no-such-run` when the file has no such variant or none of its runs is complete.
 */
export async function variantFigures(reader: ResultsReader, variant: string): Promise<VariantFigures> {
  const runs = (await reader.runs()).filter((run) => run.variant === variant);
  if (runs.length === 0) throw await noSuchVariant(reader, variant);
  const complete = runs.filter((run) => run.status === 'complete');
  if (complete.length === 0) {
    throw new StoreError('no-such-run', reader.file, `no run of variant "${variant}" is complete.`);
  }
  const figures = new Map<number, Map<string, number | null>>(complete.map((run) => [run.id, new Map()]));
  for (const { runId, metric, value } of await reader.metrics()) figures.get(runId)?.set(metric, value);
  return {
    name: variant,
    runs: complete.map((run): RunFigures => ({
      seed: run.seed,
      demandHash: run.demandHash ?? '',
      values: figures.get(run.id) ?? new Map(),
    })),
  };
}

async function noSuchVariant(reader: ResultsReader, variant: string): Promise<StoreError> {
  const names = (await reader.variants()).map((entry) => entry.name);
  const nearest = nearestName(variant, names);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new StoreError(
    'no-such-run',
    reader.file,
    `has no variant "${variant}"; it has ${names.map((name) => `"${name}"`).join(', ')}.${hint}`,
  );
}
