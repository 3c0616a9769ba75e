import { Sqlite } from './sqlite.ts';
import { DatabaseError, describeSqliteFailure } from './database-error.ts';
import { rowFromSql } from './row-sql.ts';
import { columnName } from './table-definition.ts';
import type { TableDefinition } from './table-definition.ts';
import { Table } from './table.ts';
import { WriteQueue } from './write-queue.ts';

/** A schema as a service hands it in. */
export interface Schema {
  /** SQLite's application id: tells the files of the services apart. */
  readonly applicationId: number;
  /** Scripts that lead from each version to the next; the first makes the tables. */
  readonly migrations: readonly string[];
}

/**
 * A service's state: all of it in memory, and every change on the disk before it is answered. The process has the file
 * for itself. `:memory:` keeps nothing.
 */
export class ServiceDatabase {
  readonly #sqlite: Sqlite;
  readonly #queue: WriteQueue;

  private constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#queue = new WriteQueue((sql) => commit(sqlite, sql));
  }

  /** @throws DatabaseError for a file of something else, of a newer version, damaged, or in use. */
  static async open(file: string, schema: Schema): Promise<ServiceDatabase> {
    let sqlite: Sqlite | undefined;
    try {
      sqlite = await Sqlite.open(file);
      // EXCLUSIVE keeps a second process away; FULL makes each commit survive a power cut.
      await sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      await migrate(sqlite, file, schema);
      return new ServiceDatabase(sqlite);
    } catch (error) {
      await sqlite?.close().catch(() => undefined);
      if (error instanceof DatabaseError) throw error;
      throw new DatabaseError(`${file}: ${describeSqliteFailure(error as Error)}`, { cause: error });
    }
  }

  /** Loads a table. Its columns must be those of the schema. */
  async table<Row extends object>(definition: TableDefinition<Row>): Promise<Table<Row>> {
    const table = new Table(definition, this.#queue);
    const columns = Object.keys(definition.columns).map(columnName).join(', ');
    const rows = await this.#sqlite.all<Record<string, unknown>>(`SELECT ${columns} FROM ${definition.name}`);
    for (const row of rows) table.load(rowFromSql(definition, row));
    return table;
  }

  /**
   * Does the work, which changes tables and must not wait, and resolves with its result when the changes are on the
   * disk. When the work throws, or the disk refuses, nothing of it has happened.
   */
  write<Result>(work: () => Result): Promise<Result> {
    return this.#queue.write(work);
  }

  /** What SQLite finds wrong in the file; empty when all is well. */
  async check(): Promise<string[]> {
    const rows = await this.#sqlite.all<{ integrity_check: string }>('PRAGMA integrity_check');
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#sqlite.close();
  }
}

async function commit(sqlite: Sqlite, statements: readonly string[]): Promise<void> {
  try {
    // One text for all: each visit to the database's thread costs more than what is done there.
    await sqlite.exec(`BEGIN IMMEDIATE; ${statements.join('; ')}; COMMIT`);
  } catch (error) {
    // After some errors SQLite has rolled back by itself and refuses to do it again.
    await sqlite.exec('ROLLBACK').catch(() => undefined);
    throw error;
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
    await commit(sqlite, [
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
