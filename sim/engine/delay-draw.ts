import { RandomStream } from '../../core/index.ts';
import type { Delay } from '../run/run-input.ts';

/**
 * Times of one step of the control plane. The time of an item and attempt is always the same for a
 * seed, whatever else happened before.
 */
export class DelayDraw {
  private readonly stream: RandomStream;
  private readonly delay: Delay;

  /** `name` keeps the draws of one step apart from those of another. */
  constructor(seed: number, name: string, delay: Delay) {
    this.stream = new RandomStream(seed, `delay-${name}`);
    this.delay = delay;
  }

  seconds(item: number, attempt: number): number {
    const { medianSeconds, sigma } = this.delay;
    if (sigma === 0 || medianSeconds === 0) return medianSeconds;
    return medianSeconds * Math.exp(sigma * this.stream.normal(item, attempt));
  }
}
