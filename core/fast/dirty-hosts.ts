const AMOUNTS = 1;
const ANYTHING = 2;

/** Hosts that changed since they were last looked at, each once. */
export class DirtyHosts {
  readonly indexes: Int32Array;
  count = 0;
  private readonly marks: Uint8Array;

  constructor(hosts: number) {
    this.indexes = new Int32Array(hosts);
    this.marks = new Uint8Array(hosts);
  }

  mark(host: number, amountsOnly: boolean): void {
    const before = this.marks[host];
    // Placement may know providers that are no hosts of the scheduler.
    if (before === undefined) return;
    if (before === 0) this.indexes[this.count++] = host;
    if (before < ANYTHING) this.marks[host] = amountsOnly ? AMOUNTS : ANYTHING;
  }

  markAll(): void {
    for (let host = 0; host < this.marks.length; host++) this.mark(host, false);
  }

  /** More than amounts changed. */
  isThorough(host: number): boolean {
    return this.marks[host] === ANYTHING;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.marks[this.indexes[i]!] = 0;
    this.count = 0;
  }
}
