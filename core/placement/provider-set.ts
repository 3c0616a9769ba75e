/** A set of providers by number: one bit each, so that two sets meet 32 providers at a time. */
export class ProviderSet {
  words = new Uint32Array(1);
  size = 0;

  has(provider: number): boolean {
    const word = provider >>> 5;
    return word < this.words.length && ((this.words[word]! >>> (provider & 31)) & 1) === 1;
  }

  /** False when it was there already. */
  add(provider: number): boolean {
    if (this.has(provider)) return false;
    this.reach(provider);
    this.words[provider >>> 5]! |= 1 << (provider & 31);
    this.size++;
    return true;
  }

  /** False when it was not there. */
  delete(provider: number): boolean {
    if (!this.has(provider)) return false;
    this.words[provider >>> 5]! &= ~(1 << (provider & 31));
    this.size--;
    return true;
  }

  /** Ascending. */
  *members(): IterableIterator<number> {
    for (let word = 0; word < this.words.length; word++) {
      for (let bits = this.words[word]!; bits !== 0; bits &= bits - 1) yield word * 32 + lowestBit(bits);
    }
  }

  private reach(provider: number): void {
    const needed = (provider >>> 5) + 1;
    if (needed <= this.words.length) return;
    const wider = new Uint32Array(Math.max(needed, this.words.length * 2));
    wider.set(this.words);
    this.words = wider;
  }
}

/** Position of the lowest bit that is set in a word that is not zero. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
