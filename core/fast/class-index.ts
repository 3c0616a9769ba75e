import { invariant } from '../invariant.ts';
import { lineRecords, wordsOf } from '../line-records.ts';
import { BUCKETS, type GroupTable } from './group-table.ts';
import { CLASS, HostTree, KEY, ROW } from './host-tree.ts';

const NONE = -1;
/** Room above and below the reference scores of today, as a share of their range. */
const MARGIN = 0.05;

/** Integers of a class: places in its record. */
export const ROOT = 0;
export const NEXT = 1;
const PREVIOUS = 2;
const BUCKET = 3;
export const GROUP = 4;
const INTEGERS = 6;
/** Steps to a class that count as none. */
const FREE_STEPS = 2;

/**
 * Classes of hosts that are equal in group and in every term, so that one score serves them all.
 * Within a group they stand in buckets by reference score: a fixed linear function of the terms,
 * near enough to the scores of the decisions that the best classes are found from the top.
 *
 * A class is one record, which fits a cache line while there are up to five terms: its integers from
 * `class * integerStride` in `integers` (at ROOT the root of its hosts, -1 for a class that is gone; at
 * NEXT the next class in its bucket), its terms from `class * stride` in `values`.
 */
export class ClassIndex {
  readonly groups: GroupTable;
  readonly tree: HostTree;
  /** Of the tree: a host's class stands at CLASS, -1 outside. */
  private readonly rows: Int32Array;
  readonly integers: Int32Array;
  readonly integerStride: number;
  readonly values: Float64Array;
  readonly stride: number;
  readonly terms: number;
  /** Classes in all. */
  live = 0;
  /** Classes ever made: records up to this may be in use. */
  made = 0;
  /** Reference score: the sum of slope × term. */
  readonly slopes: Float64Array;
  /** Lower edge of the lowest bucket, and the width of each. */
  base = 0;
  width = 1;
  /** Steps made in crowded buckets since the last `rebucket`. */
  detours = 0;
  private free = NONE;

  constructor(hosts: number, groups: GroupTable) {
    const { terms } = groups;
    const words = terms + INTEGERS / 2;
    this.groups = groups;
    this.terms = terms;
    this.stride = words <= 8 ? 8 : words;
    this.integerStride = 2 * this.stride;
    const records = lineRecords((hosts + 1) * this.stride);
    this.integers = wordsOf(records);
    this.values = records.subarray(INTEGERS / 2);
    this.tree = new HostTree(hosts);
    this.rows = this.tree.rows;
    this.slopes = new Float64Array(terms);
  }

  /** Forgets every host and group; the slopes stay. */
  clear(): void {
    this.groups.clear();
    this.rows.fill(NONE);
    this.integers.fill(NONE);
    this.free = NONE;
    this.made = 0;
    this.live = 0;
  }

  /** Puts a host where its values belong. */
  place(host: number, group: number, values: Float64Array): void {
    const before = this.rows[host * ROW + CLASS]!;
    if (before >= 0 && this.integers[before * this.integerStride + GROUP] === group && this.has(before, values)) return;
    const score = this.score(values, 0);
    const bucket = this.bucketFor(score);
    let found = this.groups.heads[group * BUCKETS + bucket]!;
    let steps = 0;
    while (found >= 0 && !this.has(found, values)) {
      found = this.integers[found * this.integerStride + NEXT]!;
      steps++;
    }
    if (steps > FREE_STEPS) this.detours += steps - FREE_STEPS;
    if (before >= 0) {
      if (found < 0 && this.tree.isAlone(this.integers[before * this.integerStride + ROOT]!, host))
        return this.change(before, group, values, score, bucket);
      this.leave(host, before);
    }
    if (found < 0) found = this.make(group, values, score, bucket);
    this.rows[host * ROW + CLASS] = found;
    const root = found * this.integerStride + ROOT;
    this.integers[root] = this.tree.insert(this.integers[root]!, host);
    this.groups.hosts[group]!++;
  }

  /** Class of a host, -1 outside. */
  classOf(host: number): number {
    return this.rows[host * ROW + CLASS]!;
  }

  /** Group of a host. */
  groupOf(host: number): number {
    return this.integers[this.classOf(host) * this.integerStride + GROUP]!;
  }

  /** A number that was kept for a host with `keepKey`, -1 when there is none. */
  keyOf(host: number): number {
    return this.rows[host * ROW + KEY]!;
  }

  keepKey(host: number, key: number): void {
    this.rows[host * ROW + KEY] = key;
  }

  copyValues(host: number, out: Float64Array, at: number): void {
    const from = this.classOf(host) * this.stride;
    for (let t = 0; t < this.terms; t++) out[at + t] = this.values[from + t]!;
  }

  /** Takes a host out, until it is placed again. */
  remove(host: number): void {
    const from = this.classOf(host);
    if (from < 0) return;
    this.leave(host, from);
    this.rows[host * ROW + CLASS] = NONE;
  }

