import type { CandidatesQuery, Inventory, RequestGroup, WantedAllocations } from '../../../core/index.ts';

interface NaiveProvider {
  readonly uuid: string;
  parent: string | null;
  generation: number;
  inventories: Map<string, Inventory>;
  traits: Set<string>;
  aggregates: Set<string>;
}

interface NaiveRow {
  readonly provider: string;
  readonly resourceClass: string;
  readonly amount: number;
}

interface NaiveConsumer {
  readonly projectId: string;
  readonly generation: number;
  readonly rows: readonly NaiveRow[];
}

/**
 * Placement by its definition, without any thought of speed: plain maps, everything counted anew, and
 * candidates found by trying every combination. Shares nothing with the engine but its types.
 */
export class NaiveCloud {
  providers = new Map<string, NaiveProvider>();
  consumers = new Map<string, NaiveConsumer>();

  add(uuid: string, parent: string | null): void {
    this.providers.set(uuid, {
      uuid,
      parent,
      generation: 0,
      inventories: new Map(),
      traits: new Set(),
      aggregates: new Set(),
    });
  }

  used(provider: string, resourceClass: string): number {
    let sum = 0;
    for (const { rows } of this.consumers.values()) {
      for (const row of rows) if (row.provider === provider && row.resourceClass === resourceClass) sum += row.amount;
    }
    return sum;
  }

  capacity(provider: string, resourceClass: string): number {
    const inventory = this.providers.get(provider)!.inventories.get(resourceClass);
    return inventory === undefined ? 0 : (inventory.total - inventory.reserved) * inventory.allocationRatio;
  }

  /** Whether the replacement is accepted; does it when it is. */
  replace(wanted: readonly WantedAllocations[]): boolean {
    const before = new Map(this.consumers);
    for (const each of wanted) {
      const known = this.consumers.get(each.consumerUuid);
      if (each.consumerGeneration !== undefined && (known?.generation ?? null) !== each.consumerGeneration) {
        this.consumers = before;
        return false;
      }
    }
    const visited = new Set<string>();
    for (const each of wanted) {
      const rows = [...each.resources].flatMap(([provider, resources]) =>
        Object.entries(resources).map(([resourceClass, amount]) => ({ provider, resourceClass, amount })),
      );
      const old = this.consumers.get(each.consumerUuid);
      for (const row of rows.length > 0 ? rows : (old?.rows ?? [])) visited.add(row.provider);
      if (rows.length === 0) this.consumers.delete(each.consumerUuid);
      else {
        this.consumers.set(each.consumerUuid, {
          projectId: each.projectId,
          generation: (old?.generation ?? 0) + 1,
          rows,
        });
      }
    }
    const touched = wanted.flatMap((each) => this.consumers.get(each.consumerUuid)?.rows ?? []);
    if (!touched.every((row) => this.accepts(row))) {
      this.consumers = before;
      return false;
    }
    for (const uuid of visited) this.providers.get(uuid)!.generation++;
    return true;
  }

  private accepts({ provider, resourceClass, amount }: NaiveRow): boolean {
    const inventory = this.providers.get(provider)?.inventories.get(resourceClass);
    if (inventory === undefined) return false;
    if (amount < inventory.minUnit || amount > inventory.maxUnit || amount % inventory.stepSize !== 0) return false;
    return this.used(provider, resourceClass) <= this.capacity(provider, resourceClass);
  }

  root(uuid: string): string {
    const { parent } = this.providers.get(uuid)!;
    return parent === null ? uuid : this.root(parent);
  }

  private ancestors(uuid: string): string[] {
    const { parent } = this.providers.get(uuid)!;
    return parent === null ? [uuid] : [uuid, ...this.ancestors(parent)];
  }

  /** Candidates as texts, each once, sorted. */
  candidates(query: CandidatesQuery): string[] {
    const found = new Set<string>();
    for (const uuid of this.providers.keys()) {
      if (this.root(uuid) !== uuid || !this.isAnchor(uuid, query)) continue;
      for (const choice of this.choices(uuid, query.groups, [])) {
        const text = this.judge(query, choice);
        if (text !== undefined) found.add(text);
      }
    }
    return [...found].sort();
  }

  private isAnchor(uuid: string, query: CandidatesQuery): boolean {
    const { traits } = this.providers.get(uuid)!;
    return (
      query.rootRequired.every((trait) => traits.has(trait)) && !query.rootForbidden.some((trait) => traits.has(trait))
    );
  }

  /** Members of the anchor's tree, and providers that share with one of them. */
  private reach(anchor: string): NaiveProvider[] {
    const all = [...this.providers.values()];
    const tree = all.filter((each) => this.root(each.uuid) === anchor);
    const near = new Set(tree.flatMap((each) => [...each.aggregates]));
    const shared = all.filter(
      (each) =>
        this.root(each.uuid) !== anchor &&
        each.traits.has('MISC_SHARES_VIA_AGGREGATE') &&
        [...each.aggregates].some((aggregate) => near.has(aggregate)),
    );
    return [...tree, ...shared];
  }

  /** Every way to give each group its providers: for each group a list of rows. */
  private *choices(
    anchor: string,
    groups: readonly RequestGroup[],
    picked: readonly (readonly NaiveRow[])[],
  ): Iterable<readonly (readonly NaiveRow[])[]> {
    const group = groups[picked.length];
    if (group === undefined) {
      yield picked;
      return;
    }
    for (const rows of this.groupChoices(anchor, group)) yield* this.choices(anchor, groups, [...picked, rows]);
  }

