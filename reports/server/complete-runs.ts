import type { ResultsReader, StoredRun } from '../../store/index.ts';
import { findVariant } from './find-by-name.ts';
import { ReportServerError } from './report-server-error.ts';

/** The complete runs of a variant, by seed; of one seed when it is given. */
export async function completeRuns(
  reader: ResultsReader,
  variant: string,
  seed: number | undefined,
): Promise<readonly StoredRun[]> {
  await findVariant(reader, variant);
  const runs = (await reader.runs()).filter((run) => run.variant === variant && run.status === 'complete');
  const wanted = runs.filter((run) => seed === undefined || run.seed === seed);
  if (wanted.length > 0) return wanted.toSorted((a, b) => a.seed - b.seed);
  const seeds = runs.map((run) => run.seed).join(', ');
  const found = runs.length === 0 ? 'No run of it is complete.' : `Complete are the seeds ${seeds}.`;
  throw new ReportServerError(
    'no-such-run',
    `Variant "${variant}" has no complete run${seed === undefined ? '' : ` of seed ${seed}`}. ${found}`,
  );
}

/** The run of this number. */
export async function completeRun(reader: ResultsReader, id: number): Promise<StoredRun> {
  const run = (await reader.runs()).find((one) => one.id === id);
  if (run?.status === 'complete') return run;
  const found = run ? `it is ${run.status}` : 'there is no run of that number';
  throw new ReportServerError('no-such-run', `Run ${id} cannot be shown: ${found}.`);
}
