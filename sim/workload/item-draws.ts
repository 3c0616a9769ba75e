import type { RandomStream } from '../../core/index.ts';

/** The draws of one item of a stream, one after another: for code that does not care for their numbers. */
export class ItemDraws {
  private readonly stream: RandomStream;
  private readonly item: number;
  private next = 0;

  constructor(stream: RandomStream, item: number) {
    this.stream = stream;
    this.item = item;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.stream.uniform(this.item, this.next++);
  }

  /** Standard normal; takes an even pair of draws. */
  normal(): number {
    const pair = Math.ceil(this.next / 2);
    this.next = 2 * pair + 2;
    return this.stream.normal(this.item, pair);
  }
}
