import { NotDurableError } from './database-error.ts';

interface Waiting<Work> {
  readonly work: Work;
  readonly resolve: () => void;
  readonly reject: (error: NotDurableError) => void;
}

/**
 * Makes work that was done in memory durable, in the order in which it was done. What comes while the disk is busy shares
 * one commit, so that many clients share one wait.
 *
 * When a commit fails, its work and all that was done after it is undone in memory: an answer never tells of something
 * that is not stored.
 */
export class CommitQueue<Work> {
  readonly #commit: (batch: readonly Work[]) => Promise<void>;
  readonly #undo: (work: Work) => void;
  #waiting: Waiting<Work>[] = [];
  #running: Promise<void> | undefined;

  constructor(commit: (batch: readonly Work[]) => Promise<void>, undo: (work: Work) => void) {
    this.#commit = commit;
    this.#undo = undo;
  }

  /** Resolves when the work is on the disk. @throws NotDurableError when it was undone */
  add(work: Work): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing waits for the disk. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitBatch(this.#waiting.splice(0));
    this.#running = undefined;
  }

  async #commitBatch(batch: readonly Waiting<Work>[]): Promise<void> {
    try {
      await this.#commit(batch.map(({ work }) => work));
    } catch (cause) {
      this.#takeBack([...batch, ...this.#waiting.splice(0)], cause as Error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  #takeBack(all: readonly Waiting<Work>[], cause: Error): void {
    for (const { work } of all.toReversed()) this.#undo(work);
    const refusal = new NotDurableError(`the database cannot be written: ${cause.message}`, { cause });
    for (const { reject } of all) reject(refusal);
  }
}
