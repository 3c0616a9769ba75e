import type { Logger } from 'pino';

/** Something that is done again and again, never twice at once. Its failure is written down, and it is tried again. */
export class Periodic {
  readonly #name: string;
  readonly #seconds: number;
  readonly #logger: Logger;
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> = Promise.resolve();

  /** `seconds` between the end of one time and the begin of the next; 0 is never. */
  constructor(name: string, seconds: number, logger: Logger, work: () => Promise<void>) {
    this.#name = name;
    this.#seconds = seconds;
    this.#logger = logger;
    this.#work = work;
  }

  start(): void {
    if (this.#seconds === 0) return;
    this.#timer = setTimeout(() => {
      this.#underWay = this.#once();
    }, this.#seconds * 1000);
    // A program that has nothing else to do may end.
    this.#timer.unref();
  }

  /** Settles when a time that is under way has ended. */
  async stop(): Promise<void> {
    const timer = this.#timer;
    this.#timer = undefined;
    clearTimeout(timer);
    await this.#underWay;
  }

  async #once(): Promise<void> {
    const timer = this.#timer;
    try {
      await this.#work();
    } catch (error) {
      this.#logger.error({ err: error }, `${this.#name} failed`);
    }
    if (timer !== undefined && this.#timer === timer) this.start();
  }
}
