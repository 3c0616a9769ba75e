import { progressSlot } from './worker-protocol.ts';

export interface Progress {
  /** Complete runs, those of an earlier sweep included. */
  readonly runsDone: number;
  readonly runsTotal: number;
  /** Share of the work of this sweep that is done, 0 to 1. */
  readonly fraction: number;
}

const reportMilliseconds = 200;

/** Adds up what the workers note in shared memory, a few times a second. */
export class SweepProgress {
  readonly #total: number;
  readonly #before: number;
  readonly #report: ((progress: Progress) => void) | undefined;
  readonly #running = new Map<number, Int32Array>();
  readonly #timer: NodeJS.Timeout | undefined;
  #finished = new Set<number>();

  constructor(total: number, before: number, report: ((progress: Progress) => void) | undefined) {
    this.#total = total;
    this.#before = before;
    this.#report = report;
    if (report) this.#timer = setInterval(() => this.#tell(), reportMilliseconds);
  }

  begin(run: number, control: Int32Array): void {
    this.#finished.delete(run);
    this.#running.set(run, control);
  }

  finish(run: number): void {
    this.#running.delete(run);
    this.#finished.add(run);
    this.#tell();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tell(): void {
    const work = this.#total - this.#before;
    let done = this.#finished.size;
    for (const control of this.#running.values()) done += Atomics.load(control, progressSlot) / 1e6;
    this.#report?.({
      runsDone: this.#before + this.#finished.size,
      runsTotal: this.#total,
      fraction: work === 0 ? 1 : done / work,
    });
  }
}
