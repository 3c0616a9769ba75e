import { EventOverflowError } from '../errors/client-error.ts';

/**
 * Events as an async iterator, with a bound on those not taken yet. When it is exceeded the iterator throws
 * {@link EventOverflowError} after what it holds: losing events silently would be worse.
 */
export class EventStream<Event> implements AsyncIterableIterator<Event> {
  readonly #kind: string;
  readonly #waitingMax: number;
  #waiting: Event[] = [];
  #takers: { resolve: (result: IteratorResult<Event>) => void; reject: (error: unknown) => void }[] = [];
  #over = false;
  #error: unknown;
  #tellOver: () => void = () => {};
  /** Settles when no more events are taken, for whatever reason. */
  readonly over = new Promise<void>((resolve) => (this.#tellOver = resolve));

  constructor(kind: string, waitingMax: number) {
    this.#kind = kind;
    this.#waitingMax = waitingMax;
  }

  push(event: Event): void {
    if (this.#over) return;
    const taker = this.#takers.shift();
    if (taker) taker.resolve({ done: false, value: event });
    else if (this.#waiting.length < this.#waitingMax) this.#waiting.push(event);
    else this.end(new EventOverflowError(this.#kind, this.#waitingMax));
  }

  /** No more events; with an error, the iterator throws it after those that wait. */
  end(error?: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#error = error;
    this.#tellOver();
    const takers = this.#takers;
    this.#takers = [];
    for (const taker of takers) {
      if (error === undefined) taker.resolve({ done: true, value: undefined });
      else taker.reject(error);
    }
    if (takers.length > 0) this.#error = undefined;
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.#waiting.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (!this.#over) return new Promise((resolve, reject) => this.#takers.push({ resolve, reject }));
    const error = this.#error;
    this.#error = undefined;
    return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
  }

  return(): Promise<IteratorResult<Event>> {
    this.#waiting = [];
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
