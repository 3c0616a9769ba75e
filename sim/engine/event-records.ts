import { lineRecords, wordsOf } from '../../core/index.ts';

/** Words of 4 bytes in a record, and numbers of 8 bytes: one line of the cache holds two records. */
const WORDS = 8;
const NUMBERS = 4;
const NONE = -1;

/**
 * Events by number, each in one piece of memory: time, order of scheduling, payload, and the next one
 * in whatever chain it stands in. A freed number is given again.
 */
export class EventRecords {
  private numbers: Float64Array<ArrayBuffer>;
  private words: Int32Array;
  private made = 0;
  private free = NONE;

  constructor(capacity: number) {
    this.numbers = lineRecords(capacity * NUMBERS);
    this.words = wordsOf(this.numbers);
  }

  add(atSeconds: number, order: number, kind: number, subject: number, detail: number): number {
    const record = this.takeNumber();
    const { numbers, words } = this;
    numbers[record * NUMBERS] = atSeconds;
    numbers[record * NUMBERS + 1] = order;
    words[record * WORDS + 4] = kind;
    words[record * WORDS + 5] = subject;
    words[record * WORDS + 6] = detail;
    return record;
  }

  remove(record: number): void {
    this.words[record * WORDS + 7] = this.free;
    this.free = record;
  }

  atSeconds(record: number): number {
    return this.numbers[record * NUMBERS]!;
  }

  order(record: number): number {
    return this.numbers[record * NUMBERS + 1]!;
  }

  kind(record: number): number {
    return this.words[record * WORDS + 4]!;
  }

  subject(record: number): number {
    return this.words[record * WORDS + 5]!;
  }

  detail(record: number): number {
    return this.words[record * WORDS + 6]!;
  }

  /** Next in the chain, -1 at its end. */
  next(record: number): number {
    return this.words[record * WORDS + 7]!;
  }

  setNext(record: number, next: number): void {
    this.words[record * WORDS + 7] = next;
  }

  private takeNumber(): number {
    const free = this.free;
    if (free !== NONE) {
      this.free = this.next(free);
      return free;
    }
    if (this.made * WORDS === this.words.length) this.grow();
    return this.made++;
  }

  private grow(): void {
    const wider = lineRecords(this.numbers.length * 2);
    const words = wordsOf(wider);
    // As words: a bit pattern that is no number must not change.
    words.set(this.words);
    this.words = words;
    this.numbers = wider;
  }
}
