import { invariant } from '../invariant.ts';

/** Distinct values remembered of each list. */
const KEPT = 8;

/**
 * The largest values of several lists, with how many have each, while values come and go. Of each list
 * the largest few are kept; when all of those have gone, only a bound is left until somebody counts anew.
 */
export class TopValues {
  private values = new Float64Array(0);
  private counts = new Int32Array(0);
  private lengths = new Int32Array(0);
  /** By list: values up to this are not looked at, for larger ones are known. */
  floors = new Float64Array(0);

  /** Makes room for this many lists; new ones are empty. */
  reach(lists: number): void {
    const { values, counts, lengths, floors } = this;
    this.values = new Float64Array(lists * KEPT);
    this.counts = new Int32Array(lists * KEPT);
    this.lengths = new Int32Array(lists);
    this.floors = new Float64Array(lists).fill(Number.NEGATIVE_INFINITY);
    this.values.set(values);
    this.counts.set(counts);
    this.lengths.set(lengths);
    this.floors.set(floors);
  }

  clear(from: number, lists: number): void {
    for (let list = from; list < from + lists; list++) {
      this.lengths[list] = 0;
      this.floors[list] = Number.NEGATIVE_INFINITY;
    }
  }

  /** No value is larger. One has it while `isExact`. */
  largest(list: number): number {
    return this.lengths[list]! > 0 ? this.values[list * KEPT]! : this.floors[list]!;
  }

  isExact(list: number): boolean {
    return this.lengths[list]! > 0;
  }

  add(list: number, value: number): void {
    // What was forgotten lies below the floor, or is equal to it.
    if (value > this.floors[list]!) this.insert(list, value);
  }

  /** True when the largest may be another one now. */
  remove(list: number, value: number): boolean {
    if (!(value > this.floors[list]!)) return false;
    const { values, counts } = this;
    const from = list * KEPT;
    let at = from;
    while (at < from + KEPT && values[at] !== value) at++;
    invariant(at < from + this.lengths[list]!, 'a value that goes had come');
    if (--counts[at]! > 0) return false;
    const isLargest = at === from;
    const end = from + --this.lengths[list]!;
    for (; at < end; at++) {
      values[at] = values[at + 1]!;
      counts[at] = counts[at + 1]!;
    }
    return isLargest;
  }

  private insert(list: number, value: number): void {
    const { values, counts, lengths } = this;
    const from = list * KEPT;
    let end = from + lengths[list]!;
    let at = from;
    while (at < end && values[at]! > value) at++;
    if (at < end && values[at] === value) {
      counts[at]!++;
      return;
    }
    if (lengths[list] === KEPT) {
      // The smallest is forgotten; from now on values up to it are not counted.
      this.floors[list] = at === end ? value : values[end - 1]!;
      if (at === end) return;
      end--;
      lengths[list]--;
    }
    for (let i = end; i > at; i--) {
      values[i] = values[i - 1]!;
      counts[i] = counts[i - 1]!;
    }
    values[at] = value;
    counts[at] = 1;
    lengths[list]!++;
  }
}
