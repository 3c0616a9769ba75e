/** Buckets of a group: enough that a bucket holds a few classes, and two levels of bits cover them. */
export const BUCKETS = 4096;
const WORDS = BUCKETS >>> 5;
const NONE = -1;

/** First class of each bucket, and bits that find the next bucket which is not empty. */
export class BucketRow {
  readonly heads = new Int32Array(BUCKETS).fill(NONE);
  private readonly words = new Int32Array(WORDS);
  private readonly summary = new Int32Array(WORDS >>> 5);

  setHead(bucket: number, classId: number): void {
    this.heads[bucket] = classId;
    const word = bucket >>> 5;
    if (classId >= 0) {
      this.words[word]! |= 1 << (bucket & 31);
      this.summary[word >>> 5]! |= 1 << (word & 31);
      return;
    }
    this.words[word]! &= ~(1 << (bucket & 31));
    if (this.words[word] === 0) this.summary[word >>> 5]! &= ~(1 << (word & 31));
  }

  /** The highest bucket below this one that is not empty, -1 when there is none. */
  below(bucket: number): number {
    if (bucket <= 0) return NONE;
    const last = bucket - 1;
    const word = last >>> 5;
    const bits = this.words[word]! & upTo(last & 31);
    if (bits !== 0) return (word << 5) | highest(bits);
    const lower = this.wordBelow(word);
    return lower < 0 ? NONE : (lower << 5) | highest(this.words[lower]!);
  }

  private wordBelow(word: number): number {
    if (word === 0) return NONE;
    let at = (word - 1) >>> 5;
    let bits = this.summary[at]! & upTo((word - 1) & 31);
    while (bits === 0) {
      if (at === 0) return NONE;
      bits = this.summary[--at]!;
    }
    return (at << 5) | highest(bits);
  }
}

/** Bits 0 to `bit`. */
function upTo(bit: number): number {
  return bit === 31 ? -1 : (1 << (bit + 1)) - 1;
}

function highest(bits: number): number {
  return 31 - Math.clz32(bits);
}
