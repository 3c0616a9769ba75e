import { BestHosts } from './best-hosts.ts';
import { type ClassIndex, NEXT, ROOT } from './class-index.ts';
import { BUCKETS, GroupTable } from './group-table.ts';
import { LEFT, RIGHT, ROW } from './host-tree.ts';
import { type GroupTerm, Normalization } from './normalization.ts';
import type { SpecialHosts } from './special-hosts.ts';
import type { WeighTerm } from './weigh-terms.ts';

/** Rounding errors of a bound are below 1e-15 of what is added up; this is the distance kept. */
const SLACK = 1e-12;
/** Classes that a decision may look at without a thought of better buckets. */
const FREE_VISITS = 6;
/** Visits beyond, for each class there is, that pay for new buckets (ski rental). */
const VISITS_PER_CLASS = 20;
const NO_TERMS: readonly GroupTerm[] = [];
const NONE = -1;

/**
 * Finds the heaviest hosts of some groups, with the weights of the reference pipeline to the last
 * bit: each weight is computed by the same operations in the same order. Most classes are never
 * looked at, because a bound over their bucket says that they cannot be among the best.
 */
export class BestSearch {
  readonly best: BestHosts;
  private readonly index: ClassIndex;
  private readonly groups: GroupTable;
  /** Of the decision, or of its present round. */
  readonly normalization: Normalization;
  /** Hosts that passed all filters. */
  survivors = 0;
  private groupTerms: readonly GroupTerm[] = NO_TERMS;
  /** No special host weighs more. */
  private specialsBound = 0;
  private readonly multipliers: Float64Array;
  /** Bounds of each term over all hosts of the groups. */
  private readonly high: Float64Array;
  private readonly low: Float64Array;
  /** What one unit of a term adds to the weight; 0 for a term that does not count. */
  private readonly slopes: Float64Array;
  /** By side (see `GroupTable`): the largest sign × value. */
  private readonly most: Float64Array;
  private readonly ratios: Float64Array;
  private readonly shares: Float64Array;
  private stretch = 0;
  private offset = 0;
  /** Bound of the last group asked about: its part that does not depend on the bucket. */
  private groupOffset = 0;
  /** More than what rounding can do to a weight in that group. */
  private margin = 0;
  /** The same over all groups. */
  private commonOffset = 0;
  /** At first no bucket is any good. */
  private debt = Number.POSITIVE_INFINITY;

  constructor(index: ClassIndex, terms: readonly WeighTerm[], hosts: number) {
    const count = terms.length;
    this.best = new BestHosts(hosts);
    this.index = index;
    this.groups = index.groups;
    this.multipliers = Float64Array.from(terms, ({ multiplier }) => multiplier);
    // Constant bounds; the others are found for each decision.
    this.high = Float64Array.from(terms, ({ maximum }) => maximum ?? 0);
    this.low = Float64Array.from(terms, ({ minimum }) => minimum ?? 0);
    this.normalization = new Normalization(terms);
    this.slopes = new Float64Array(count);
    this.most = new Float64Array(index.groups.sideStride);
    this.ratios = new Float64Array(count);
    this.shares = new Float64Array(count);
  }

  /** Fits the normalisation to the hosts of the groups, and to the special ones that pass, before `find`. */
  prepare(groups: readonly number[], specials?: SpecialHosts, groupTerms: readonly GroupTerm[] = NO_TERMS): void {
    const { normalization, slopes, multipliers, high, low } = this;
    this.findExtremes(groups);
    if (specials !== undefined && specials.count > 0) this.includeSpecials(specials);
    this.offset = 0;
    for (let t = 0; t < slopes.length; t++) {
      const range = high[t]! - low[t]!;
      const slope = range === 0 ? 0 : multipliers[t]! / range;
      normalization.low[t] = low[t]!;
      normalization.range[t] = range;
      slopes[t] = slope;
      this.offset -= slope * low[t]!;
    }
    normalization.isSingle = this.survivors === 1;
    this.groupTerms = groupTerms;
    if (groupTerms.length > 0) this.prepareGroup(groups, specials!);
    if (this.debt + this.index.detours > VISITS_PER_CLASS * this.index.live) this.rebucket();
    this.stretch = this.medianRatio();
  }

