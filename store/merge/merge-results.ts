import { existsSync } from 'node:fs';
import { mkdir, realpath, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Database } from '../database.ts';
import type { PlannedRun } from '../plan.ts';
import { shareText } from '../share.ts';
import { asStoreError, StoreError } from '../store-error.ts';
import { WriterLock } from '../writer-lock.ts';
import { checkSameSweep } from './check-same-sweep.ts';
import { chooseRuns, type ChosenRun } from './choose-runs.ts';
import { readMergeSource, type MergeSource } from './merge-source.ts';
import { incompleteText } from './incomplete-text.ts';
import { missingRuns, type MissingRuns } from './missing-runs.ts';
import { writeMerged } from './write-merged.ts';

export interface MergeOptions {
  /** Forget what `target` holds instead of adding to it. */
  readonly overwrite?: boolean | undefined;
  /** Write nothing unless every run of the plan is complete. */
  readonly requireComplete?: boolean | undefined;
}

export interface MergeReport {
  readonly file: string;
  readonly scenario: string;
  /** Runs of the plan. */
  readonly runs: number;
  readonly complete: number;
  readonly failed: readonly (PlannedRun & { readonly run: number; readonly message: string })[];
  readonly missing: readonly MissingRuns[];
  /** False when the target held all of it already: it was not touched. */
  readonly changed: boolean;
}

/**
 * Joins results files of one sweep into `target`, which is added to when it is there. The files are
 * only read. Joining is idempotent, and the order of the files makes no difference to the content.
 * The target appears, or changes, in one step or not at all.
 *
 * Throws `StoreError`: `cannot-merge` for a mixture of scenarios, plans or builds, `damaged` and its
 * kin for a file that cannot be used, `incomplete` when all runs are required and some are missing.
 */
export async function mergeResults(
  target: string,
  files: readonly string[],
  options: MergeOptions = {},
): Promise<MergeReport> {
  const inputs: MergeSource[] = [];
  for (const file of await differentFiles(files)) inputs.push(await readMergeSource(file));
  checkSameSweep(inputs);
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw asStoreError(error, target);
  });
  const lock = await WriterLock.take(target);
  try {
    const joined = options.overwrite === true || !existsSync(target) ? undefined : await readMergeSource(target);
    return await join(target, joined, inputs, options);
  } catch (error) {
    throw asStoreError(error, target);
  } finally {
    await lock.release();
  }
}

async function join(
  target: string,
  joined: MergeSource | undefined,
  inputs: readonly MergeSource[],
  { requireComplete }: MergeOptions,
): Promise<MergeReport> {
  // The target first: of equal runs its own is kept.
  const sources = joined ? [joined, ...inputs] : inputs;
  checkSameSweep(sources);
  const chosen = chooseRuns(sources);
  const changed = !joined || addsTo(joined, sources, chosen);
  const report = reportOf(target, sources, chosen, changed);
  if (requireComplete && report.complete < report.runs) throw incomplete(report);
  if (changed) {
    await writeMerged(`${target}-new`, sources, chosen);
    await putInPlace(target);
  }
  return report;
}

/** A name given twice, or a link to a file that is given too, counts once. */
async function differentFiles(files: readonly string[]): Promise<string[]> {
  const byPath = new Map<string, string>();
  for (const file of files) {
    const path = await realpath(file).catch(() => file);
    if (!byPath.has(path)) byPath.set(path, file);
  }
  return [...byPath.values()];
}

function addsTo(joined: MergeSource, sources: readonly MergeSource[], chosen: ReadonlyMap<number, ChosenRun>): boolean {
  if ([...chosen.values()].some(({ source }) => source !== joined)) return true;
  const known = new Set(joined.shares.map(shareText));
  return sources.some((source) => source.shares.some((share) => !known.has(shareText(share))));
}

function reportOf(
  file: string,
  sources: readonly MergeSource[],
  chosen: ReadonlyMap<number, ChosenRun>,
  changed: boolean,
): MergeReport {
  const { scenarioName, runs } = sources[0]!;
  const numbers = runs.map((_, run) => run);
  const failed = numbers.flatMap((run) => {
    const { status, error } = chosen.get(run)?.run ?? {};
    return status === 'failed' ? [{ run, ...runs[run]!, message: error! }] : [];
  });
  const missing = numbers.filter((run) => !chosen.has(run));
  return {
    file,
    scenario: scenarioName,
    runs: runs.length,
    complete: runs.length - missing.length - failed.length,
    failed,
    missing: missingRuns(
      runs,
      missing,
      sources.flatMap((source) => source.shares),
    ),
    changed,
  };
}

function incomplete(report: MergeReport): StoreError {
  const { runs, complete, file } = report;
  const text = `${runs - complete} of ${runs} runs are not complete, so nothing was written.`;
  return new StoreError('incomplete', file, `${text}\n${incompleteText(report)}`);
}

/** Renaming is one step; a log of the older file must be gone by then, or SQLite would replay it into the new one. */
async function putInPlace(target: string): Promise<void> {
  if (existsSync(`${target}-wal`)) await foldLog(target);
  await rename(`${target}-new`, target);
}

async function foldLog(target: string): Promise<void> {
  const database = await Database.open(target, 'write');
  try {
    await database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  } finally {
    await database.close();
  }
}
