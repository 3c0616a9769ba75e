import { invariant } from '../../core/index.ts';
import { NotDurableError } from './database-error.ts';
import { changesSql } from './row-sql.ts';
import type { Table, TableJournal } from './table.ts';

interface Change {
  readonly table: Table<object>;
  readonly key: string;
  readonly before: object | undefined;
}

interface Waiting {
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes changes durable in the order in which they were made. Those that come while the disk is busy share one commit.
 * When a commit fails, its changes and all made after them are taken back in memory: an answer never tells of something
 * that is not stored.
 */
export class WriteQueue implements TableJournal {
  readonly #commit: (statements: readonly string[]) => Promise<void>;
  #open: Change[] | undefined;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  /** What a failed commit named: the file may hold some of it, so the next commit writes it again. */
  #doubtful: readonly Change[] = [];

  constructor(commit: (statements: readonly string[]) => Promise<void>) {
    this.#commit = commit;
  }

  changed(table: Table<object>, key: string, before: object | undefined): void {
    invariant(this.#open !== undefined, 'a table is changed outside ServiceDatabase.write');
    this.#open.push({ table, key, before });
  }

  async write<Result>(work: () => Result): Promise<Result> {
    const { result, changes } = this.#perform(work);
    if (changes.length > 0) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push({ changes, resolve, reject });
        this.#running ??= this.#drain();
      });
    }
    return result;
  }

  /** Resolves when nothing waits for the disk. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #perform<Result>(work: () => Result): { result: Result; changes: readonly Change[] } {
    invariant(this.#open === undefined, 'ServiceDatabase.write inside another one');
    const changes: Change[] = [];
    this.#open = changes;
    try {
      const result = work();
      invariant(!(result instanceof Promise), 'the work of ServiceDatabase.write must not wait');
      return { result, changes };
    } catch (error) {
      undo(changes);
      throw error;
    } finally {
      this.#open = undefined;
    }
  }

  async #drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitBatch(this.#waiting.splice(0));
    this.#running = undefined;
  }

  async #commitBatch(batch: readonly Waiting[]): Promise<void> {
    const changes = [...this.#doubtful, ...batch.flatMap((waiting) => waiting.changes)];
    try {
      await this.#commit(statementsFor(changes));
    } catch (error) {
      const all = [...batch, ...this.#waiting.splice(0)];
      undo(all.flatMap((waiting) => waiting.changes));
      this.#doubtful = changes;
      const refusal = new NotDurableError(`the database cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
      for (const { reject } of all) reject(refusal);
      return;
    }
    this.#doubtful = [];
    for (const { resolve } of batch) resolve();
  }
}

/** The state of the rows as it is now; it is read at once, not when the disk is ready. */
function statementsFor(changes: readonly Change[]): string[] {
  const keys = new Map<Table<object>, Set<string>>();
  for (const { table, key } of changes) {
    const known = keys.get(table);
    if (known) known.add(key);
    else keys.set(table, new Set([key]));
  }
  return [...keys].flatMap(([table, named]) => changesSql(table, named));
}

function undo(changes: readonly Change[]): void {
  for (const { table, key, before } of [...changes].reverse()) table.set(key, before);
}
