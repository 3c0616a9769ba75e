import { DatabaseError, describeSqliteFailure } from './database-error.ts';
import { Sqlite } from './sqlite.ts';

/** A schema as a service hands it in. */
export interface Schema {
  /** SQLite's application id: tells the files of the services apart. */
  readonly applicationId: number;
  /** Scripts that lead from each version to the next; the first makes the tables. */
  readonly migrations: readonly string[];
}

/**
 * Opens a service's file, which is made when it is missing, for this process alone, and brings it to the present version.
 *
 * @throws DatabaseError for a file of something else, of a newer version, damaged, or in use
 */
export async function openSqlite(file: string, schema: Schema): Promise<Sqlite> {
  let sqlite: Sqlite | undefined;
  try {
    sqlite = await Sqlite.open(file);
    // EXCLUSIVE keeps a second process away; FULL makes each commit survive a power cut.
    await sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    await migrate(sqlite, file, schema);
    return sqlite;
  } catch (error) {
    await sqlite?.close().catch(() => undefined);
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`${file}: ${describeSqliteFailure(error as Error)}`, { cause: error });
  }
}

async function migrate(sqlite: Sqlite, file: string, schema: Schema): Promise<void> {
  const { id, version, tables } = await identify(sqlite);
  const known = schema.migrations.length;
  if (id !== schema.applicationId && (id !== 0 || tables > 0)) {
    throw new DatabaseError(`${file}: holds something else; expected a new file, or one that this service has made`);
  }
  if (version > known) {
    throw new DatabaseError(`${file}: has version ${version} of the schema; this program knows 1 to ${known}`);
  }
  for (let at = version; at < known; at += 1) {
    await sqlite.transaction([
      schema.migrations[at] as string,
      `PRAGMA application_id = ${schema.applicationId}`,
      `PRAGMA user_version = ${at + 1}`,
    ]);
  }
}

async function identify(sqlite: Sqlite): Promise<{ id: number; version: number; tables: number }> {
  const [id] = await sqlite.all<{ application_id: number }>('PRAGMA application_id');
  const [version] = await sqlite.all<{ user_version: number }>('PRAGMA user_version');
  const [tables] = await sqlite.all<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema');
  return { id: id?.application_id ?? 0, version: version?.user_version ?? 0, tables: tables?.count ?? 0 };
}
