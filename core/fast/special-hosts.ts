/**
 * Hosts that a decision looks at one by one, because the request or what it took already sets them
 * apart from their class: ignored ones, members' hosts, hosts chosen for earlier instances.
 */
export class SpecialHosts {
  count = 0;
  readonly terms: number;
  /** By place. */
  hosts = new Int32Array(0);
  /** 1: passes all filters. */
  passes = new Uint8Array(0);
  /** 1: chosen for an instance of the request. */
  taken = new Uint8Array(0);
  /** 1: has no room for one more instance. */
  full = new Uint8Array(0);
  /** Raw value of the server group's terms. */
  members = new Float64Array(0);
  /** Last round in which the host was chosen, -1 for none. */
  lastRound = new Int32Array(0);
  /** Term t of place p at `p * terms + t`. */
  values = new Float64Array(0);
  /** How many pass all filters, and the extremes of each term among them. */
  passing = 0;
  readonly high: Float64Array;
  readonly low: Float64Array;
  private isStale = true;
  /** By host: its place, -1 for none. */
  readonly placeOf: Int32Array;

  constructor(hosts: number, terms: number) {
    this.terms = terms;
    this.high = new Float64Array(terms);
    this.low = new Float64Array(terms);
    this.placeOf = new Int32Array(hosts).fill(-1);
  }

  clear(): void {
    for (let place = 0; place < this.count; place++) this.placeOf[this.hosts[place]!] = -1;
    this.count = 0;
    this.isStale = true;
  }

  /** A place that passes got its values, or others: call it before they go (`leave`) and after they came. */
  come(place: number): void {
    if (this.isStale || this.passes[place] === 0) return;
    this.passing++;
    const { terms, high, low, values } = this;
    for (let t = 0; t < terms; t++) {
      const value = values[place * terms + t]!;
      if (value > high[t]!) high[t] = value;
      if (value < low[t]!) low[t] = value;
    }
  }

  leave(place: number): void {
    if (this.isStale || this.passes[place] === 0) return;
    this.passing--;
    const { terms, high, low, values } = this;
    for (let t = 0; t < terms; t++) {
      const value = values[place * terms + t]!;
      if (value === high[t] || value === low[t]) this.isStale = true;
    }
  }

  /** Brings `passing`, `high` and `low` up to date. */
  refresh(): void {
    if (!this.isStale) return;
    this.isStale = false;
    this.passing = 0;
    this.high.fill(Number.NEGATIVE_INFINITY);
    this.low.fill(Number.POSITIVE_INFINITY);
    for (let place = 0; place < this.count; place++) this.come(place);
  }

  /** Answers the place; a host that has one keeps it. */
  add(host: number): number {
    const known = this.placeOf[host]!;
    if (known >= 0) return known;
    if (this.count === this.hosts.length) this.widen(Math.max(16, 2 * this.count));
    const place = this.count++;
    this.placeOf[host] = place;
    this.hosts[place] = host;
    this.passes[place] = 1;
    this.taken[place] = 0;
    this.full[place] = 0;
    this.members[place] = 0;
    this.lastRound[place] = -1;
    return place;
  }

  private widen(places: number): void {
    this.hosts = copied(this.hosts, new Int32Array(places));
    this.passes = copied(this.passes, new Uint8Array(places));
    this.taken = copied(this.taken, new Uint8Array(places));
    this.full = copied(this.full, new Uint8Array(places));
    this.members = copied(this.members, new Float64Array(places));
    this.lastRound = copied(this.lastRound, new Int32Array(places));
    this.values = copied(this.values, new Float64Array(places * this.terms));
  }
}

function copied<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
