import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Database } from './database.ts';
import { identifyResultsFile } from './identify-results-file.ts';
import { insertRows, metricId } from './insert-rows.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import { migrate } from './migrate.ts';
import type { SweepPlan } from './plan.ts';
import type { ResultRow, RunDescription, RunSummary } from './rows.ts';
import type { RunLockfile } from './run-lockfile.ts';
import type { SampleColumns } from './sample-columns.ts';
import { dataTables, migrations } from './schema.ts';
import { runsOfShare, type Share } from './share.ts';
import { asStoreError, StoreError } from './store-error.ts';
import { WriterLock } from './writer-lock.ts';

/** What is known of a run when it begins. */
export interface RunStart {
  readonly description: RunDescription;
  /** SHA-256 over the demand: equal for two runs that met the same requests. */
  readonly demandHash: string;
  readonly lockfile: RunLockfile;
}

/** How long a run took; kept apart from its results, because no two times are equal. */
export interface RunTiming {
  readonly startedAt: Date;
  readonly wallSeconds: number;
  /** Times the run was begun in this sweep; above 1 when a worker died. */
  readonly attempts: number;
}

/**
 * The one writer of a results file. Rows of several runs may come interleaved; each call is one
 * transaction, and a run counts from the transaction in which `completeRun` ends. What a killed
 * sweep left half-written is removed by `resume`.
 */
export class ResultsWriter {
  readonly file: string;
  readonly plan: SweepPlan;
  readonly #database: Database;
  readonly #lock: WriterLock;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, lock: WriterLock, plan: SweepPlan) {
    this.file = database.file;
    this.#database = database;
    this.#lock = lock;
    this.plan = plan;
  }

  /** Starts a new file; the folder is made when it is missing. An older file is replaced only when told. */
  static async create(file: string, plan: SweepPlan, options: { overwrite?: boolean } = {}): Promise<ResultsWriter> {
    if (!options.overwrite) await refuseExisting(file);
    await mkdir(dirname(file), { recursive: true }).catch((error: unknown) => {
      throw asStoreError(error, file);
    });
    return underLock(file, async (lock) => {
      await writeNewFile(`${file}-new`, plan);
      await removeFile(file);
      await rename(`${file}-new`, file);
      return new ResultsWriter(await openForWriting(file), lock, plan);
    });
  }

  /**
   * Continues a file: finished runs stay, others start anew. Throws `StoreError` `other-sweep` when
   * the file holds another scenario or another plan.
   */
  static async resume(file: string, plan: SweepPlan): Promise<ResultsWriter> {
    await identifyResultsFile(file);
    return underLock(file, async (lock) => {
      const database = await openForWriting(file);
      try {
        await checkSamePlan(database, plan);
        await database.transaction(() => removeUnfinished(database));
        return new ResultsWriter(database, lock, plan);
      } catch (error) {
        await database.close();
        throw error;
      }
    });
  }

  /** Notes that the file is to hold a share of the plan, beside those that it may hold already. */
  addShare(share: Share): Promise<void> {
    return this.#transaction((database) =>
      database.run('INSERT OR IGNORE INTO share VALUES (?, ?)', [share.number, share.of]),
    );
  }

  /** Numbers of the runs that are not complete yet, of the whole plan or of a share, ascending. */
  async remainingRuns(share: Share = wholePlan): Promise<number[]> {
    const sql = `SELECT id FROM run WHERE status <> 'complete' ORDER BY id`;
    const wanted = new Set(runsOfShare(share, this.plan.runs.length));
    return (await this.#database.all<{ id: number }>(sql)).map((row) => row.id).filter((id) => wanted.has(id));
  }

  /** The lockfiles of the runs that are complete, one of each kind of build. */
  async buildsUsed(): Promise<Pick<RunLockfile, 'astrolabe' | 'build' | 'node' | 'platform'>[]> {
    return this.#database.all(
      `SELECT DISTINCT lockfile ->> 'astrolabe' AS astrolabe, lockfile ->> 'build' AS build,
         lockfile ->> 'node' AS node, lockfile ->> 'platform' AS platform
       FROM run WHERE status = 'complete' ORDER BY 1, 2, 3, 4`,
    );
  }

  beginRun(run: number, start: RunStart): Promise<void> {
    const json = JSON.stringify(start.description);
    const hash = createHash('sha256').update(json).digest('hex');
    return this.#transaction(async (database) => {
      await database.run('INSERT OR IGNORE INTO description VALUES (?, ?)', [hash, json]);
      await database.run(
        `UPDATE run SET status = 'running', description_hash = ?, demand_hash = ?, lockfile = ?, error = NULL WHERE id = ?`,
        [hash, start.demandHash, JSON.stringify(start.lockfile), run],
      );
    });
  }

  /** `samples` are rows too, as a worker packs them. */
  append(run: number, rows: readonly ResultRow[], samples?: SampleColumns): Promise<void> {
    return this.#transaction((database) => insertRows(database, run, rows, samples));
  }

  /** From here on the run counts. */
  completeRun(run: number, summary: RunSummary, timing: RunTiming): Promise<void> {
    return this.#transaction(async (database) => {
      await database.run(
        `UPDATE run SET status = 'complete', decisions = ?, events = ?, decisions_hash = ?, metrics_hash = ? WHERE id = ?`,
        [summary.decisions, summary.events, summary.decisionsHash, summary.metricsHash, run],
      );
      await writeTiming(database, run, timing);
    });
  }

  /** Removes what was written of a run; it is to be run again. */
  discardRun(run: number): Promise<void> {
    return this.#transaction(async (database) => {
      await removeRows(database, run);
      await database.run(`UPDATE run SET ${unfinished} WHERE id = ?`, [run]);
    });
  }

  /** Removes what was written of a run and keeps the reason why it could not finish. */
  failRun(run: number, message: string, timing: RunTiming): Promise<void> {
    return this.#transaction(async (database) => {
      await removeRows(database, run);
      await database.run(`UPDATE run SET ${unfinished}, status = 'failed', error = ? WHERE id = ?`, [message, run]);
      await writeTiming(database, run, timing);
    });
  }

  /** Folds the write-ahead log into the file, so that the file alone is the result. */
  async close(): Promise<void> {
    await this.#queue;
    try {
      await this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    } catch (error) {
      // A reader is still at work, or the disk is full: the log stays beside the file, which is as good.
      if (!(error instanceof StoreError)) throw error;
    } finally {
      await this.#database.close();
      await this.#lock.release();
    }
  }

  /** One at a time, in the order asked for. A failed one does not stop those after it. */
  #transaction(work: (database: Database) => Promise<void>): Promise<void> {
    const turn = this.#queue.then(() => this.#database.transaction(() => work(this.#database)));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

