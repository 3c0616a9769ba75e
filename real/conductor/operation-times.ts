import type { OperationTimings } from '../compute/agent/conductor-port.ts';

/** The latest of them are kept. */
const keptMax = 10_000;

export interface TimedOperation extends OperationTimings {
  readonly host: string;
}

/** How long operations of hosts took, for those who calibrate models of a cloud. */
export class OperationTimes {
  #kept: TimedOperation[] = [];

  add(host: string, timings: OperationTimings): void {
    if (this.#kept.length >= keptMax) this.#kept = this.#kept.slice(keptMax / 2);
    this.#kept.push({ host, ...timings });
  }

  /** In the order in which they ended. */
  all(): readonly TimedOperation[] {
    return this.#kept;
  }
}
