import { invariant } from '../invariant.ts';

/** Distinct values remembered of each list. */
const KEPT = 12;

/**
 * The largest values of several lists, with how many have each, while values come and go. Of each list
 * the largest few are kept; when all of those have gone, only a bound is left until somebody counts anew.
 */
export class TopValues {
  /** By list: no value is larger. Exact while `isExact`. */
  readonly largest: Float64Array;
  private readonly values: Float64Array;
  private readonly counts: Int32Array;
  private readonly lengths: Int32Array;
  /** By list: values below this are not looked at, for larger ones are known. */
  private readonly floors: Float64Array;

  constructor(lists: number) {
    this.largest = new Float64Array(lists);
    this.values = new Float64Array(lists * KEPT);
    this.counts = new Int32Array(lists * KEPT);
    this.lengths = new Int32Array(lists);
    this.floors = new Float64Array(lists);
    this.clear();
  }

  clear(): void {
    this.largest.fill(Number.NEGATIVE_INFINITY);
    this.lengths.fill(0);
    this.floors.fill(Number.NEGATIVE_INFINITY);
  }

  isExact(list: number): boolean {
    return this.lengths[list]! > 0;
  }

  add(list: number, value: number): void {
    // What was forgotten lies below the floor, or is equal to it.
    if (value > this.floors[list]!) this.insert(list, value);
  }

  remove(list: number, value: number): void {
    if (!(value > this.floors[list]!)) return;
    const { values, counts } = this;
    const from = list * KEPT;
    let at = from;
    while (at < from + KEPT && values[at] !== value) at++;
    invariant(at < from + this.lengths[list]!, 'a value that goes had come');
    if (--counts[at]! > 0) return;
    const end = from + --this.lengths[list]!;
    for (; at < end; at++) {
      values[at] = values[at + 1]!;
      counts[at] = counts[at + 1]!;
    }
    this.largest[list] = end > from ? values[from]! : this.floors[list]!;
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
    this.largest[list] = values[from]!;
  }
}
