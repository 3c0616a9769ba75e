/** Names and small dense numbers for them. A number is never given to another name. */
export class NameTable {
  private readonly ids = new Map<string, number>();
  private readonly names: (string | undefined)[] = [];

  constructor(names: readonly string[] = []) {
    for (const name of names) this.add(name);
  }

  /** Every number given so far is below this. */
  get size(): number {
    return this.names.length;
  }

  idOf(name: string): number | undefined {
    return this.ids.get(name);
  }

  /** Empty for a number whose name was removed. */
  nameOf(id: number): string {
    return this.names[id] ?? '';
  }

  /** Number of the name, given now if it had none. */
  add(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.push(name) - 1;
    this.ids.set(name, id);
    return id;
  }

  remove(id: number): void {
    const name = this.names[id];
    if (name === undefined) return;
    this.ids.delete(name);
    this.names[id] = undefined;
  }

  /** Takes back a removal, or gives a number that has no name a new one. */
  restore(id: number, name: string): void {
    this.ids.set(name, id);
    this.names[id] = name;
  }

  /** Every name that has a number. */
  all(): IterableIterator<string> {
    return this.ids.keys();
  }
}
