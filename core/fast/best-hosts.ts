/** The best few hosts found so far: heavier first, of equals the lower index. */
export class BestHosts {
  count = 0;
  /** No host below this weight can get in any more. */
  threshold = Number.NEGATIVE_INFINITY;
  /** Which of two hosts of equal weight goes first; by index unless set. */
  goesFirst: ((host: number, other: number) => boolean) | undefined = undefined;
  private readonly indexes: Int32Array;
  private readonly weights: Float64Array;
  private wanted = 1;

  constructor(hosts: number) {
    this.indexes = new Int32Array(hosts);
    this.weights = new Float64Array(hosts);
  }

  clear(wanted: number): void {
    this.count = 0;
    this.wanted = Math.min(wanted, this.indexes.length);
    this.threshold = Number.NEGATIVE_INFINITY;
  }

  host(i: number): number {
    return this.indexes[i]!;
  }

  weight(i: number): number {
    return this.weights[i]!;
  }

  /** False when the host is not among the best: then no host of a higher index at this weight is. */
  offer(host: number, weight: number): boolean {
    const { indexes, weights } = this;
    let at = this.count;
    while (
      at > 0 &&
      (weight > weights[at - 1]! || (weight === weights[at - 1]! && this.isFirst(host, indexes[at - 1]!)))
    )
      at--;
    if (at >= this.wanted) return false;
    if (this.count < this.wanted) this.count++;
    for (let i = this.count - 1; i > at; i--) {
      indexes[i] = indexes[i - 1]!;
      weights[i] = weights[i - 1]!;
    }
    indexes[at] = host;
    weights[at] = weight;
    if (this.count === this.wanted) this.threshold = weights[this.count - 1]!;
    return true;
  }

  private isFirst(host: number, other: number): boolean {
    return this.goesFirst === undefined ? host < other : this.goesFirst(host, other);
  }
}
