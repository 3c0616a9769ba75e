/** Gives each name a number, in the order of first sight. */
export class NameTable {
  readonly names: string[] = [];
  private readonly indexes = new Map<string, number>();

  index(name: string): number {
    let index = this.indexes.get(name);
    if (index === undefined) {
      index = this.names.length;
      this.names.push(name);
      this.indexes.set(name, index);
    }
    return index;
  }

  has(name: string): boolean {
    return this.indexes.has(name);
  }
}