  private *groupChoices(anchor: string, group: RequestGroup): Iterable<NaiveRow[]> {
    const wanted = Object.entries(group.resources);
    const reach = this.reach(anchor);
    if (group.suffix !== '') {
      for (const { uuid } of reach) {
        const rows = wanted.map(([resourceClass, amount]) => ({ provider: uuid, resourceClass, amount }));
        if (this.satisfies(group, rows)) yield rows;
      }
      return;
    }
    const combine = function* (index: number, rows: NaiveRow[]): Iterable<NaiveRow[]> {
      if (index === wanted.length) {
        yield rows;
        return;
      }
      const [resourceClass, amount] = wanted[index]!;
      for (const { uuid } of reach) yield* combine(index + 1, [...rows, { provider: uuid, resourceClass, amount }]);
    };
    for (const rows of combine(0, [])) if (this.satisfiesTogether(anchor, group, rows)) yield rows;
  }

  private fits({ provider, resourceClass, amount }: NaiveRow): boolean {
    const inventory = this.providers.get(provider)!.inventories.get(resourceClass);
    if (inventory === undefined) return false;
    const { minUnit, maxUnit, stepSize } = inventory;
    if (amount < minUnit || amount > maxUnit || amount % stepSize !== 0) return false;
    return this.used(provider, resourceClass) + amount <= this.capacity(provider, resourceClass);
  }

  private satisfies(group: RequestGroup, rows: readonly NaiveRow[]): boolean {
    const provider = this.providers.get(rows[0]!.provider)!;
    return (
      rows.every((row) => this.fits(row)) &&
      group.requiredTraits.every((anyOf) => anyOf.some((trait) => provider.traits.has(trait))) &&
      !group.forbiddenTraits.some((trait) => provider.traits.has(trait)) &&
      group.memberOf.every((anyOf) => anyOf.some((aggregate) => provider.aggregates.has(aggregate))) &&
      !group.forbiddenAggregates.some((aggregate) => provider.aggregates.has(aggregate)) &&
      (group.inTree === undefined || this.root(group.inTree) === this.root(provider.uuid))
    );
  }

  private satisfiesTogether(anchor: string, group: RequestGroup, rows: readonly NaiveRow[]): boolean {
    const providers = rows.map((row) => this.providers.get(row.provider)!);
    const traits = new Set(providers.flatMap((each) => [...each.traits]));
    const inAll = (uuid: string): boolean =>
      group.memberOf.every((anyOf) => anyOf.some((each) => this.providers.get(uuid)!.aggregates.has(each)));
    const inForbidden = (uuid: string): boolean =>
      group.forbiddenAggregates.some((each) => this.providers.get(uuid)!.aggregates.has(each));
    return (
      rows.every((row) => this.fits(row)) &&
      group.requiredTraits.every((anyOf) => anyOf.some((trait) => traits.has(trait))) &&
      !group.forbiddenTraits.some((trait) => traits.has(trait)) &&
      providers.every(({ uuid }) => {
        const own = this.root(uuid) === anchor;
        if (!own && group.inTree !== undefined) return false;
        if (own && group.inTree !== undefined && this.root(group.inTree) !== anchor) return false;
        // A member of the tree counts by itself or by its root; a sharing provider by itself only.
        if (group.memberOf.length > 0 && !inAll(uuid) && !(own && inAll(anchor))) return false;
        return !inForbidden(uuid) && !inForbidden(anchor);
      })
    );
  }

  private judge(query: CandidatesQuery, picked: readonly (readonly NaiveRow[])[]): string | undefined {
    const granular = picked.flatMap((rows, index) => (query.groups[index]!.suffix === '' ? [] : [rows[0]!.provider]));
    if (query.groupPolicy === 'isolate' && new Set(granular).size < granular.length) return undefined;
    for (const suffixes of query.sameSubtree) {
      const uuids = picked.flatMap((rows, index) =>
        suffixes.includes(query.groups[index]!.suffix) ? rows.map((row) => row.provider) : [],
      );
      if (!uuids.some((top) => uuids.every((each) => this.ancestors(each).includes(top)))) return undefined;
    }
    const sums = new Map<string, NaiveRow>();
    for (const row of picked.flat()) {
      const key = `${row.provider} ${row.resourceClass}`;
      sums.set(key, { ...row, amount: row.amount + (sums.get(key)?.amount ?? 0) });
    }
    for (const row of sums.values()) {
      const { maxUnit } = this.providers.get(row.provider)!.inventories.get(row.resourceClass)!;
      if (row.amount > maxUnit) return undefined;
      if (this.used(row.provider, row.resourceClass) + row.amount > this.capacity(row.provider, row.resourceClass)) {
        return undefined;
      }
    }
    return candidateText(
      [...sums.values()],
      picked.map((rows, index) => [query.groups[index]!.suffix, rows.map((row) => row.provider)]),
    );
  }
}

/** One text for each candidate, whatever the order of its parts. */
export function candidateText(
  rows: readonly NaiveRow[],
  mappings: readonly (readonly [suffix: string, providers: readonly string[]])[],
): string {
  const parts = rows.map((row) => `${row.provider}:${row.resourceClass}=${row.amount}`).sort();
  const groups = mappings.map(([suffix, providers]) => `${suffix}->${[...new Set(providers)].sort().join('+')}`);
  return `${parts.join(' ')} | ${groups.sort().join(' ')}`;
}
