import { TopValues } from './top-values.ts';

/** Buckets of a group: enough that a bucket holds a few classes, and two levels of bits cover them. */
export const BUCKETS = 1024;
const WORDS = BUCKETS >>> 5;
const SUMMARIES = WORDS >>> 5;
const NONE = -1;

/** What the hosts of a group have in common. */
export interface GroupKey {
  /** Number of the hosts' signature: verdicts that amounts do not change. */
  readonly signature: number;
  /** By resource of the rooms: how many of the amounts that requests ask for would fit. */
  readonly bins: readonly number[];
  /** 0, or 1 + position of the first gate that is shut. */
  readonly gate: number;
  /** Number of the cell. */
  readonly cell: number;
}

export interface TermBounds {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/**
 * Groups of hosts that no known request can tell apart by what it admits: each request admits all of
 * a group or none. They differ in weight only. In columns by group, with buckets of classes by
 * reference score, and the bounds of each term.
 */
export class GroupTable {
  readonly keys: GroupKey[] = [];
  readonly terms: number;
  hosts = new Int32Array(0);
  classes = new Int32Array(0);
  /** Highest bucket that is not empty, -1 when there is none. */
  topBucket = new Int32Array(0);
  /** No class has a larger reference score. */
  scoreHigh = new Float64Array(0);
  /** Term t of group g at `g * terms + t`: no host has more, or less, nor had since the last refresh. */
  high = new Float64Array(0);
  low = new Float64Array(0);
  /** First class of bucket b of group g at `g * BUCKETS + b`. */
  heads = new Int32Array(0);
  private words = new Int32Array(0);
  private summaries = new Int32Array(0);
  /** Sides of terms that the hosts themselves bound, no constant. */
  readonly sides: number;
  readonly sideTerm: Int32Array;
  /** 1: the largest value counts; -1: the smallest. */
  readonly sideSign: Float64Array;
  /** Sides that a search reads at once. */
  static readonly SIDES_AT_ONCE = 4;
  /** Places of a group in `bounds`: sides, filled up to a multiple of `SIDES_AT_ONCE` with bounds of nothing. */
  readonly sideStride: number;
  /** Side s of group g at `g * sideStride + s`: no sign × value is larger. */
  bounds = new Float64Array(0);
  /** By group: 1 when a bound may be no more than that, as `settleDoubt` finds out. */
  doubts = new Uint8Array(0);
  private readonly extremes = new TopValues();

  constructor(bounds: readonly TermBounds[]) {
    this.terms = bounds.length;
    const sides = bounds.flatMap(({ minimum, maximum }, term) => [
      ...(maximum === undefined ? [{ term, sign: 1 }] : []),
      ...(minimum === undefined ? [{ term, sign: -1 }] : []),
    ]);
    this.sides = sides.length;
    this.sideStride = Math.ceil(sides.length / GroupTable.SIDES_AT_ONCE) * GroupTable.SIDES_AT_ONCE;
    this.sideTerm = Int32Array.from(sides, ({ term }) => term);
    this.sideSign = Float64Array.from(sides, ({ sign }) => sign);
  }

  get count(): number {
    return this.keys.length;
  }

  clear(): void {
    this.keys.length = 0;
  }

  add(key: GroupKey): number {
    const group = this.keys.push(key) - 1;
    if (group >= this.hosts.length) this.widen(Math.max(64, 2 * group));
    this.hosts[group] = 0;
    this.classes[group] = 0;
    this.topBucket[group] = NONE;
    this.heads.fill(NONE, group * BUCKETS, (group + 1) * BUCKETS);
    this.words.fill(0, group * WORDS, (group + 1) * WORDS);
    this.summaries.fill(0, group * SUMMARIES, (group + 1) * SUMMARIES);
    this.forgetExtremes(group);
    return group;
  }

  /** Whether some host of the group has the bound of a side; else it is no more than a bound. */
  isExact(group: number, side: number): boolean {
    return this.extremes.isExact(group * this.sideStride + side);
  }

  /** Takes a doubt back where every bound has become exact again. */
  settleDoubt(group: number): void {
    this.doubts[group] = 0;
    for (let s = 0; s < this.sides; s++) if (!this.isExact(group, s)) this.doubts[group] = 1;
  }

  /** Counts the values of one more class, which stand from `at`. */
  include(group: number, values: Float64Array, at: number): void {
    this.widenBox(group, values, at);
    const { sides, sideTerm, sideSign, extremes } = this;
    const { floors } = extremes;
    const from = group * this.sideStride;
    for (let s = 0; s < sides; s++) {
      const value = sideSign[s]! * values[at + sideTerm[s]!]!;
      if (value > floors[from + s]!) this.come(from + s, value);
    }
  }

  /** A class with these values is gone. */
  exclude(group: number, values: Float64Array, at: number): void {
    if (this.classes[group] === 0) return this.forgetExtremes(group);
    const { sides, sideTerm, sideSign, extremes } = this;
    const { floors } = extremes;
    const from = group * this.sideStride;
    for (let s = 0; s < sides; s++) {
      const value = sideSign[s]! * values[at + sideTerm[s]!]!;
      if (value > floors[from + s]!) this.go(group, s, value);
    }
  }

