import { HypervisorError } from './hypervisor-error.ts';

interface Work {
  readonly controller: AbortController;
  readonly settled: Promise<void>;
}

/**
 * One thing at a time for each guest, in the order they were asked for; different guests wait for nothing. Nova: the lock
 * by instance uuid.
 */
export class GuestLocks {
  readonly #waiting = new Map<string, Work[]>();

  /** Whether anything is done or waiting for this guest. */
  isBusy(uuid: string): boolean {
    return this.#waiting.has(uuid);
  }

  /**
   * Runs the work when all that was asked for this guest before has ended. `signal` ends the waiting, and is handed on
   * joined with `interrupt`.
   */
  async run<T>(uuid: string, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const joined = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]);
    const queue = this.#waiting.get(uuid) ?? [];
    this.#waiting.set(uuid, queue);
    const before = queue.map(({ settled }) => settled);
    const running = this.#after(before, joined, work);
    const own: Work = { controller, settled: running.then(nothing, nothing) };
    queue.push(own);
    try {
      return await running;
    } finally {
      queue.splice(queue.indexOf(own), 1);
      if (queue.length === 0) this.#waiting.delete(uuid);
    }
  }

  async #after<T>(
    before: readonly Promise<void>[],
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (before.length > 0 && !signal.aborted) await Promise.race([Promise.all(before), aborted(signal)]);
    if (signal.aborted) throw signal.reason instanceof HypervisorError ? signal.reason : cancelled();
    return work(signal);
  }

  /** Tells everything that is done or waiting for this guest to give up. It ends in its own time. */
  interrupt(uuid: string, reason = cancelled()): void {
    for (const { controller } of this.#waiting.get(uuid) ?? []) controller.abort(reason);
  }

  interruptAll(reason = cancelled()): void {
    for (const uuid of this.#waiting.keys()) this.interrupt(uuid, reason);
  }

  /** When nothing is done or waiting any more. */
  async idle(): Promise<void> {
    while (this.#waiting.size > 0) {
      await Promise.all([...this.#waiting.values()].flat().map(({ settled }) => settled));
    }
  }
}

const nothing = (): void => {};

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function cancelled(): HypervisorError {
  return new HypervisorError('cancelled', 'wait', 'cancelled');
}
