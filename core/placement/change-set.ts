/** Keys of what a transaction changed: uuids of providers and consumers, names of classes and traits. */
export class ChangeSet {
  readonly providers = new Set<string>();
  readonly inventories = new Set<string>();
  readonly providerTraits = new Set<string>();
  readonly providerAggregates = new Set<string>();
  readonly consumers = new Set<string>();
  readonly classes = new Set<string>();
  readonly traits = new Set<string>();

  /** Keys in all. */
  get size(): number {
    return this.sets().reduce((sum, set) => sum + set.size, 0);
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** Adds what another transaction changed. */
  merge(other: ChangeSet): void {
    const theirs = other.sets();
    this.sets().forEach((set, index) => {
      for (const key of theirs[index]!) set.add(key);
    });
  }

  private sets(): Set<string>[] {
    const { providers, inventories, providerTraits, providerAggregates, consumers, classes, traits } = this;
    return [providers, inventories, providerTraits, providerAggregates, consumers, classes, traits];
  }
}
