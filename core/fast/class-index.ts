import { invariant } from '../invariant.ts';
import { BUCKETS } from './bucket-row.ts';
import type { HostGroup } from './host-group.ts';
import { HostTree } from './host-tree.ts';

const NONE = -1;
/** Room above and below the reference scores of today, as a share of their range. */
const MARGIN = 0.05;

/**
 * Classes of hosts that are equal in group and in every term, so that one score serves them all.
 * Within a group they stand in buckets by reference score: a fixed linear function of the terms,
 * near enough to the scores of the decisions that the best classes are found from the top.
 */
export class ClassIndex {
  /** By host, -1 outside. */
  readonly classOf: Int32Array;
  readonly tree: HostTree;
  /** By class: root of its hosts. */
  readonly root: Int32Array;
  /** By class: the next one in its bucket. */
  readonly next: Int32Array;
  /** Terms of class c from `c * terms`. */
  readonly values: Float64Array;
  readonly terms: number;
  /** Classes in all. */
  live = 0;
  /** Reference score: the sum of slope × term. */
  readonly slopes: Float64Array;
  /** Lower edge of the lowest bucket, and the width of each. */
  base = 0;
  width = 1;
  private readonly previous: Int32Array;
  private readonly bucketOf: Int32Array;
  private readonly groupOf: (HostGroup | undefined)[];
  private readonly hashHeads: Int32Array;
  private readonly hashNext: Int32Array;
  private readonly hashOf: Int32Array;
  private free = NONE;
  private made = 0;

  constructor(hosts: number, terms: number) {
    this.terms = terms;
    this.classOf = new Int32Array(hosts).fill(NONE);
    this.tree = new HostTree(hosts);
    this.root = new Int32Array(hosts + 1).fill(NONE);
    this.next = new Int32Array(hosts + 1).fill(NONE);
    this.previous = new Int32Array(hosts + 1).fill(NONE);
    this.bucketOf = new Int32Array(hosts + 1);
    this.groupOf = Array.from({ length: hosts + 1 }, () => undefined);
    this.values = new Float64Array((hosts + 1) * terms);
    this.slopes = new Float64Array(terms);
    this.hashHeads = new Int32Array(1 << Math.max(4, 33 - Math.clz32(hosts))).fill(NONE);
    this.hashNext = new Int32Array(hosts + 1).fill(NONE);
    this.hashOf = new Int32Array(hosts + 1);
  }

  /** Forgets every host; the slopes stay. */
  clear(): void {
    this.classOf.fill(NONE);
    this.hashHeads.fill(NONE);
    this.groupOf.fill(undefined);
    this.free = NONE;
    this.made = 0;
    this.live = 0;
  }

  /** Puts a host where its values belong. */
  place(host: number, group: HostGroup, values: Float64Array): void {
    const before = this.classOf[host]!;
    if (before >= 0) {
      if (this.isClass(before, group, values)) return;
      this.leave(host, before);
    }
    const hash = this.hash(group, values);
    let found = this.hashHeads[hash]!;
    while (found >= 0 && !this.isClass(found, group, values)) found = this.hashNext[found]!;
    if (found < 0) found = this.make(group, values, hash);
    this.classOf[host] = found;
    this.root[found] = this.tree.insert(this.root[found]!, host);
    group.hosts++;
  }

  /** Makes the largest and smallest values of a group exact again, by walking its classes. */
  refresh(group: HostGroup): void {
    const { heads } = group.buckets;
    group.forgetExtremes();
    for (let bucket = group.buckets.below(BUCKETS); bucket >= 0; bucket = group.buckets.below(bucket)) {
      for (let at = heads[bucket]!; at >= 0; at = this.next[at]!) {
        group.include(this.values, at * this.terms);
        group.scoreHigh = Math.max(group.scoreHigh, this.scoreOf(at));
      }
    }
  }

