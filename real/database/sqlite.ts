import sqlite3 from 'sqlite3';

/** A SQLite connection with promises. Each call must wait for the one before. */
export class Sqlite {
  private readonly connection: sqlite3.Database;

  private constructor(connection: sqlite3.Database) {
    this.connection = connection;
  }

  /** Opens a file, which is made when it is missing; `:memory:` is kept in memory. */
  static open(file: string): Promise<Sqlite> {
    return new Promise((resolve, reject) => {
      const connection = new sqlite3.Database(file, (error) => {
        if (error) return reject(error);
        resolve(new Sqlite(connection));
      });
    });
  }

  /** Runs one or several statements, up to the first that fails, in one visit to another thread. */
  exec(sql: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.exec(sql, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** All of it or nothing, as one text: each visit to the database's thread costs more than what is done there. */
  async transaction(statements: readonly string[]): Promise<void> {
    try {
      await this.exec(`BEGIN IMMEDIATE; ${statements.join('; ')}; COMMIT`);
    } catch (error) {
      // After some errors SQLite has rolled back by itself and refuses to do it again.
      await this.exec('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  all<Row>(sql: string): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.connection.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.close((error) => (error ? reject(error) : resolve()));
    });
  }
}

/**
 * Rows as a SQL literal for `json_each`. JSON leaves no NUL in a text and the quotes are doubled, so
 * that no value can end the literal.
 */
export function jsonLiteral(rows: unknown): string {
  return `'${JSON.stringify(rows).replaceAll("'", "''")}'`;
}
