import { ChangeSet } from '../../../core/index.ts';
import type { Placement, Transaction } from '../../../core/index.ts';
import type { WriteCounters } from '../write-counters.ts';
import type { PlacementDatabase } from './placement-database.ts';

interface Waiting {
  readonly transaction: Transaction<unknown>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The write could not be made durable; nothing of it happened. */
export class NotDurableError extends Error {
  override name = 'NotDurableError';
}

/**
 * Makes operations durable in the order in which they were done. Those that arrive while the disk is
 * busy are committed together, so that many clients share one wait for the disk.
 *
 * When a commit fails, its operations and all that were done after them are taken back in memory: an
 * answer never tells of something that is not stored.
 */
export class CommitQueue {
  private readonly placement: Placement;
  private readonly database: PlacementDatabase;
  private readonly counters: WriteCounters;
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  /** What a failed commit named: the file may hold some of it, so that the next commit writes it again. */
  private doubtful = new ChangeSet();

  constructor(placement: Placement, database: PlacementDatabase, counters: WriteCounters) {
    this.placement = placement;
    this.database = database;
    this.counters = counters;
  }

  /** Resolves when the operation is on the disk; throws `NotDurableError` when it was taken back. */
  add(transaction: Transaction<unknown>): Promise<void> {
    if (transaction.changes.isEmpty) return this.idle();
    return new Promise((resolve, reject) => {
      this.waiting.push({ transaction, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing waits for the disk. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.commit(this.waiting.splice(0));
    this.running = undefined;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const changes = this.doubtful;
    this.doubtful = new ChangeSet();
    for (const { transaction } of batch) changes.merge(transaction.changes);
    try {
      await this.database.write(this.placement, changes);
    } catch (error) {
      this.takeBack(batch, changes, error as Error);
      return;
    }
    this.counters.committed(batch.length);
    for (const { resolve } of batch) resolve();
  }

  private takeBack(batch: readonly Waiting[], changes: ChangeSet, cause: Error): void {
    const all = [...batch, ...this.waiting.splice(0)];
    for (const { transaction } of [...all].reverse()) transaction.undo();
    this.doubtful = changes;
    for (const { reject } of all)
      reject(new NotDurableError(`the database cannot be written: ${cause.message}`, { cause }));
  }
}
