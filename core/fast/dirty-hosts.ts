/** What changed of a host, as bits. */
const AMOUNTS = 1;
const ROOM = 2;
const ANYTHING = 4;

/** Hosts that changed since they were last looked at, each once. */
export class DirtyHosts {
  readonly indexes: Int32Array;
  count = 0;
  private readonly marks: Uint8Array;

  constructor(hosts: number) {
    this.indexes = new Int32Array(hosts);
    this.marks = new Uint8Array(hosts);
  }

  /** The host itself changed; `amountsOnly` as in `CloudObserver`. */
  mark(host: number, amountsOnly: boolean): void {
    this.note(host, amountsOnly ? AMOUNTS : ANYTHING);
  }

  /** What Placement knows of it changed; `amountsOnly`: nothing but what is used. */
  markRoom(host: number, amountsOnly: boolean): void {
    // Placement may know providers that are no hosts of the scheduler.
    if (host < this.marks.length) this.note(host, amountsOnly ? ROOM : ANYTHING);
  }

  markAll(): void {
    for (let host = 0; host < this.marks.length; host++) this.mark(host, false);
  }

  /** More than amounts and room changed. */
  isThorough(host: number): boolean {
    return this.marks[host]! >= ANYTHING;
  }

  /** Placement has the room that it had. */
  hasSameRoom(host: number): boolean {
    return this.marks[host] === AMOUNTS;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.marks[this.indexes[i]!] = 0;
    this.count = 0;
  }

  private note(host: number, change: number): void {
    const before = this.marks[host]!;
    if (before === 0) this.indexes[this.count++] = host;
    this.marks[host] = before | change;
  }
}
