import { BestHosts } from './best-hosts.ts';
import { BUCKETS } from './bucket-row.ts';
import type { ClassIndex } from './class-index.ts';
import type { HostGroup } from './host-group.ts';
import type { WeighTerm } from './weigh-terms.ts';

/** Rounding errors of a bound are below 1e-15 of what is added up; this is the distance kept. */
const SLACK = 1e-12;
/** Classes that a decision may look at without a thought of better buckets. */
const FREE_VISITS = 6;
/** Visits beyond, for each class there is, that pay for new buckets (ski rental). */
const VISITS_PER_CLASS = 6;

/**
 * Finds the heaviest hosts of some groups, with the weights of the reference pipeline to the last
 * bit: each weight is computed by the same operations in the same order. Most classes are never
 * looked at, because a bound over their bucket says that they cannot be among the best.
 */
export class BestSearch {
  readonly best: BestHosts;
  private readonly index: ClassIndex;
  private readonly terms: readonly WeighTerm[];
  private readonly multipliers: Float64Array;
  /** Bounds of each term's normalisation over all hosts of the groups. */
  private readonly high: Float64Array;
  private readonly low: Float64Array;
  private readonly range: Float64Array;
  /** 1 for a term whose values are not all equal. */
  private readonly counts: Uint8Array;
  /** What one unit of a term adds to the weight; 0 for a term that does not count. */
  private readonly slopes: Float64Array;
  private readonly highOwner: (HostGroup | undefined)[];
  private readonly lowOwner: (HostGroup | undefined)[];
  private readonly ratios: Float64Array;
  private readonly shares: Float64Array;
  private stretch = 0;
  private offset = 0;
  /** Bound of the last group asked about: its part that does not depend on the bucket. */
  private groupOffset = 0;
  /** More than what rounding can do to a weight in that group. */
  private margin = 0;
  /** At first no bucket is any good. */
  private debt = Number.POSITIVE_INFINITY;

  constructor(index: ClassIndex, terms: readonly WeighTerm[], hosts: number) {
    const count = terms.length;
    this.best = new BestHosts(hosts);
    this.index = index;
    this.terms = terms;
    this.multipliers = Float64Array.from(terms, ({ multiplier }) => multiplier);
    this.high = new Float64Array(count);
    this.low = new Float64Array(count);
    this.range = new Float64Array(count);
    this.counts = new Uint8Array(count);
    this.slopes = new Float64Array(count);
    this.highOwner = terms.map(() => undefined);
    this.lowOwner = terms.map(() => undefined);
    this.ratios = new Float64Array(count);
    this.shares = new Float64Array(count);
  }

  /** Fits the normalisation to the hosts of the groups, before `find`. */
  prepare(groups: readonly HostGroup[]): void {
    this.findExtremes(groups);
    this.offset = 0;
    for (let t = 0; t < this.terms.length; t++) {
      const { minimum, maximum } = this.terms[t]!;
      if (minimum !== undefined) this.low[t] = minimum;
      if (maximum !== undefined) this.high[t] = maximum;
      const low = this.low[t]!;
      const high = this.high[t]!;
      const range = high - low;
      this.range[t] = range;
      this.counts[t] = low === high ? 0 : 1;
      this.slopes[t] = low === high ? 0 : this.multipliers[t]! / range;
      this.offset -= this.slopes[t]! * low;
    }
    if (this.debt > VISITS_PER_CLASS * this.index.live) this.rebucket();
    this.stretch = this.medianRatio();
  }