  /** A class of the group changes its values, from those in `before` at `at` to `values`. */
  exchange(group: number, before: Float64Array, at: number, values: Float64Array): void {
    this.widenBox(group, values, 0);
    const { sides, sideTerm, sideSign, extremes } = this;
    const { floors } = extremes;
    const from = group * this.sideStride;
    for (let s = 0; s < sides; s++) {
      const term = sideTerm[s]!;
      const value = sideSign[s]! * values[term]!;
      const old = sideSign[s]! * before[at + term]!;
      if (value === old) continue;
      if (value > floors[from + s]!) this.come(from + s, value);
      if (old > floors[from + s]!) this.go(group, s, old);
    }
  }

  forgetExtremes(group: number): void {
    const { terms, sides, bounds, high, low } = this;
    const from = group * this.sideStride;
    this.extremes.clear(from, sides);
    this.doubts[group] = 0;
    for (let s = 0; s < sides; s++) bounds[from + s] = Number.NEGATIVE_INFINITY;
    for (let at = group * terms; at < (group + 1) * terms; at++) {
      high[at] = Number.NEGATIVE_INFINITY;
      low[at] = Number.POSITIVE_INFINITY;
    }
    this.scoreHigh[group] = Number.NEGATIVE_INFINITY;
  }

  private come(list: number, value: number): void {
    this.extremes.add(list, value);
    if (value > this.bounds[list]!) this.bounds[list] = value;
  }

  private go(group: number, side: number, value: number): void {
    const list = group * this.sideStride + side;
    if (!this.extremes.remove(list, value)) return;
    const bound = this.extremes.largest(list);
    this.bounds[list] = bound;
    if (!this.extremes.isExact(list)) this.doubts[group] = 1;
    const at = group * this.terms + this.sideTerm[side]!;
    if (this.sideSign[side]! > 0) this.high[at] = bound;
    else this.low[at] = -bound;
  }

  private widenBox(group: number, values: Float64Array, at: number): void {
    const { terms, high, low } = this;
    const from = group * terms;
    for (let t = 0; t < terms; t++) {
      const value = values[at + t]!;
      if (value > high[from + t]!) high[from + t] = value;
      if (value < low[from + t]!) low[from + t] = value;
    }
  }

  setHead(group: number, bucket: number, classId: number): void {
    const word = group * WORDS + (bucket >>> 5);
    const summary = group * SUMMARIES + (bucket >>> 10);
    this.heads[group * BUCKETS + bucket] = classId;
    if (classId >= 0) {
      this.words[word]! |= 1 << (bucket & 31);
      this.summaries[summary]! |= 1 << ((bucket >>> 5) & 31);
      if (bucket > this.topBucket[group]!) this.topBucket[group] = bucket;
      return;
    }
    this.words[word]! &= ~(1 << (bucket & 31));
    if (this.words[word] === 0) this.summaries[summary]! &= ~(1 << ((bucket >>> 5) & 31));
    if (bucket === this.topBucket[group]) this.topBucket[group] = this.below(group, bucket);
  }

  /** The highest bucket below this one that is not empty, -1 when there is none. */
  below(group: number, bucket: number): number {
    if (bucket <= 0) return NONE;
    const last = bucket - 1;
    const word = last >>> 5;
    const bits = this.words[group * WORDS + word]! & upTo(last & 31);
    if (bits !== 0) return (word << 5) | highest(bits);
    const lower = this.wordBelow(group * SUMMARIES, word);
    return lower < 0 ? NONE : (lower << 5) | highest(this.words[group * WORDS + lower]!);
  }

  private wordBelow(from: number, word: number): number {
    if (word === 0) return NONE;
    let at = (word - 1) >>> 5;
    let bits = this.summaries[from + at]! & upTo((word - 1) & 31);
    while (bits === 0) {
      if (at === 0) return NONE;
      bits = this.summaries[from + --at]!;
    }
    return (at << 5) | highest(bits);
  }

  private widen(groups: number): void {
    const { terms } = this;
    this.hosts = widerInts(this.hosts, groups);
    this.classes = widerInts(this.classes, groups);
    this.topBucket = widerInts(this.topBucket, groups);
    this.heads = widerInts(this.heads, groups * BUCKETS);
    this.words = widerInts(this.words, groups * WORDS);
    this.summaries = widerInts(this.summaries, groups * SUMMARIES);
    this.scoreHigh = widerFloats(this.scoreHigh, groups);
    this.high = widerFloats(this.high, groups * terms);
    this.low = widerFloats(this.low, groups * terms);
    this.bounds = widerFloats(this.bounds, groups * this.sideStride).fill(Number.NEGATIVE_INFINITY, this.bounds.length);
    this.doubts = Uint8Array.from({ length: groups }, (_, group) => this.doubts[group] ?? 0);
    this.extremes.reach(groups * this.sideStride);
  }
}

function widerInts(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(column);
  return wider;
}

function widerFloats(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(length);
  wider.set(column);
  return wider;
}

/** Bits 0 to `bit`. */
function upTo(bit: number): number {
  return bit === 31 ? -1 : (1 << (bit + 1)) - 1;
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits);
}
