import { StoreError } from '../store-error.ts';
import type { EndedRun, MergeSource } from './merge-source.ts';

/** Which file a run is taken from. */
export interface ChosenRun {
  readonly source: MergeSource;
  readonly run: EndedRun;
}

/**
 * Chooses a file for each run that ended in any of them: complete before failed, then the one that
 * began first. The choice is a minimum, so that neither the order of the files nor a file that comes
 * twice makes a difference. Throws `StoreError` `cannot-merge` when two files disagree on the outcome
 * of one run.
 */
export function chooseRuns(sources: readonly MergeSource[]): Map<number, ChosenRun> {
  const chosen = new Map<number, ChosenRun>();
  for (const source of sources) {
    for (const run of source.ended) {
      const candidate = { source, run };
      const known = chosen.get(run.id);
      if (known) checkSameOutcome(known, candidate);
      if (!known || precedes(run, known.run)) chosen.set(run.id, candidate);
    }
  }
  return chosen;
}

function checkSameOutcome(known: ChosenRun, other: ChosenRun): void {
  const { run, source } = other;
  if (run.status !== 'complete' || known.run.status !== 'complete' || run.outcome === known.run.outcome) return;
  const { variant, seed } = source.runs[run.id]!;
  throw new StoreError(
    'cannot-merge',
    source.file,
    `run ${run.id} (${variant}, seed ${seed}) ended otherwise than in ${known.source.file}. Equal runs end equally: one of the files was changed or is of another machine. Run that share again.`,
  );
}

function precedes(a: EndedRun, b: EndedRun): boolean {
  if (a.status !== b.status) return a.status === 'complete';
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt;
  if (a.error !== b.error) return a.error < b.error;
  return a.wallSeconds < b.wallSeconds;
}