  /** The heaviest `wanted` hosts of the groups (of one cell, unless -1), in `best`. */
  find(groups: readonly HostGroup[], wanted: number, cell: number): void {
    const { best } = this;
    best.clear(wanted);
    let first: HostGroup | undefined;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (group.hosts === 0 || (cell >= 0 && group.cell !== cell)) continue;
      const bound = this.boundOf(group);
      if (first !== undefined && !(bound > highest)) continue;
      first = group;
      highest = bound;
    }
    if (first === undefined) return;
    this.boundOf(first);
    let visits = this.walk(first);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (group === first || group.hosts === 0 || (cell >= 0 && group.cell !== cell)) continue;
      if (this.boundOf(group) >= best.threshold) visits += this.walk(group);
    }
    if (visits > FREE_VISITS) this.debt += visits - FREE_VISITS;
  }

  /** From the top bucket downwards, until no class further down can be among the best. */
  private walk(group: HostGroup): number {
    const { index, best, stretch, groupOffset, margin } = this;
    const { buckets } = group;
    let visits = 0;
    for (let bucket = buckets.below(BUCKETS); bucket >= 0; bucket = buckets.below(bucket)) {
      const edge = bucket === BUCKETS - 1 ? group.scoreHigh : index.base + (bucket + 1) * index.width;
      if (stretch * edge + groupOffset < best.threshold) break;
      for (let at = buckets.heads[bucket]!; at >= 0; at = index.next[at]!) {
        visits++;
        if (this.estimate(at) + margin < best.threshold) continue;
        const weight = this.weigh(at);
        if (weight >= best.threshold) this.offerAll(index.root[at]!, weight);
      }
    }
    return visits;
  }

  /** The weight but for rounding, without a division. */
  private estimate(at: number): number {
    const { values, terms } = this.index;
    const { slopes } = this;
    const from = at * terms;
    let weight = this.offset;
    for (let t = 0; t < terms; t++) weight += slopes[t]! * values[from + t]!;
    return weight;
  }

  /** The weight, by the very operations of the reference. */
  private weigh(at: number): number {
    const { values, terms } = this.index;
    const { multipliers, low, range, counts } = this;
    const from = at * terms;
    let weight = 0;
    for (let t = 0; t < terms; t++) {
      if (counts[t] !== 0) weight += multipliers[t]! * ((values[from + t]! - low[t]!) / range[t]!);
    }
    return weight;
  }

  /** Offers the hosts of a class in ascending order; false as soon as one is too late. */
  private offerAll(root: number, weight: number): boolean {
    const { left, right } = this.index.tree;
    const below = left[root]!;
    if (below >= 0 && !this.offerAll(below, weight)) return false;
    if (!this.best.offer(root, weight)) return false;
    const above = right[root]!;
    return above < 0 || this.offerAll(above, weight);
  }

  /**
   * No host of the group is heavier. A weight is stretch × reference score + what is left of each
   * term; the first is at most that of the bucket's upper edge, the others at most at their extremes.
   */
  private boundOf(group: HostGroup): number {
    const { index, slopes, stretch } = this;
    const { largest } = group.extremes;
    let rest = this.offset;
    const span = Math.abs(index.base) + BUCKETS * index.width;
    let size = Math.abs(this.offset) + stretch * (Math.abs(group.scoreHigh) + span);
    for (let t = 0; t < slopes.length; t++) {
      const reference = stretch * index.slopes[t]!;
      const left = slopes[t]! - reference;
      const high = largest[t]!;
      const low = -largest[slopes.length + t]!;
      const atHigh = left * high;
      const atLow = left * low;
      rest += atHigh > atLow ? atHigh : atLow;
      const furthest = Math.max(Math.abs(high), Math.abs(low));
      size += (Math.abs(slopes[t]!) + Math.abs(reference)) * furthest;
    }
    this.margin = SLACK * size;
    this.groupOffset = rest + this.margin;
    return stretch * group.scoreHigh + this.groupOffset;
  }

  /**
   * How much steeper than the reference score this decision's weights are. Any number that is not
   * negative gives true bounds; the median of the terms, each as heavy as it can differ between hosts,
   * gives the nearest ones.
   */
  private medianRatio(): number {
    const { ratios, shares } = this;
    const count = this.sortRatios();
    let half = 0;
    for (let i = 0; i < count; i++) half += shares[i]! / 2;
    for (let i = 0; i < count; i++) {
      half -= shares[i]!;
      if (half <= 0) return ratios[i]!;
    }
    return 0;
  }

  /** Of each term with a reference: how much steeper it is, ascending, and its share in the reference. */
  private sortRatios(): number {
    const { ratios, shares, slopes, index } = this;
    let count = 0;
    for (let t = 0; t < slopes.length; t++) {
      const reference = index.slopes[t]!;
      if (reference === 0) continue;
      const ratio = Math.max(0, slopes[t]! / reference);
      let at = count++;
      for (; at > 0 && ratios[at - 1]! > ratio; at--) {
        ratios[at] = ratios[at - 1]!;
        shares[at] = shares[at - 1]!;
      }
      ratios[at] = ratio;
      shares[at] = Math.abs(reference) * this.range[t]!;
    }
    return count;
  }

  private rebucket(): void {
    this.debt = 0;
    this.index.rebucket(this.slopes);
  }

  /** Bounds that a group has outlived are made exact only where they would decide. */
  private findExtremes(groups: readonly HostGroup[]): void {
    while (true) {
      this.readExtremes(groups);
      let stale: HostGroup | undefined;
      for (let t = 0; t < this.terms.length && stale === undefined; t++) {
        const { minimum, maximum } = this.terms[t]!;
        if (maximum === undefined) stale = this.highOwner[t];
        if (minimum === undefined) stale ??= this.lowOwner[t];
      }
      if (stale === undefined) return;
      this.index.refresh(stale);
    }
  }

  /** The extremes over the groups, and for each a group that only bounds it where none has it for sure. */
  private readExtremes(groups: readonly HostGroup[]): void {
    const { high, low, highOwner, lowOwner } = this;
    const count = this.terms.length;
    high.fill(Number.NEGATIVE_INFINITY);
    low.fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (group.hosts === 0) continue;
      const { extremes } = group;
      const { largest } = extremes;
      for (let t = 0; t < count; t++) {
        const top = largest[t]!;
        if (top >= high[t]!) {
          if (extremes.isExact(t)) highOwner[t] = undefined;
          else if (top > high[t]!) highOwner[t] = group;
          high[t] = top;
        }
        const bottom = -largest[count + t]!;
        if (bottom <= low[t]!) {
          if (extremes.isExact(count + t)) lowOwner[t] = undefined;
          else if (bottom < low[t]!) lowOwner[t] = group;
          low[t] = bottom;
        }
      }
    }
  }
}
