import type { PlannedRun } from '../plan.ts';
import type { MergeReport } from './merge-results.ts';

/** Names every run that is not complete: whole shares by their number, others one by one. */
export function incompleteText({ missing, failed }: Pick<MergeReport, 'missing' | 'failed'>): string {
  const absent = missing.filter(({ share, whole }) => share !== undefined && whole).map(({ share }) => share);
  const partial = missing.filter(({ share, whole }) => share === undefined || !whole);
  return [
    ...(absent.length === 0 ? [] : [`missing ${absent.length === 1 ? 'shard' : 'shards'}: ${absent.join(', ')}`]),
    ...partial.map(
      ({ share, runs }) => `missing runs${share === undefined ? '' : ` of shard ${share}`}: ${list(runs)}`,
    ),
    ...failed.map((run) => `failed: ${list([run])}: ${run.message}`),
  ].join('\n');
}

function list(runs: readonly PlannedRun[]): string {
  return runs.map(({ variant, seed }) => `${variant}, seed ${seed}`).join('; ');
}
