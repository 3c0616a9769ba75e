import { invariant } from '../../core/index.ts';
import { CommitQueue } from './commit-queue.ts';
import { changesSql } from './row-sql.ts';
import type { Table, TableJournal } from './table.ts';

interface Change {
  readonly table: Table<object>;
  readonly key: string;
  readonly before: object | undefined;
}

/** Notes what a write changes in tables, and makes it durable. */
export class WriteQueue implements TableJournal {
  readonly #commit: (statements: readonly string[]) => Promise<void>;
  readonly #queue = new CommitQueue<readonly Change[]>((batch) => this.#commitAll(batch), undo);
  #open: Change[] | undefined;
  /**
   * Keys of the rows that changed since the last commit that succeeded. The file may hold some of a failed commit, so
   * the next one writes it again.
   */
  readonly #unsaved = new Map<Table<object>, Set<string>>();

  constructor(commit: (statements: readonly string[]) => Promise<void>) {
    this.#commit = commit;
  }

  changed(table: Table<object>, key: string, before: object | undefined): void {
    invariant(this.#open !== undefined, 'a table is changed outside ServiceDatabase.write');
    this.#open.push({ table, key, before });
  }

  async write<Result>(work: () => Result): Promise<Result> {
    const { result, changes } = this.#perform(work);
    if (changes.length > 0) await this.#queue.add(changes);
    return result;
  }

  /** Resolves when nothing waits for the disk. */
  idle(): Promise<void> {
    return this.#queue.idle();
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

  async #commitAll(batch: readonly (readonly Change[])[]): Promise<void> {
    for (const { table, key } of batch.flat()) {
      const known = this.#unsaved.get(table);
      if (known) known.add(key);
      else this.#unsaved.set(table, new Set([key]));
    }
    // The state of the rows as it is now; it is read at once, not when the disk is ready.
    await this.#commit([...this.#unsaved].flatMap(([table, keys]) => changesSql(table, keys)));
    this.#unsaved.clear();
  }
}

function undo(changes: readonly Change[]): void {
  for (const { table, key, before } of changes.toReversed()) table.set(key, before);
}
