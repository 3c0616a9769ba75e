import { rm } from 'node:fs/promises';
import { Database } from './database.ts';
import { StoreError } from './store-error.ts';

/**
 * Sees to it that one process at a time writes a results file. The lock is an open transaction on a
 * file beside it, so that the operating system frees it when its holder dies, however it dies.
 */
export class WriterLock {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async take(resultsFile: string): Promise<WriterLock> {
    const database = await Database.open(`${resultsFile}-lock`, 'create');
    try {
      await database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    } catch (error) {
      await database.close();
      if (!(error instanceof StoreError) || error.code !== 'busy') throw error;
      throw new StoreError('busy', resultsFile, 'another process is writing it. Wait for it, or name another file.');
    }
    return new WriterLock(database);
  }

  async release(): Promise<void> {
    await rm(this.#database.file, { force: true });
    await this.#database.close();
  }
}
