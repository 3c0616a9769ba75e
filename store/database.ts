import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import sqlite3 from 'sqlite3';
import { asStoreError } from './store-error.ts';

export type SqlValue = number | string | Buffer | null;

/**
 * A SQLite database behind promises: the few calls of `sqlite3` that the store needs, typed.
 * Statements run in the order in which they were asked for. Errors name the file.
 */
export class Database {
  readonly file: string;
  readonly #handle: sqlite3.Database;
  /** Promises, so that two callers at once share one statement instead of losing one. */
  readonly #prepared = new Map<string, Promise<sqlite3.Statement>>();

  private constructor(file: string, handle: sqlite3.Database) {
    this.file = file;
    this.#handle = handle;
  }

  /** `untouched` reads, and leaves no log beside the file that was not there. */
  static async open(file: string, mode: 'read' | 'untouched' | 'write' | 'create'): Promise<Database> {
    // An absolute path is never taken for a URI.
    const name = mode === 'untouched' ? readOnlyUri(file) : absolute(file);
    const handle = await new Promise<sqlite3.Database>((resolve, reject) => {
      const opened = new sqlite3.Database(name, modes[mode] | sqlite3.OPEN_URI, (error) => {
        if (error) reject(asStoreError(error, file));
        else resolve(opened);
      });
    });
    handle.serialize();
    handle.configure('busyTimeout', busyMilliseconds);
    return new Database(file, handle);
  }

  /** Runs one or several statements without values. */
  exec(sql: string): Promise<void> {
    return this.#promise((done) => this.#handle.exec(sql, done));
  }

  /** Runs one statement; it is prepared once and kept. */
  async run(sql: string, values: readonly SqlValue[] = []): Promise<void> {
    const statement = await this.#prepare(sql);
    await this.#promise<void>((done) => statement.run(values, done));
  }

  async all<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const statement = await this.#prepare(sql);
    return this.#promise<Row[]>((done) => statement.all(values, done as never));
  }

  async get<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.all<Row>(sql, values))[0];
  }

  /** All or nothing; the caller sees to it that transactions do not overlap. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.exec('BEGIN IMMEDIATE');
    try {
      const result = await work();
      await this.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors (a full disk); the first error is the one to tell.
      await this.exec('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Makes another file readable as `name`, `untouched`. Not inside a transaction. */
  async attach(file: string, name: string): Promise<void> {
    await this.run(`ATTACH ? AS ${name}`, [readOnlyUri(file)]);
  }

  /** Forgets statements too: those on the other file would keep it. */
  async detach(name: string): Promise<void> {
    await this.#finalize();
    await this.exec(`DETACH ${name}`);
  }

  async close(): Promise<void> {
    await this.#finalize();
    await this.#promise<void>((done) => this.#handle.close(done));
  }

  async #finalize(): Promise<void> {
    for (const prepared of this.#prepared.values()) {
      const statement = await prepared.catch(() => undefined);
      await this.#promise<void>((done) => (statement ? statement.finalize(done) : done(null)));
    }
    this.#prepared.clear();
  }

  #prepare(sql: string): Promise<sqlite3.Statement> {
    const kept = this.#prepared.get(sql);
    if (kept) return kept;
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const made = this.#handle.prepare(sql, (error: Error | null) => {
        if (error) reject(asStoreError(error, this.file));
        else resolve(made);
      });
    });
    this.#prepared.set(sql, prepared);
    prepared.catch(() => this.#prepared.delete(sql));
    return prepared;
  }

  #promise<T>(call: (done: (error: Error | null, value?: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      call((error, value) => {
        if (error) reject(asStoreError(error, this.file));
        else resolve(value as T);
      });
    });
  }
}

const modes = {
  read: sqlite3.OPEN_READONLY,
  untouched: sqlite3.OPEN_READONLY,
  write: sqlite3.OPEN_READWRITE,
  create: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
};

/**
 * Where a database was left in the mode of a write-ahead log without such a log, SQLite would make one
 * to read it. Nobody writes to it then, so it is read as what cannot change.
 */
function readOnlyUri(file: string): string {
  const uri = pathToFileURL(absolute(file)).href;
  const atRest = wantsLog(file) && !existsSync(`${file}-wal`);
  return atRest ? `${uri}?mode=ro&immutable=1` : `${uri}?mode=ro`;
}

/** Byte 19 of the header: the version that a reader must understand, 2 with a write-ahead log. */
function wantsLog(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const byte = Buffer.alloc(1);
    return readSync(handle, byte, 0, 1, 19) === 1 && byte[0] === 2;
  } finally {
    closeSync(handle);
  }
}

/** Readers beside a writer wait this long for the moment of a checkpoint. */
const busyMilliseconds = 5000;
