type Work<T> = (signal: AbortSignal) => Promise<T>;

interface Entry {
  readonly abort: AbortController;
  settled: Promise<unknown>;
}

/**
 * One operation at a time for each guest, in the order they were asked for; different guests do not wait for each other.
 * Nova: the lock by instance uuid.
 */
export class GuestQueue {
  readonly #entries = new Map<string, Entry[]>();

  /** Whether anything is under way or waiting for this guest. */
  isBusy(uuid: string): boolean {
    return this.#entries.has(uuid);
  }

  run<T>(uuid: string, work: Work<T>): Promise<T> {
    const queue = this.#entries.get(uuid) ?? [];
    this.#entries.set(uuid, queue);
    const abort = new AbortController();
    const before = queue.at(-1)?.settled;
    const result = this.#after(before, () => {
      // Interrupted before it began: what follows must not see anything of it.
      abort.signal.throwIfAborted();
      return work(abort.signal);
    });
    const entry: Entry = { abort, settled: Promise.resolve() };
    entry.settled = result.then(
      () => this.#leave(uuid, entry),
      () => this.#leave(uuid, entry),
    );
    queue.push(entry);
    return result;
  }

  /** Asks everything of this guest, under way or waiting, to end. */
  interrupt(uuid: string, reason: Error): void {
    for (const { abort } of this.#entries.get(uuid) ?? []) abort.abort(reason);
  }

  interruptAll(reason: Error): void {
    for (const uuid of this.#entries.keys()) this.interrupt(uuid, reason);
  }

  /** Settles when nothing is left. */
  async drained(): Promise<void> {
    while (this.#entries.size > 0) {
      await Promise.all([...this.#entries.values()].flat().map(({ settled }) => settled));
    }
  }

  async #after<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
    await before;
    return work();
  }

  #leave(uuid: string, entry: Entry): void {
    const queue = this.#entries.get(uuid)!;
    queue.splice(queue.indexOf(entry), 1);
    if (queue.length === 0) this.#entries.delete(uuid);
  }
}
