import { open } from 'node:fs/promises';
import { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { removeFile } from '../results-writer.ts';
import { dataTables, migrations } from '../schema.ts';
import { StoreError } from '../store-error.ts';
import type { ChosenRun } from './choose-runs.ts';
import type { MergeSource } from './merge-source.ts';

/**
 * Writes a new results file with the plan of `sources` and the chosen runs, and waits until it is on
 * the disk. On an error nothing is left.
 */
export async function writeMerged(
  file: string,
  sources: readonly MergeSource[],
  chosen: ReadonlyMap<number, ChosenRun>,
): Promise<void> {
  await removeFile(file);
  try {
    const database = await Database.open(file, 'create');
    try {
      // Nobody sees the file before it is whole, so it needs no journal of its own.
      await database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
      await migrate(database, migrations);
      await database.exec('CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)');
      await writeFrame(database, sources);
      for (const source of sources) await copyRuns(database, source, chosen);
      await database.exec('DROP TABLE wanted');
    } finally {
      await database.close();
    }
    await flush(file);
  } catch (error) {
    await removeFile(file);
    throw error;
  }
}

async function writeFrame(database: Database, sources: readonly MergeSource[]): Promise<void> {
  // The same whatever the order of the files, though one may have had its scenario under another name.
  const [first] = sources.toSorted((a, b) => (a.scenarioFile < b.scenarioFile ? -1 : 1));
  await reading(database, first!, async () => {
    for (const table of ['scenario', 'variant', 'metric_catalogue']) {
      await database.exec(`INSERT INTO main.${table} SELECT * FROM source.${table}`);
    }
    await database.exec(
      `INSERT INTO main.run (id, variant_id, seed, status) SELECT id, variant_id, seed, 'planned' FROM source.run`,
    );
  });
  for (const { number, of } of sources.flatMap((source) => source.shares)) {
    await database.run('INSERT OR IGNORE INTO share VALUES (?, ?)', [number, of]);
  }
}

async function copyRuns(
  database: Database,
  source: MergeSource,
  chosen: ReadonlyMap<number, ChosenRun>,
): Promise<void> {
  const ids = [...chosen].filter(([, { source: from }]) => from === source).map(([id]) => id);
  if (ids.length === 0) return;
  await reading(database, source, async () => {
    await database.exec('DELETE FROM wanted');
    for (const id of ids) await database.run('INSERT INTO wanted VALUES (?)', [id]);
    await database.exec(
      `INSERT OR IGNORE INTO main.description SELECT * FROM source.description
         WHERE hash IN (SELECT description_hash FROM source.run WHERE id IN wanted);
       INSERT OR REPLACE INTO main.run SELECT * FROM source.run WHERE id IN wanted;
       INSERT INTO main.run_timing SELECT * FROM source.run_timing WHERE run_id IN wanted`,
    );
    for (const table of dataTables) {
      await database.exec(`INSERT INTO main.${table} SELECT * FROM source.${table} WHERE run_id IN wanted`);
    }
    await checkUnchanged(database, source, chosen);
  });
}

/** Between the first look at a file and now, somebody may have put another in its place. */
async function checkUnchanged(
  database: Database,
  source: MergeSource,
  chosen: ReadonlyMap<number, ChosenRun>,
): Promise<void> {
  const copied = await database.all<{ id: number; status: string }>(
    'SELECT id, status FROM main.run WHERE id IN wanted',
  );
  const hashes = await database.get<{ scenario: string }>('SELECT hash AS scenario FROM source.scenario');
  const same = copied.every(({ id, status }) => chosen.get(id)!.run.status === status);
  if (same && hashes?.scenario === source.scenarioHash) return;
  throw new StoreError('busy', source.file, 'changed while it was read. Merge again when nobody writes to it.');
}

async function reading(database: Database, source: MergeSource, work: () => Promise<void>): Promise<void> {
  await database.attach(source.file, 'source');
  await database.transaction(work);
  await database.detach('source');
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
