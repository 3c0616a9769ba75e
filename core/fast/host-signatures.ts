/**
 * Numbers for rows of verdicts, one verdict for each request type: hosts of the same cell and the same
 * row have the same number. Rows grow by one place when a type is added.
 */
export class HostSignatures {
  /** By host. */
  readonly of: Int32Array;
  private rows: string[] = [];
  private numbers = new Map<string, number>();
  private readonly cells = new Map<string | undefined, number>();

  constructor(hosts: number) {
    this.of = new Int32Array(hosts);
  }

  /** Cells that hosts were ever in. */
  get cellCount(): number {
    return this.cells.size;
  }

  /** Numbers given. */
  get size(): number {
    return this.rows.length;
  }

  /** Sets a host's row. */
  set(host: number, cell: string | undefined, verdicts: readonly number[]): void {
    let number = this.cells.get(cell);
    if (number === undefined) this.cells.set(cell, (number = this.cells.size));
    this.of[host] = this.intern(String.fromCharCode(number, ...verdicts));
  }

  /** Adds a place to every host's row. */
  extend(verdicts: ArrayLike<number>): void {
    const rows = this.restart();
    for (let host = 0; host < this.of.length; host++) {
      this.of[host] = this.intern(rows[this.of[host]!]! + String.fromCharCode(verdicts[host]!));
    }
  }

  /** Forgets the rows that no host has any more. */
  compact(): void {
    const rows = this.restart();
    for (let host = 0; host < this.of.length; host++) this.of[host] = this.intern(rows[this.of[host]!]!);
  }

  verdict(signature: number, type: number): number {
    return this.rows[signature]!.charCodeAt(type + 1);
  }

  /** Number of the cell. */
  cellOf(signature: number): number {
    return this.rows[signature]!.charCodeAt(0);
  }

  private restart(): readonly string[] {
    const { rows } = this;
    this.rows = [];
    this.numbers = new Map();
    return rows;
  }

  private intern(row: string): number {
    let number = this.numbers.get(row);
    if (number === undefined) {
      number = this.rows.push(row) - 1;
      this.numbers.set(row, number);
    }
    return number;
  }
}