const wholePlan: Share = { number: 1, of: 1 };

const unfinished = `status = 'planned', description_hash = NULL, demand_hash = NULL, lockfile = NULL, decisions = NULL,
  events = NULL, decisions_hash = NULL, metrics_hash = NULL, error = NULL`;

async function underLock<T>(file: string, work: (lock: WriterLock) => Promise<T>): Promise<T> {
  const lock = await WriterLock.take(file);
  try {
    return await work(lock);
  } catch (error) {
    await lock.release();
    throw asStoreError(error, file);
  }
}

async function refuseExisting(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) throw new StoreError('exists', file, 'is there already.');
}

/** A results file is complete in its first page or not there: it is made beside and renamed. */
async function writeNewFile(file: string, plan: SweepPlan): Promise<void> {
  await removeFile(file);
  const database = await Database.open(file, 'create');
  try {
    await migrate(database, migrations);
    await database.transaction(() => writePlan(database, plan));
  } catch (error) {
    await database.close();
    await removeFile(file);
    throw error;
  }
  await database.close();
}

/** With its logs: SQLite would replay an old log into a new file of the same name. */
export async function removeFile(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(file + end, { force: true });
}

async function writePlan(database: Database, plan: SweepPlan): Promise<void> {
  const { name, question, fileName, text, hash } = plan.scenario;
  await database.run('INSERT INTO scenario VALUES (1, ?, ?, ?, ?, ?)', [name, question, fileName, text, hash]);
  for (const [id, variant] of plan.variants.entries()) {
    await database.run('INSERT INTO variant VALUES (?, ?, ?)', [id, variant.name, variant.baseline ? 1 : 0]);
  }
  for (const { key, title, unit, shape, better, decides, definition, source } of metricCatalogue) {
    const values = [metricId(key), key, title, unit, shape, better, decides ? 1 : 0, definition, source];
    await database.run('INSERT INTO metric_catalogue VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', values);
  }
  for (const [id, run] of plan.runs.entries()) {
    await database.run(
      `INSERT INTO run (id, variant_id, seed, status) SELECT ?, id, ?, 'planned' FROM variant WHERE name = ?`,
      [id, run.seed, run.variant],
    );
  }
}

/**
 * Write-ahead log: readers and the writer do not wait for each other. `synchronous = NORMAL`: a
 * killed process loses nothing; a power cut may lose the last runs, never the file.
 */
async function openForWriting(file: string): Promise<Database> {
  const database = await Database.open(file, 'write');
  await database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY');
  return database;
}

async function checkSamePlan(database: Database, plan: SweepPlan): Promise<void> {
  const scenario = await database.get<{ name: string; hash: string }>('SELECT name, hash FROM scenario');
  if (scenario?.hash !== plan.scenario.hash) {
    const found = `holds runs of "${scenario?.name}" as it was before a change of the scenario or of a file it reads`;
    throw new StoreError('other-sweep', database.file, `${found}.`);
  }
  const runs = await database.all<{ variant: string; seed: number }>(
    'SELECT v.name AS variant, r.seed FROM run r JOIN variant v ON v.id = r.variant_id ORDER BY r.id',
  );
  const same = runs.length === plan.runs.length && runs.every((run, i) => isSameRun(run, plan.runs[i]));
  if (!same) {
    const seeds = (list: SweepPlan['runs']) => [...new Set(list.map((run) => run.seed))].join(', ');
    const found = `plans ${runs.length} runs with seeds ${seeds(runs)}`;
    const asked = `asked for were ${plan.runs.length} with seeds ${seeds(plan.runs)}`;
    throw new StoreError('other-sweep', database.file, `${found}; ${asked}.`);
  }
}

function isSameRun(run: SweepPlan['runs'][number], other: SweepPlan['runs'][number] | undefined): boolean {
  return run.seed === other?.seed && run.variant === other.variant;
}

async function removeUnfinished(database: Database): Promise<void> {
  const runs = await database.all<{ id: number }>(`SELECT id FROM run WHERE status IN ('running', 'failed')`);
  for (const run of runs) await removeRows(database, run.id);
  await database.exec(`UPDATE run SET ${unfinished} WHERE status <> 'complete'`);
}

async function removeRows(database: Database, run: number): Promise<void> {
  for (const table of dataTables) await database.run(`DELETE FROM ${table} WHERE run_id = ?`, [run]);
  await database.run('DELETE FROM run_timing WHERE run_id = ?', [run]);
}

async function writeTiming(database: Database, run: number, timing: RunTiming): Promise<void> {
  await database.run('INSERT OR REPLACE INTO run_timing VALUES (?, ?, ?, ?)', [
    run,
    timing.startedAt.toISOString(),
    timing.wallSeconds,
    timing.attempts,
  ]);
}
