import { openSqlite } from './open-sqlite.ts';
import type { Schema } from './open-sqlite.ts';
import { rowFromSql } from './row-sql.ts';
import type { Sqlite } from './sqlite.ts';
import { quotedColumn } from './table-definition.ts';
import type { TableDefinition } from './table-definition.ts';
import { Table } from './table.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * A service's state: all of it in memory, and every change on the disk before it is answered. The process has the file
 * for itself. `:memory:` keeps nothing.
 */
export class ServiceDatabase {
  readonly #sqlite: Sqlite;
  readonly #queue: WriteQueue;

  private constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#queue = new WriteQueue((statements) => sqlite.transaction(statements));
  }

  /** @throws DatabaseError for a file of something else, of a newer version, damaged, or in use. */
  static async open(file: string, schema: Schema): Promise<ServiceDatabase> {
    return new ServiceDatabase(await openSqlite(file, schema));
  }

  /** Loads a table. Its columns must be those of the schema. */
  async table<Row extends object>(definition: TableDefinition<Row>): Promise<Table<Row>> {
    const table = new Table(definition, this.#queue);
    const columns = Object.keys(definition.columns).map(quotedColumn).join(', ');
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
