/** Indexes of hosts in an order, in memory that is used again for every decision. */
export class HostList {
  readonly indexes: Int32Array;
  count = 0;

  constructor(capacity: number) {
    this.indexes = new Int32Array(capacity);
  }

  fillWithAll(): void {
    for (let i = 0; i < this.indexes.length; i++) this.indexes[i] = i;
    this.count = this.indexes.length;
  }

  toArray(): number[] {
    return Array.from(this.indexes.subarray(0, this.count));
  }

  /** Keeps the hosts for which the test holds, in order. */
  keep(test: (hostIndex: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      const index = this.indexes[i]!;
      if (test(index)) this.indexes[kept++] = index;
    }
    this.count = kept;
  }
}
