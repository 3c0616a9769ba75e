import { createHash } from 'node:crypto';
import { Database } from '../database.ts';
import { identifyResultsFile } from '../identify-results-file.ts';
import type { PlannedRun } from '../plan.ts';
import type { RunLockfile } from '../run-lockfile.ts';
import type { Share } from '../share.ts';
import { StoreError } from '../store-error.ts';

/** One run as one file knows it; only runs that ended are listed. */
export interface EndedRun {
  readonly id: number;
  readonly status: 'complete' | 'failed';
  /** Equal in all files for a complete run; a failed run has none. */
  readonly outcome: string;
  readonly error: string;
  readonly startedAt: string;
  readonly wallSeconds: number;
}

/** What a file says before its rows are read: enough to know whether it goes with others, and what it adds. */
export interface MergeSource {
  readonly file: string;
  readonly scenarioName: string;
  readonly scenarioHash: string;
  readonly scenarioFile: string;
  /** SHA-256 over variants, runs and the catalogue of metrics: the frame that the rows refer to. */
  readonly frameHash: string;
  readonly runs: readonly PlannedRun[];
  /** Of the complete runs. */
  readonly builds: readonly SourceBuild[];
  readonly shares: readonly Share[];
  readonly ended: readonly EndedRun[];
}

export type SourceBuild = Pick<RunLockfile, 'astrolabe' | 'build' | 'node' | 'platform'>;

/**
 * Reads what a file holds and checks every page of it. Nothing is written, beside the file or to it.
 * Throws `StoreError` for a file that is missing, no results file, of another version or damaged.
 */
export async function readMergeSource(file: string): Promise<MergeSource> {
  await identifyResultsFile(file);
  const database = await Database.open(file, 'untouched');
  try {
    await checkPages(database);
    const scenario = await database.get<{ name: string; hash: string; file: string }>(
      'SELECT name, hash, file_name AS file FROM scenario',
    );
    if (!scenario) throw new StoreError('damaged', file, 'holds no scenario.');
    return {
      file,
      scenarioName: scenario.name,
      scenarioHash: scenario.hash,
      scenarioFile: scenario.file,
      frameHash: await frameHash(database),
      runs: await database.all(
        'SELECT v.name AS variant, r.seed FROM run r JOIN variant v ON v.id = r.variant_id ORDER BY r.id',
      ),
      builds: await database.all(
        `SELECT DISTINCT lockfile ->> 'astrolabe' AS astrolabe, lockfile ->> 'build' AS build,
           lockfile ->> 'node' AS node, lockfile ->> 'platform' AS platform
         FROM run WHERE status = 'complete' ORDER BY 1, 2, 3, 4`,
      ),
      shares: await database.all('SELECT number, of FROM share ORDER BY of, number'),
      ended: await database.all(
        `SELECT r.id, r.status, coalesce(r.error, '') AS error, coalesce(t.started_at, '') AS startedAt,
           coalesce(t.wall_seconds, 0) AS wallSeconds,
           json_array(r.description_hash, r.demand_hash, r.decisions, r.events, r.decisions_hash, r.metrics_hash) AS outcome
         FROM run r LEFT JOIN run_timing t ON t.run_id = r.id WHERE r.status IN ('complete', 'failed') ORDER BY r.id`,
      ),
    };
  } finally {
    await database.close();
  }
}

/** SQLite's own check of the structure of tables and indexes; it stops at the first fault. */
async function checkPages(database: Database): Promise<void> {
  const rows = await database.all<{ integrity_check: string }>('PRAGMA integrity_check(1)');
  const found = rows[0]?.integrity_check;
  if (found !== 'ok') throw new StoreError('damaged', database.file, `is damaged: ${found ?? 'it cannot be checked'}.`);
}

async function frameHash(database: Database): Promise<string> {
  const hash = createHash('sha256');
  for (const sql of [
    'SELECT id, name, baseline FROM variant ORDER BY id',
    'SELECT id, variant_id, seed FROM run ORDER BY id',
    'SELECT * FROM metric_catalogue ORDER BY id',
  ]) {
    hash.update(`${JSON.stringify(await database.all(sql))}\n`);
  }
  return hash.digest('hex');
}
