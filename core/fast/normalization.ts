import type { WeighTerm } from './weigh-terms.ts';

/** A weigher of server groups: its raw value is 0 but for hosts that hold members. */
export interface GroupTerm {
  readonly multiplier: number;
  /** Terms that are added before it. */
  readonly after: number;
}

/**
 * How raw values become weights in one round of a decision, by the very operations of the reference.
 * A term whose values are all equal has range 0 and adds nothing.
 */
export class Normalization {
  readonly low: Float64Array;
  readonly range: Float64Array;
  /** Of the terms for the server group. */
  groupLow = 0;
  groupRange = 0;
  /** One host is left, which is not weighed. */
  isSingle = false;
  private readonly multipliers: Float64Array;

  constructor(terms: readonly WeighTerm[]) {
    this.multipliers = Float64Array.from(terms, ({ multiplier }) => multiplier);
    this.low = new Float64Array(terms.length);
    this.range = new Float64Array(terms.length);
  }

  /** Weight of values that stand from `from`, where no server group counts. */
  weigh(values: Float64Array, from: number): number {
    const { multipliers, low, range } = this;
    let weight = 0;
    for (let t = 0; t < range.length; t++) {
      if (range[t] !== 0) weight += multipliers[t]! * ((values[from + t]! - low[t]!) / range[t]!);
    }
    return weight;
  }

  /** The same with the server group's terms; `members` is their raw value. */
  weighMember(values: Float64Array, from: number, members: number, groupTerms: readonly GroupTerm[]): number {
    if (this.isSingle) return 0;
    const { multipliers, low, range } = this;
    let weight = 0;
    let next = 0;
    for (let t = 0; t <= range.length; t++) {
      for (; next < groupTerms.length && groupTerms[next]!.after === t; next++) {
        weight += this.groupShare(groupTerms[next]!.multiplier, members);
      }
      if (t === range.length || range[t] === 0) continue;
      weight += multipliers[t]! * ((values[from + t]! - low[t]!) / range[t]!);
    }
    return weight;
  }

  /** What a server group's term adds; 0 when all hosts have the same number of members. */
  groupShare(multiplier: number, members: number): number {
    return this.groupRange === 0 ? 0 : multiplier * ((members - this.groupLow) / this.groupRange);
  }

  copyFrom(other: Normalization): void {
    this.low.set(other.low);
    this.range.set(other.range);
    this.groupLow = other.groupLow;
    this.groupRange = other.groupRange;
    this.isSingle = other.isSingle;
  }

  isSame(other: Normalization): boolean {
    const { low, range } = this;
    for (let t = 0; t < low.length; t++) if (low[t] !== other.low[t] || range[t] !== other.range[t]) return false;
    return this.groupLow === other.groupLow && this.groupRange === other.groupRange && this.isSingle === other.isSingle;
  }
}
