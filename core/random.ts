/**
 * Randomness without state: a number is a function of (seed, stream, item, draw).
 *
 * Two configurations that ask for the same item meet the same number, however many other numbers
 * were drawn in between: a different placement cannot shift later demand.
 */
export class RandomStream {
  private readonly low: number;
  private readonly high: number;

  /** `seed` is any safe integer; `name` says what the numbers are for ("arrivals", "lifetimes"). */
  constructor(seed: number, name: string) {
    let low = mix32((seed | 0) ^ 0x9e3779b9);
    let high = mix32(Math.floor(seed / 0x1_0000_0000) ^ low ^ 0x85ebca6b);
    for (let i = 0; i < name.length; i++) {
      low = mix32(low ^ name.charCodeAt(i));
      high = mix32((high + 0x9e3779b9) ^ low);
    }
    this.low = low;
    this.high = high;
  }

  /** Uniform in [0, 1) with 53 random bits. `item` and `draw` are non-negative integers. */
  uniform(item: number, draw = 0): number {
    const a = mix32(this.low ^ (item >>> 0));
    const b = mix32(a ^ this.high ^ Math.floor(item / 0x1_0000_0000) ^ Math.imul(draw + 1, 0x27d4eb2f));
    const c = mix32(b + a + 0x165667b1);
    return ((c >>> 5) * 0x400_0000 + (b >>> 6)) / 0x20_0000_0000_0000;
  }

  /** Uniform integer in [0, n). */
  integer(n: number, item: number, draw = 0): number {
    return Math.floor(this.uniform(item, draw) * n);
  }

  /** Exponential with mean 1, by inversion. */
  exponential(item: number, draw = 0): number {
    return -Math.log1p(-this.uniform(item, draw));
  }

  /** Standard normal by Box and Muller; uses draws 2·draw and 2·draw + 1 of the item. */
  normal(item: number, draw = 0): number {
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform(item, 2 * draw)));
    return radius * Math.cos(2 * Math.PI * this.uniform(item, 2 * draw + 1));
  }
}

/** Bijective 32-bit mixer; constants of "lowbias32", C. Wellons, hash-prospector (2018). */
function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