  /** The heaviest `wanted` hosts of the groups (of one cell, unless -1), in `best`. */
  find(groups: readonly number[], wanted: number, cell: number): void {
    const { best } = this;
    const { topBucket, keys } = this.groups;
    best.clear(wanted);
    const first = this.topGroup(groups, cell);
    if (first < 0) return;
    this.boundCommon();
    this.boundGroup(first);
    let visits = this.walk(first);
    const lowest = this.lowestBucket();
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (topBucket[group]! < lowest || group === first) continue;
      if (cell >= 0 && keys[group]!.cell !== cell) continue;
      this.boundGroup(group);
      visits += this.walk(group);
    }
    if (visits > FREE_VISITS) this.debt += visits - FREE_VISITS;
  }

  /** The group whose top bucket is the highest, -1 when all are empty. */
  private topGroup(groups: readonly number[], cell: number): number {
    const { topBucket, keys } = this.groups;
    let first = NONE;
    let top = NONE;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (topBucket[group]! <= top || (cell >= 0 && keys[group]!.cell !== cell)) continue;
      first = group;
      top = topBucket[group]!;
    }
    return first;
  }

  /** No group whose top bucket is below this one has a host among the best. Nothing bounds the highest bucket. */
  private lowestBucket(): number {
    const { index, stretch, commonOffset, best } = this;
    if (!(best.threshold > Number.NEGATIVE_INFINITY) || stretch === 0) return 0;
    const guess = Math.floor(((best.threshold - commonOffset) / stretch - index.base) / index.width);
    let lowest = guess > 0 ? Math.min(guess, BUCKETS - 1) : 0;
    // The very comparison counts, not the guess.
    while (lowest > 0 && stretch * (index.base + lowest * index.width) + commonOffset >= best.threshold) lowest--;
    return lowest;
  }

  /** From the top bucket downwards, until no class further down can be among the best. */
  private walk(group: number): number {
    const { index, groups, best, stretch, groupOffset, margin } = this;
    const { integers, integerStride } = index;
    let visits = 0;
    for (let bucket = groups.topBucket[group]!; bucket >= 0; bucket = groups.below(group, bucket)) {
      const edge = bucket === BUCKETS - 1 ? groups.scoreHigh[group]! : index.base + (bucket + 1) * index.width;
      if (stretch * edge + groupOffset < best.threshold) break;
      for (let at = groups.heads[group * BUCKETS + bucket]!; at >= 0; at = integers[at * integerStride + NEXT]!) {
        visits++;
        if (this.estimate(at) + margin < best.threshold) continue;
        const weight = this.weigh(at);
        if (weight >= best.threshold) this.offerAll(integers[at * integerStride + ROOT]!, weight);
      }
    }
    return visits;
  }

  /** The weight but for rounding, without a division. */
  private estimate(at: number): number {
    return this.estimateFrom(this.index.values, at * this.index.stride);
  }

  private estimateFrom(values: Float64Array, from: number): number {
    const { slopes } = this;
    let weight = this.offset;
    for (let t = 0; t < slopes.length; t++) weight += slopes[t]! * values[from + t]!;
    return weight;
  }

  /** The weight, by the very operations of the reference. */
  private weigh(at: number): number {
    const { values, stride } = this.index;
    const { normalization, groupTerms } = this;
    if (groupTerms.length === 0) return normalization.weigh(values, at * stride);
    return normalization.weighMember(values, at * stride, 0, groupTerms);
  }

  /** Offers the special hosts that pass and are still to be had, after `find`. */
  offerSpecials(specials: SpecialHosts, allows: (place: number) => boolean): void {
    const { best, normalization, groupTerms } = this;
    const { hosts, passes, values, members, terms } = specials;
    const margin = this.boundSpecials(specials);
    if (this.specialsBound < best.threshold) return;
    for (let place = 0; place < specials.count; place++) {
      if (passes[place] === 0 || !allows(place)) continue;
      if (groupTerms.length > 0) {
        best.offer(hosts[place]!, normalization.weighMember(values, place * terms, members[place]!, groupTerms));
      } else if (this.estimateFrom(values, place * terms) + margin >= best.threshold) {
        best.offer(hosts[place]!, normalization.weigh(values, place * terms));
      }
    }
  }

  /** Fills in more than any special host weighs, and answers more than what rounding can do to its weight. */
  private boundSpecials({ high, low }: SpecialHosts): number {
    const { slopes } = this;
    let bound = this.offset;
    let size = Math.abs(bound);
    for (let t = 0; t < slopes.length; t++) {
      const atHigh = slopes[t]! * high[t]!;
      const atLow = slopes[t]! * low[t]!;
      bound += atHigh > atLow ? atHigh : atLow;
      size += Math.max(Math.abs(atHigh), Math.abs(atLow));
    }
    const margin = SLACK * size;
    this.specialsBound = this.groupTerms.length > 0 ? Number.POSITIVE_INFINITY : bound + margin;
    return margin;
  }

  /** Special hosts may have more or less than all others. */
  private includeSpecials(specials: SpecialHosts): void {
    specials.refresh();
    this.survivors += specials.passing;
    const { high, low, groups } = this;
    const { sides, sideTerm, sideSign } = groups;
    for (let s = 0; s < sides; s++) {
      const term = sideTerm[s]!;
      if (sideSign[s]! > 0) high[term] = Math.max(high[term]!, specials.high[term]!);
      else low[term] = Math.min(low[term]!, specials.low[term]!);
    }
  }

  /** All hosts but the special ones hold no members. */
  private prepareGroup(groups: readonly number[], { count, passes, members }: SpecialHosts): void {
    const { normalization, groupTerms } = this;
    const isOther = groups.some((group) => this.groups.hosts[group]! > 0);
    let low = isOther ? 0 : Number.POSITIVE_INFINITY;
    let high = isOther ? 0 : Number.NEGATIVE_INFINITY;
    for (let place = 0; place < count; place++) {
      if (passes[place] === 0) continue;
      low = Math.min(low, members[place]!);
      high = Math.max(high, members[place]!);
    }
    normalization.groupLow = low;
    normalization.groupRange = high - low;
    for (const { multiplier } of groupTerms) this.offset += normalization.groupShare(multiplier, 0);
  }

  /** Offers the hosts of a class in ascending order; false as soon as one is too late. */
  private offerAll(root: number, weight: number): boolean {
    const { rows } = this.index.tree;
    const below = rows[root * ROW + LEFT]!;
    if (below >= 0 && !this.offerAll(below, weight)) return false;
    if (!this.best.offer(root, weight)) return false;
    const above = rows[root * ROW + RIGHT]!;
    return above < 0 || this.offerAll(above, weight);
  }

  /**
   * No host of the group is heavier than stretch × its reference score + `groupOffset`: the weight is
   * the first plus what is left of each term, and that is at most what it is at one of its extremes.
   */
  private boundGroup(group: number): void {
    const { index, slopes, stretch } = this;
    const { high, low, scoreHigh } = this.groups;
    const from = group * slopes.length;
    let rest = this.offset;
    const span = Math.abs(index.base) + BUCKETS * index.width;
    let size = Math.abs(rest) + stretch * (Math.abs(scoreHigh[group]!) + span);
    for (let t = 0; t < slopes.length; t++) {
      const reference = stretch * index.slopes[t]!;
      const left = slopes[t]! - reference;
      const most = high[from + t]!;
      const least = low[from + t]!;
      const atMost = left * most;
      const atLeast = left * least;
      rest += atMost > atLeast ? atMost : atLeast;
      const furthest = Math.max(Math.abs(most), Math.abs(least));
      size += (Math.abs(slopes[t]!) + Math.abs(reference)) * furthest;
    }
    this.margin = SLACK * size;
    this.groupOffset = rest + this.margin;
  }

  /** As `boundGroup` for every group at once, from the extremes of the terms over all of them. */
  private boundCommon(): void {
    const { index, slopes, stretch, high, low } = this;
    let rest = this.offset;
    let size = Math.abs(rest) + stretch * (Math.abs(index.base) + 2 * BUCKETS * index.width);
    for (let t = 0; t < slopes.length; t++) {
      const reference = stretch * index.slopes[t]!;
      const left = slopes[t]! - reference;
      const atMost = left * high[t]!;
      const atLeast = left * low[t]!;
      rest += atMost > atLeast ? atMost : atLeast;
      size += (Math.abs(slopes[t]!) + Math.abs(reference)) * Math.max(Math.abs(high[t]!), Math.abs(low[t]!));
    }
    this.commonOffset = rest + SLACK * size;
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
      shares[at] = Math.abs(reference) * this.normalization.range[t]!;
    }
    return count;
  }

  private rebucket(): void {
    this.debt = 0;
    this.index.rebucket(this.slopes);
  }

  /** The bounds of the terms over the groups. A bound that a group has outlived is made exact only where it would decide. */
  private findExtremes(groups: readonly number[]): void {
    const { most } = this;
    const { sides, sideTerm, sideSign } = this.groups;
    for (let stale = this.readExtremes(groups); stale >= 0; stale = this.readExtremes(groups)) {
      this.index.refresh(stale);
    }
    for (let s = 0; s < sides; s++) {
      const term = sideTerm[s]!;
      if (sideSign[s]! > 0) this.high[term] = most[s]!;
      else this.low[term] = -most[s]!;
    }
  }

  /** Answers a group that no more than bounds a side, though no other group has as much for sure; else -1. */
  private readExtremes(groups: readonly number[]): number {
    const { sides, hosts, doubts } = this.groups;
    let survivors = 0;
    let doubt = 0;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      survivors += hosts[group]!;
      doubt |= doubts[group]!;
    }
    this.survivors = survivors;
    for (let side = 0; side < sides; side += GroupTable.SIDES_AT_ONCE) this.readSides(groups, side);
    return doubt === 0 ? NONE : this.staleGroup(groups);
  }

  /** Four sides in one pass; a group without hosts has bounds of nothing. */
  private readSides(groups: readonly number[], side: number): void {
    const { most, groups: table } = this;
    const { bounds, sideStride } = table;
    let a = Number.NEGATIVE_INFINITY;
    let b = a;
    let c = a;
    let d = a;
    for (let i = 0; i < groups.length; i++) {
      const at = groups[i]! * sideStride + side;
      if (bounds[at]! > a) a = bounds[at]!;
      if (bounds[at + 1]! > b) b = bounds[at + 1]!;
      if (bounds[at + 2]! > c) c = bounds[at + 2]!;
      if (bounds[at + 3]! > d) d = bounds[at + 3]!;
    }
    most[side] = a;
    most[side + 1] = b;
    most[side + 2] = c;
    most[side + 3] = d;
  }

  private staleGroup(groups: readonly number[]): number {
    const { doubts, sides } = this.groups;
    for (let i = 0; i < groups.length; i++) if (doubts[groups[i]!] === 1) this.groups.settleDoubt(groups[i]!);
    for (let s = 0; s < sides; s++) {
      const stale = this.staleOn(groups, s);
      if (stale >= 0) return stale;
    }
    return NONE;
  }

  /** A group with the largest bound of a side, unless some group has it for sure. */
  private staleOn(groups: readonly number[], side: number): number {
    const { most, groups: table } = this;
    const { bounds, sideStride, hosts } = table;
    let stale = NONE;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]!;
      if (hosts[group] === 0 || bounds[group * sideStride + side] !== most[side]) continue;
      if (table.isExact(group, side)) return NONE;
      stale = group;
    }
    return stale;
  }
}
