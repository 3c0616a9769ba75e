import { consecutiveSteps } from '../../trace/index.ts';
import type { OperationTimings } from './conductor-port.ts';

/** Takes the time of an operation's steps, each of which ends where the next begins, and records them as spans. */
export class StepClock {
  readonly #askedAt = performance.now();
  #begunAt = this.#askedAt;
  readonly #spans = consecutiveSteps();
  readonly #steps: { readonly step: string; readonly begunAt: number }[] = [];

  /** The operation's turn has come. */
  begin(): void {
    this.#begunAt = performance.now();
  }

  /** The step that is under way; `undefined` before the first. */
  get step(): string | undefined {
    return this.#steps.at(-1)?.step;
  }

  next(step: string): void {
    this.#spans.next(step);
    this.#steps.push({ step, begunAt: performance.now() });
  }

  timings(uuid: string, operation: string, outcome: OperationTimings['outcome']): OperationTimings {
    const endedAt = performance.now();
    this.#spans.end(outcome === 'failed' ? `${operation} failed` : undefined);
    return {
      uuid,
      operation,
      outcome,
      waitedMs: this.#begunAt - this.#askedAt,
      totalMs: endedAt - this.#askedAt,
      steps: this.#steps.map(({ step, begunAt }, i) => ({
        step,
        ms: (this.#steps[i + 1]?.begunAt ?? endedAt) - begunAt,
      })),
    };
  }
}