  /** Makes the largest and smallest values of a group exact again, by walking its classes. */
  refresh(group: number): void {
    const { groups, integers, integerStride } = this;
    groups.forgetExtremes(group);
    for (let bucket = groups.topBucket[group]!; bucket >= 0; bucket = groups.below(group, bucket)) {
      for (let at = groups.heads[group * BUCKETS + bucket]!; at >= 0; at = integers[at * integerStride + NEXT]!) {
        groups.include(group, this.values, at * this.stride);
        const score = this.score(this.values, at * this.stride);
        if (score > groups.scoreHigh[group]!) groups.scoreHigh[group] = score;
      }
    }
  }

  /** Takes other slopes, and puts every class into its new bucket. */
  rebucket(slopes: Float64Array): void {
    const { integers, integerStride, groups, values, stride } = this;
    this.slopes.set(slopes);
    this.detours = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.made; at++) {
      if (integers[at * integerStride + ROOT]! < 0) continue;
      this.unlink(at);
      groups.scoreHigh[integers[at * integerStride + GROUP]!] = Number.NEGATIVE_INFINITY;
      const score = this.score(values, at * stride);
      if (score < low) low = score;
      if (score > high) high = score;
    }
    this.setRange(low, high);
    for (let at = 0; at < this.made; at++) {
      const from = at * integerStride;
      if (integers[from + ROOT]! < 0) continue;
      const score = this.score(values, at * stride);
      this.link(at, integers[from + GROUP]!, score, this.bucketFor(score));
    }
  }

  /** Lays the buckets over scores from `low` to `high`. */
  setRange(low: number, high: number): void {
    const range = high > low ? high - low : 1;
    this.base = Number.isFinite(low) ? low - MARGIN * range : 0;
    this.width = ((1 + 2 * MARGIN) * range) / BUCKETS;
  }

  /** Reference score of values that stand from `from`. */
  score(values: Float64Array, from: number): number {
    const { slopes, terms } = this;
    let score = 0;
    for (let t = 0; t < terms; t++) score += slopes[t]! * values[from + t]!;
    return score;
  }

  private bucketFor(score: number): number {
    const bucket = Math.floor((score - this.base) / this.width);
    if (!(bucket > 0)) return 0;
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
  }

  /** Lets a class of one host become another class, in its record. */
  private change(classId: number, group: number, values: Float64Array, score: number, bucket: number): void {
    const { groups, integers } = this;
    const at = classId * this.stride;
    const before = integers[classId * this.integerStride + GROUP]!;
    this.unlink(classId);
    if (before === group) {
      groups.exchange(group, this.values, at, values);
    } else {
      groups.hosts[before]!--;
      groups.classes[before]!--;
      groups.exclude(before, this.values, at);
      groups.hosts[group]!++;
      groups.classes[group]!++;
      groups.include(group, values, 0);
      integers[classId * this.integerStride + GROUP] = group;
    }
    for (let t = 0; t < this.terms; t++) this.values[at + t] = values[t]!;
    this.link(classId, group, score, bucket);
  }

  private leave(host: number, from: number): void {
    const { integers, groups } = this;
    const at = from * this.integerStride;
    const group = integers[at + GROUP]!;
    const root = this.tree.remove(integers[at + ROOT]!, host);
    integers[at + ROOT] = root;
    groups.hosts[group]!--;
    if (root >= 0) return;
    this.unlink(from);
    groups.classes[group]!--;
    groups.exclude(group, this.values, from * this.stride);
    integers[at + GROUP] = NONE;
    integers[at + NEXT] = this.free;
    this.free = from;
    this.live--;
  }

  private make(group: number, values: Float64Array, score: number, bucket: number): number {
    const { integers, groups } = this;
    let made = this.free;
    if (made >= 0) this.free = integers[made * this.integerStride + NEXT]!;
    else made = this.made++;
    const at = made * this.integerStride;
    invariant(at < integers.length, 'there are no more classes than hosts');
    for (let t = 0; t < this.terms; t++) this.values[made * this.stride + t] = values[t]!;
    integers[at + ROOT] = NONE;
    integers[at + GROUP] = group;
    groups.classes[group]!++;
    groups.include(group, values, 0);
    this.link(made, group, score, bucket);
    this.live++;
    return made;
  }

  private link(classId: number, group: number, score: number, bucket: number): void {
    const { integers, groups } = this;
    if (score > groups.scoreHigh[group]!) groups.scoreHigh[group] = score;
    const first = groups.heads[group * BUCKETS + bucket]!;
    const at = classId * this.integerStride;
    integers[at + BUCKET] = bucket;
    integers[at + NEXT] = first;
    integers[at + PREVIOUS] = NONE;
    if (first >= 0) integers[first * this.integerStride + PREVIOUS] = classId;
    groups.setHead(group, bucket, classId);
  }

  private unlink(classId: number): void {
    const { integers, integerStride } = this;
    const at = classId * integerStride;
    const before = integers[at + PREVIOUS]!;
    const after = integers[at + NEXT]!;
    if (after >= 0) integers[after * integerStride + PREVIOUS] = before;
    if (before >= 0) integers[before * integerStride + NEXT] = after;
    else this.groups.setHead(integers[at + GROUP]!, integers[at + BUCKET]!, after);
  }

  private has(classId: number, values: Float64Array): boolean {
    const from = classId * this.stride;
    for (let t = 0; t < this.terms; t++) if (this.values[from + t] !== values[t]) return false;
    return true;
  }
}
