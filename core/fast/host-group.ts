import { BucketRow } from './bucket-row.ts';
import { TopValues } from './top-values.ts';

/**
 * Hosts that no known request can tell apart by what it admits: each request admits all of them or
 * none. They differ in weight only.
 */
export class HostGroup {
  readonly number: number;
  /** Number of the hosts' signature: verdicts that amounts do not change. */
  readonly signature: number;
  /** By resource of the rooms: how many of the amounts that requests ask for would fit. */
  readonly bins: readonly number[];
  /** 0, or 1 + position of the first gate that is shut. */
  readonly gate: number;
  /** Number of the cell. */
  readonly cell: number;
  hosts = 0;
  classes = 0;
  readonly buckets = new BucketRow();
  private readonly terms: number;
  /** Of each term its largest values, then of each term its smallest ones, negated. */
  readonly extremes: TopValues;
  /** No class has a larger reference score. */
  scoreHigh = Number.NEGATIVE_INFINITY;

  constructor(
    number: number,
    key: { readonly signature: number; readonly bins: readonly number[]; readonly gate: number; readonly cell: number },
    terms: number,
  ) {
    this.number = number;
    this.signature = key.signature;
    this.bins = key.bins;
    this.gate = key.gate;
    this.cell = key.cell;
    this.terms = terms;
    this.extremes = new TopValues(2 * terms);
  }

  /** Counts the values of one more class, which stand from `at`. */
  include(values: Float64Array, at: number): void {
    const { extremes, terms } = this;
    for (let t = 0; t < terms; t++) {
      const value = values[at + t]!;
      extremes.add(t, value);
      extremes.add(terms + t, -value);
    }
  }

  /** A class with these values is gone. */
  exclude(values: Float64Array, at: number): void {
    const { extremes, terms } = this;
    if (this.classes === 0) return this.forgetExtremes();
    for (let t = 0; t < terms; t++) {
      const value = values[at + t]!;
      extremes.remove(t, value);
      extremes.remove(terms + t, -value);
    }
  }

  forgetExtremes(): void {
    this.extremes.clear();
    this.scoreHigh = Number.NEGATIVE_INFINITY;
  }
}
