import { EventHeap } from './event-heap.ts';
import { EventRecords } from './event-records.ts';

const NONE = -1;
const BUCKETS_MIN = 64;
const BUCKETS_MAX = 1 << 20;
/** Buckets reach this often as far as the mean event, so that most events are in one. */
const REACH = 2;
/** Buckets for each event: more than one, because more happens soon than late. */
const BUCKETS_PER_EVENT = 4;
/** The buckets are made anew when the events have become this many times more. */
const GROWTH = 4;

/**
 * Future events in total order: by time, and at equal times in the order in which they were
 * scheduled. Once grown, it allocates nothing.
 *
 * The near future is a heap; what comes later waits unsorted in buckets of equal time spans, and what
 * comes after the last bucket in one list, so that an event costs about the same however many wait.
 * An event is a kind with two whole numbers of payload. `pop` puts the earliest one into the
 * public fields rather than into an object.
 */
export class EventQueue {
  /** The event that `pop` took. */
  atSeconds = Number.NEGATIVE_INFINITY;
  kind = 0;
  subject = 0;
  detail = 0;
  /** Events that wait. */
  length = 0;
  /** Events scheduled so far. */
  scheduled = 0;
  /** Time of the earliest event, `Infinity` when there is none. */
  nextSeconds = Number.POSITIVE_INFINITY;

  private readonly records: EventRecords;
  /** Every event up to the present bucket. It is empty only when the queue is. */
  private readonly near: EventHeap;
  /** First record of each bucket, with a bit for each that has one. */
  private heads = new Int32Array(BUCKETS_MIN).fill(NONE);
  private filled = new Int32Array(BUCKETS_MIN >>> 5);
  private far = NONE;
  private present = 0;
  private baseSeconds = 0;
  private bucketsPerSecond = 0;
  private rebuildLength = BUCKETS_MIN;

  constructor(capacity = 1024) {
    this.records = new EventRecords(capacity);
    this.near = new EventHeap(this.records);
  }

  /** Place of the earliest event in the order of scheduling. */
  get nextOrder(): number {
    return this.length === 0 ? Number.POSITIVE_INFINITY : this.records.order(this.near.first);
  }

  /** `detail` is for the receiver: a version, a number of attempts. */
  push(atSeconds: number, kind: number, subject: number, detail = 0): void {
    const record = this.records.add(atSeconds, this.scheduled++, kind, subject, detail);
    if (this.length++ === 0) {
      this.baseSeconds = atSeconds;
      this.present = 0;
    }
    this.store(record, atSeconds);
    if (atSeconds < this.nextSeconds) this.nextSeconds = atSeconds;
    if (this.length > this.rebuildLength) this.rebuild();
  }

  /** Takes the earliest event into the fields; false when there is none. */
  pop(): boolean {
    if (this.length === 0) return false;
    const { records, near } = this;
    const { first } = near;
    this.atSeconds = records.atSeconds(first);
    this.kind = records.kind(first);
    this.subject = records.subject(first);
    this.detail = records.detail(first);
    near.pop();
    records.remove(first);
    if (--this.length > 0 && near.size === 0) this.advance();
    this.nextSeconds = this.length === 0 ? Number.POSITIVE_INFINITY : near.firstSeconds;
    return true;
  }

  private store(record: number, atSeconds: number): void {
    const bucket = Math.floor((atSeconds - this.baseSeconds) * this.bucketsPerSecond);
    // Also what cannot be compared: the heap is always right.
    if (!(bucket > this.present)) return this.near.push(record, atSeconds);
    if (bucket >= this.heads.length) {
      this.records.setNext(record, this.far);
      this.far = record;
      return;
    }
    this.records.setNext(record, this.heads[bucket]!);
    this.heads[bucket] = record;
    this.filled[bucket >>> 5]! |= 1 << (bucket & 31);
  }

  /** The heap has run empty: goes on to the next bucket that is not. */
  private advance(): void {
    const bucket = this.nextBucket();
    if (bucket < 0) return this.rebuild();
    this.present = bucket;
    for (let record = this.takeBucket(bucket); record !== NONE; record = this.records.next(record)) {
      this.near.push(record, this.records.atSeconds(record));
    }
  }

  private nextBucket(): number {
    const { filled } = this;
    for (let word = this.present >>> 5; word < filled.length; word++) {
      const bits = filled[word]!;
      if (bits !== 0) return (word << 5) | (31 - Math.clz32(bits & -bits));
    }
    return NONE;
  }

  /** Fits the buckets to the events that wait, and sorts these in. */
  private rebuild(): void {
    const all = this.takeAll();
    let first = Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let record = all; record !== NONE; record = this.records.next(record)) {
      const atSeconds = this.records.atSeconds(record);
      if (atSeconds < first) first = atSeconds;
      sum += atSeconds;
    }
    const buckets = Math.min(
      BUCKETS_MAX,
      Math.max(BUCKETS_MIN, 2 ** Math.ceil(Math.log2(BUCKETS_PER_EVENT * this.length))),
    );
    if (buckets !== this.heads.length) {
      this.heads = new Int32Array(buckets).fill(NONE);
      this.filled = new Int32Array(buckets >>> 5);
    }
    const perSecond = buckets / (REACH * (sum / this.length - first));
    this.baseSeconds = first;
    this.bucketsPerSecond = Number.isFinite(perSecond) ? perSecond : 0;
    this.present = 0;
    this.rebuildLength = GROWTH * Math.max(BUCKETS_MIN, this.length);
    for (let record = all; record !== NONE;) {
      const next = this.records.next(record);
      this.store(record, this.records.atSeconds(record));
      record = next;
    }
  }

  /** Empties heap, buckets and list into one chain. */
  private takeAll(): number {
    const { near, records } = this;
    let chain = this.far;
    this.far = NONE;
    for (let bucket = this.nextBucket(); bucket >= 0; bucket = this.nextBucket()) {
      for (let record = this.takeBucket(bucket); record !== NONE;) {
        const next = records.next(record);
        records.setNext(record, chain);
        chain = record;
        record = next;
      }
    }
    for (let place = 0; place < near.size; place++) {
      const record = near.at(place);
      records.setNext(record, chain);
      chain = record;
    }
    near.size = 0;
    return chain;
  }

  private takeBucket(bucket: number): number {
    const head = this.heads[bucket]!;
    this.heads[bucket] = NONE;
    this.filled[bucket >>> 5]! &= ~(1 << (bucket & 31));
    return head;
  }
}
