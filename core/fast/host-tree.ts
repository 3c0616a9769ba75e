const NONE = -1;

/**
 * Sorted sets of host indexes, each host in one set at most: treaps whose nodes are the hosts
 * themselves, so that nothing is allocated. A set is known by its root, -1 when it is empty.
 */
export class HostTree {
  readonly left: Int32Array;
  readonly right: Int32Array;

  constructor(hosts: number) {
    this.left = new Int32Array(hosts).fill(NONE);
    this.right = new Int32Array(hosts).fill(NONE);
  }

  /** Answers the new root. */
  insert(root: number, host: number): number {
    if (root < 0) {
      this.left[host] = NONE;
      this.right[host] = NONE;
      return host;
    }
    if (priority(host) > priority(root)) {
      this.split(root, host);
      return host;
    }
    if (host < root) this.left[root] = this.insert(this.left[root]!, host);
    else this.right[root] = this.insert(this.right[root]!, host);
    return root;
  }

  /** Answers the new root. The host is in the set. */
  remove(root: number, host: number): number {
    if (root === host) return this.join(this.left[host]!, this.right[host]!);
    if (host < root) this.left[root] = this.remove(this.left[root]!, host);
    else this.right[root] = this.remove(this.right[root]!, host);
    return root;
  }

  /** The lowest host of a set that is not empty. */
  first(root: number): number {
    let at = root;
    while (this.left[at]! >= 0) at = this.left[at]!;
    return at;
  }

  /** Hangs the hosts below and above `host` to its two sides. */
  private split(root: number, host: number): void {
    let below = NONE;
    let above = NONE;
    let at = root;
    this.left[host] = NONE;
    this.right[host] = NONE;
    while (at >= 0) {
      if (at < host) {
        if (below < 0) this.left[host] = at;
        else this.right[below] = at;
        below = at;
        at = this.right[at]!;
      } else {
        if (above < 0) this.right[host] = at;
        else this.left[above] = at;
        above = at;
        at = this.left[at]!;
      }
    }
    if (below >= 0) this.right[below] = NONE;
    if (above >= 0) this.left[above] = NONE;
  }

  private join(below: number, above: number): number {
    if (below < 0) return above;
    if (above < 0) return below;
    if (priority(below) > priority(above)) {
      this.right[below] = this.join(this.right[below]!, above);
      return below;
    }
    this.left[above] = this.join(below, this.left[above]!);
    return above;
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
