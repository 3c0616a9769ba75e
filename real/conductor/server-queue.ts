/** One piece of work at a time for each server, in the order in which they came. */
export class ServerQueue {
  readonly #last = new Map<string, Promise<void>>();

  run(uuid: string, work: () => Promise<void>): Promise<void> {
    const before = this.#last.get(uuid);
    const running = before === undefined ? work() : before.then(work, work);
    const settled = running.then(nothing, nothing);
    this.#last.set(uuid, settled);
    void settled.then(() => {
      if (this.#last.get(uuid) === settled) this.#last.delete(uuid);
    });
    return running;
  }

  isBusy(uuid: string): boolean {
    return this.#last.has(uuid);
  }

  /** Settles when nothing is left. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}

const nothing = (): void => {};
