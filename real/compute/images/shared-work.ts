interface Work<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Does a piece of work once for all who ask for it at the same time; it is cancelled when the last of them gave up. */
export class SharedWork<T> {
  readonly #running = new Map<string, Work<T>>();

  /** @throws what `work` throws, or an `AbortError` when this caller's `signal` fires first */
  async run(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    const running = this.#running.get(key) ?? this.#begin(key, work);
    running.waiting += 1;
    try {
      return await untilAborted(running.result, signal);
    } finally {
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(key, running);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Work<T> {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => this.#forget(key, running));
    const running: Work<T> = { result, controller, waiting: 0 };
    // Its failure is for those who wait; when all have left nobody is there to hear it.
    result.catch(() => undefined);
    this.#running.set(key, running);
    return running;
  }

  #end(key: string, work: Work<T>): void {
    work.controller.abort();
    this.#forget(key, work);
  }

  /** Somebody may have begun anew in the meantime. */
  #forget(key: string, work: Work<T>): void {
    if (this.#running.get(key) === work) this.#running.delete(key);
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError();
}

function abortError(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

async function untilAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return result;
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(abortError());
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([result, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
