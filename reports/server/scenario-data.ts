import { basename } from 'node:path';
import type { ResultsReader, StoredRun } from '../../store/index.ts';
import type { ScenarioData, VariantData } from '../web/report-data.ts';

/** What was run, and what of it is complete. */
export async function scenarioData(reader: ResultsReader): Promise<ScenarioData> {
  const [scenario, variants, runs] = await Promise.all([reader.scenario(), reader.variants(), reader.runs()]);
  const complete = runs.filter((run) => run.status === 'complete');
  return {
    file: basename(reader.file),
    ...scenario,
    baseline: (variants.find((variant) => variant.baseline) ?? variants[0])?.name ?? null,
    variants: await Promise.all(
      variants.map(({ name }) =>
        variantData(
          reader,
          name,
          complete.filter((run) => run.variant === name),
        ),
      ),
    ),
  };
}

/** Hosts and duration are the first run's: seeds change the demand, not the cloud. */
async function variantData(reader: ResultsReader, name: string, runs: readonly StoredRun[]): Promise<VariantData> {
  const first = runs[0];
  const description = first && (await reader.description(first.id));
  return {
    name,
    seeds: runs.map((run) => run.seed).sort((a, b) => a - b),
    hosts: description?.hosts.length ?? 0,
    durationSeconds: description?.durationSeconds ?? 0,
  };
}
