/** Words in the row of a host; four rows stand in one line of the cache. */
export const ROW = 4;
/** Places in a row. The first two are the owner's; the others belong to the tree. */
export const CLASS = 0;
export const KEY = 1;
export const LEFT = 2;
export const RIGHT = 3;
const NONE = -1;

/**
 * Sorted sets of host indexes, each host in one set at most: treaps whose nodes are the hosts
 * themselves, so that nothing is allocated. A set is known by its root, -1 when it is empty. Links
 * stand in rows, of host h from `h * ROW`.
 */
export class HostTree {
  readonly rows: Int32Array;

  constructor(hosts: number) {
    this.rows = new Int32Array(hosts * ROW).fill(NONE);
  }

  /** Answers the new root. */
  insert(root: number, host: number): number {
    const { rows } = this;
    const own = priority(host);
    let at = root;
    let link = NONE;
    while (at >= 0 && priority(at) >= own) {
      link = at * ROW + (host < at ? LEFT : RIGHT);
      at = rows[link]!;
    }
    this.split(at, host);
    if (link < 0) return host;
    rows[link] = host;
    return root;
  }

  /** Answers the new root. The host is in the set. */
  remove(root: number, host: number): number {
    const { rows } = this;
    let at = root;
    let link = NONE;
    while (at !== host) {
      link = at * ROW + (host < at ? LEFT : RIGHT);
      at = rows[link]!;
    }
    const rest = this.join(rows[host * ROW + LEFT]!, rows[host * ROW + RIGHT]!);
    if (link < 0) return rest;
    rows[link] = rest;
    return root;
  }

  /** Whether the host is all there is in its set. */
  isAlone(root: number, host: number): boolean {
    const { rows } = this;
    return root === host && rows[host * ROW + LEFT]! < 0 && rows[host * ROW + RIGHT]! < 0;
  }

  /** Hangs the hosts below and above `host` to its two sides. */
  private split(root: number, host: number): void {
    const { rows } = this;
    let below = host * ROW + LEFT;
    let above = host * ROW + RIGHT;
    let at = root;
    while (at >= 0) {
      if (at < host) {
        rows[below] = at;
        below = at * ROW + RIGHT;
        at = rows[below]!;
      } else {
        rows[above] = at;
        above = at * ROW + LEFT;
        at = rows[above]!;
      }
    }
    rows[below] = NONE;
    rows[above] = NONE;
  }

  private join(lower: number, upper: number): number {
    const { rows } = this;
    if (lower < 0) return upper;
    if (upper < 0) return lower;
    const root = priority(lower) > priority(upper) ? lower : upper;
    let below = lower;
    let above = upper;
    let link = NONE;
    while (below >= 0 && above >= 0) {
      const isBelow = priority(below) > priority(above);
      const at = isBelow ? below : above;
      if (link >= 0) rows[link] = at;
      link = at * ROW + (isBelow ? RIGHT : LEFT);
      if (isBelow) below = rows[link]!;
      else above = rows[link]!;
    }
    rows[link] = below >= 0 ? below : above;
    return root;
  }
}

/**
 * Keeps the trees shallow; a fixed function of the index, so that every run builds the same ones.
 * Multiplicative hashing; constant: 2^32 divided by the golden ratio.
 */
function priority(host: number): number {
  const x = Math.imul(host + 1, 0x9e3779b1);
  return Math.imul(x ^ (x >>> 15), 0x85ebca6b);
}
