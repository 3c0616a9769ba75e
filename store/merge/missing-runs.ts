import type { PlannedRun } from '../plan.ts';
import { runsOfShare, shareText, type Share } from '../share.ts';

/** Runs of a plan that did not come, by the share that they belong to. */
export interface MissingRuns {
  /** Absent when the files were not shares, or shares of different numbers of parts. */
  readonly share?: string;
  /** Nothing of this share came. */
  readonly whole: boolean;
  readonly runs: readonly (PlannedRun & { readonly run: number })[];
}

/** `missing` are numbers of runs, ascending. Empty when nothing is missing. */
export function missingRuns(
  plan: readonly PlannedRun[],
  missing: readonly number[],
  shares: readonly Share[],
): MissingRuns[] {
  if (missing.length === 0) return [];
  const describe = (run: number) => ({ run, ...plan[run]! });
  const of = commonCount(shares);
  if (of === undefined) return [{ whole: missing.length === plan.length, runs: missing.map(describe) }];
  const absent = new Set(missing);
  return Array.from({ length: of }, (_, i): Share => ({ number: i + 1, of })).flatMap((share) => {
    const all = runsOfShare(share, plan.length);
    const runs = all.filter((run) => absent.has(run));
    if (runs.length === 0) return [];
    return [{ share: shareText(share), whole: runs.length === all.length, runs: runs.map(describe) }];
  });
}

function commonCount(shares: readonly Share[]): number | undefined {
  const [count, ...others] = new Set(shares.map(({ of }) => of));
  return others.length === 0 && count !== undefined && count > 1 ? count : undefined;
}