  /** Takes other slopes, and puts every class into its new bucket. */
  rebucket(slopes: Float64Array): void {
    this.slopes.set(slopes);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < this.made; at++) {
      const group = this.groupOf[at];
      if (group === undefined) continue;
      this.unlink(at, group);
      group.scoreHigh = Number.NEGATIVE_INFINITY;
      const score = this.scoreOf(at);
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
    const range = high > low ? high - low : 1;
    this.base = Number.isFinite(low) ? low - MARGIN * range : 0;
    this.width = ((1 + 2 * MARGIN) * range) / BUCKETS;
    for (let at = 0; at < this.made; at++) {
      const group = this.groupOf[at];
      if (group !== undefined) this.link(at, group);
    }
  }

  private leave(host: number, from: number): void {
    const group = this.groupOf[from]!;
    this.root[from] = this.tree.remove(this.root[from]!, host);
    group.hosts--;
    if (this.root[from] >= 0) return;
    this.unlink(from, group);
    this.unhash(from);
    group.classes--;
    group.exclude(this.values, from * this.terms);
    this.groupOf[from] = undefined;
    this.next[from] = this.free;
    this.free = from;
    this.live--;
  }

  private make(group: HostGroup, values: Float64Array, hash: number): number {
    let made = this.free;
    if (made >= 0) this.free = this.next[made]!;
    else made = this.made++;
    invariant(made < this.root.length, 'there are no more classes than hosts');
    for (let t = 0; t < this.terms; t++) this.values[made * this.terms + t] = values[t]!;
    this.groupOf[made] = group;
    this.root[made] = NONE;
    this.hashOf[made] = hash;
    this.hashNext[made] = this.hashHeads[hash]!;
    this.hashHeads[hash] = made;
    group.classes++;
    group.include(values, 0);
    this.link(made, group);
    this.live++;
    return made;
  }

  private link(at: number, group: HostGroup): void {
    const score = this.scoreOf(at);
    const bucket = Math.max(0, Math.min(BUCKETS - 1, Math.floor((score - this.base) / this.width)));
    if (score > group.scoreHigh) group.scoreHigh = score;
    const first = group.buckets.heads[bucket]!;
    this.bucketOf[at] = bucket;
    this.next[at] = first;
    this.previous[at] = NONE;
    if (first >= 0) this.previous[first] = at;
    group.buckets.setHead(bucket, at);
  }

  private unlink(at: number, group: HostGroup): void {
    const before = this.previous[at]!;
    const after = this.next[at]!;
    if (after >= 0) this.previous[after] = before;
    if (before >= 0) this.next[before] = after;
    else group.buckets.setHead(this.bucketOf[at]!, after);
  }

  private unhash(at: number): void {
    const { hashHeads, hashNext } = this;
    const hash = this.hashOf[at]!;
    const after = hashNext[at]!;
    if (hashHeads[hash] === at) {
      hashHeads[hash] = after;
      return;
    }
    let before = hashHeads[hash]!;
    while (hashNext[before] !== at) before = hashNext[before]!;
    hashNext[before] = after;
  }

  private scoreOf(at: number): number {
    let score = 0;
    for (let t = 0; t < this.terms; t++) score += this.slopes[t]! * this.values[at * this.terms + t]!;
    return score;
  }

  private isClass(at: number, group: HostGroup, values: Float64Array): boolean {
    if (this.groupOf[at] !== group) return false;
    for (let t = 0; t < this.terms; t++) if (this.values[at * this.terms + t] !== values[t]) return false;
    return true;
  }

  /** The whole part of each value is enough to tell most classes apart. */
  private hash(group: HostGroup, values: Float64Array): number {
    let hash = Math.imul(group.number + 1, 0x9e3779b1);
    for (let t = 0; t < this.terms; t++) hash = Math.imul(hash ^ (values[t]! | 0), 0x85ebca6b) ^ (hash >>> 13);
    return (hash ^ (hash >>> 16)) & (this.hashHeads.length - 1);
  }
}
