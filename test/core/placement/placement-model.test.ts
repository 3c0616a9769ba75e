import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ChangeSet,
  createProvider,
  findCandidates,
  Placement,
  PlacementError,
  placementFromRecords,
  recordsOf,
  replaceAllocations,
  setInventories,
  setProviderAggregates,
  setProviderTraits,
  updateProvider,
} from '../../../core/index.ts';
import type { CandidatesQuery, Inventory, WantedAllocations } from '../../../core/index.ts';
import { candidateText, NaiveCloud } from './naive-cloud.ts';
import type { DrawnProvider } from './random-cloud.ts';
import {
  AGGREGATES,
  CLASSES,
  consumerUuid,
  providerUuid,
  randomInventory,
  randomProviders,
  randomQuery,
  restrictedQuery,
  roomyProviders,
  TRAITS,
} from './random-cloud.ts';

/** Repeats of a property; `PLACEMENT_RUNS` in the environment asks for more. */
const numRuns = Number(process.env['PLACEMENT_RUNS'] ?? 300);

/** An engine and the model beside it, which are told the same. */
class Pair {
  engine = new Placement();
  model = new NaiveCloud();

  /** Does something with the engine and tells whether it was accepted. */
  tries(work: () => void): boolean {
    try {
      this.engine.transact(work);
      return true;
    } catch (error) {
      if (error instanceof PlacementError) return false;
      throw error;
    }
  }

  addProvider(uuid: string, parentUuid: string | null): void {
    if (this.tries(() => createProvider(this.engine, { uuid, name: uuid, parentUuid })))
      this.model.add(uuid, parentUuid);
  }

  setInventories(uuid: string, wanted: Readonly<Record<string, Inventory>>): void {
    const known = this.model.providers.get(uuid);
    if (known === undefined) return;
    const isUsed = [...known.inventories.keys()].some((name) => !(name in wanted) && this.model.used(uuid, name) > 0);
    const entries = new Map(Object.entries(wanted));
    same(
      this.tries(() => setInventories(this.engine, this.engine.provider(uuid), entries)),
      !isUsed,
    );
    if (isUsed) return;
    known.inventories = entries;
    known.generation++;
  }

  setTraits(uuid: string, traits: readonly string[]): void {
    const known = this.model.providers.get(uuid);
    if (known === undefined) return;
    this.tries(() => setProviderTraits(this.engine, this.engine.provider(uuid), traits));
    const changed = traits.length !== known.traits.size || traits.some((trait) => !known.traits.has(trait));
    known.traits = new Set(traits);
    if (changed) known.generation++;
  }

  setAggregates(uuid: string, aggregates: readonly string[]): void {
    const known = this.model.providers.get(uuid);
    if (known === undefined) return;
    this.tries(() => setProviderAggregates(this.engine, this.engine.provider(uuid), aggregates, true));
    known.aggregates = new Set(aggregates);
    known.generation++;
  }

  move(uuid: string, parentUuid: string | null): void {
    const known = this.model.providers.get(uuid);
    if (known === undefined || (parentUuid !== null && !this.model.providers.has(parentUuid))) return;
    let isLoop = false;
    for (let at: string | null = parentUuid; at !== null; at = this.model.providers.get(at)!.parent)
      isLoop ||= at === uuid;
    const update = { name: uuid, parentUuid, mayReparent: true };
    same(
      this.tries(() => updateProvider(this.engine, this.engine.provider(uuid), update)),
      !isLoop,
    );
    if (!isLoop) known.parent = parentUuid;
  }

  replace(wanted: readonly WantedAllocations[]): void {
    const accepted = this.tries(() => replaceAllocations(this.engine, wanted));
    same(accepted, this.model.replace(wanted));
  }

  /** Candidates of the engine, as the model writes them. */
  candidates(query: CandidatesQuery): string[] {
    const { state } = this.engine;
    const uuid = (provider: number) => state.facts(provider).uuid;
    const list = findCandidates(this.engine, query);
    if (list.kind === 'flat') {
      return [...list.providers].map((provider) =>
        candidateText(
          list.amounts.map(([classId, amount]) => ({
            provider: uuid(provider),
            resourceClass: state.classes.nameOf(classId),
            amount,
          })),
          query.groups.map((group) => [group.suffix, [uuid(provider)]]),
        ),
      );
    }
    return list.candidates.map(({ rows, mappings }) =>
      candidateText(
        rows.map(({ provider, classId, amount }) => ({
          provider: uuid(provider),
          resourceClass: state.classes.nameOf(classId),
          amount,
        })),
        query.groups.map((group, index) => [group.suffix, mappings[index]!.map(uuid)]),
      ),
    );
  }

  /** The engine's account is the model's, and so is that of an engine made from its rows. */
  agree(): void {
    compare(this.engine, this.model);
    compare(placementFromRecords(recordsOf(this.engine, everything(this.engine))), this.model);
  }
}

/** Fails where the engine accepts what the model refuses, or the other way round. */
function same(engine: boolean, model: boolean): void {
  if (engine !== model) throw new Error(`the engine says ${engine}, the model ${model}`);
}

function compare(engine: Placement, model: NaiveCloud): void {
  for (const [uuid, known] of model.providers) {
    const provider = engine.provider(uuid);
    const facts = engine.state.facts(provider);
    expect(facts.generation).toBe(known.generation);
    expect(engine.state.facts(facts.root).uuid).toBe(model.root(uuid));
    expect([...facts.aggregates].sort()).toEqual([...known.aggregates].sort());
    expect([...facts.traits].map((id) => engine.state.traits.nameOf(id)).sort()).toEqual([...known.traits].sort());
    for (const name of CLASSES) {
      const classId = engine.classId(name);
      expect(engine.state.inventory(provider, classId)).toEqual(known.inventories.get(name));
      expect(engine.state.used(provider, classId)).toBe(model.used(uuid, name));
    }
  }
  for (const [uuid, consumer] of model.consumers) {
    expect(engine.consumer(uuid)).toMatchObject({ generation: consumer.generation, projectId: consumer.projectId });
  }
  const rows = [...model.consumers.values()].flatMap((consumer) => consumer.rows);
  expect(engine.state.allocations.size).toBe(rows.length);
}

function everything(engine: Placement): ChangeSet {
  const all = new ChangeSet();
  for (const facts of engine.state.providers) {
    if (facts === undefined) continue;
    for (const set of [all.providers, all.inventories, all.providerTraits, all.providerAggregates]) set.add(facts.uuid);
  }
  for (const consumer of engine.consumers) if (consumer !== undefined) all.consumers.add(consumer.uuid);
  return all;
}

function buildPair(providers: readonly DrawnProvider[]): Pair {
  const pair = new Pair();
  providers.forEach((drawn, index) => {
    const uuid = providerUuid(index);
    pair.addProvider(uuid, drawn.parent === null || index === 0 ? null : providerUuid(drawn.parent % index));
    pair.setInventories(uuid, drawn.inventories);
    pair.setTraits(uuid, drawn.traits);
    pair.setAggregates(uuid, drawn.aggregates);
  });
  return pair;
}

const randomResources = fc.dictionary(
  fc.nat(5).map(providerUuid),
  fc.dictionary(fc.constantFrom(...CLASSES), fc.integer({ min: 1, max: 5 }), { minKeys: 1, maxKeys: 2 }),
  { maxKeys: 2 },
);

const randomWanted: fc.Arbitrary<WantedAllocations> = fc
  .record({
    consumer: fc.nat(3),
    generation: fc.constantFrom(undefined, undefined, undefined, null, 1, 2),
    project: fc.constantFrom('one', 'two'),
    resources: randomResources,
  })
  .map(({ consumer, generation, project, resources }) => ({
    consumerUuid: consumerUuid(consumer),
    projectId: project,
    userId: 'user',
    consumerGeneration: generation,
    resources: new Map(Object.entries(resources)),
  }));

type Step = (pair: Pair) => void;

const someProvider = fc.nat(5).map(providerUuid);
const randomStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .uniqueArray(randomWanted, { minLength: 1, maxLength: 2, selector: (each) => each.consumerUuid })
      .map((wanted): Step => (pair) => {
        const isKnown = wanted.every((each) =>
          [...each.resources.keys()].every((uuid) => pair.model.providers.has(uuid)),
        );
        if (isKnown) pair.replace(wanted);
      }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(someProvider, fc.dictionary(fc.constantFrom(...CLASSES), randomInventory, { maxKeys: 3 })).map(
      ([uuid, wanted]): Step =>
        (pair) =>
          pair.setInventories(uuid, wanted),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(someProvider, fc.uniqueArray(fc.constantFrom(...TRAITS))).map(
      ([uuid, traits]): Step =>
        (pair) =>
          pair.setTraits(uuid, traits),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(someProvider, fc.uniqueArray(fc.constantFrom(...AGGREGATES))).map(
      ([uuid, aggregates]): Step =>
        (pair) =>
          pair.setAggregates(uuid, aggregates),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(someProvider, fc.option(someProvider)).map(
      ([uuid, parent]): Step =>
        (pair) =>
          pair.move(uuid, parent),
    ),
  },
);

describe('the engine beside a model that tries every combination', () => {
  function checkCandidates(
    providers: readonly DrawnProvider[],
    held: readonly WantedAllocations[],
    query: CandidatesQuery,
  ): void {
    const pair = buildPair(providers);
    const names = new Set(pair.model.providers.keys());
    for (const wanted of held)
      if ([...wanted.resources.keys()].every((uuid) => names.has(uuid))) pair.replace([wanted]);
    const isKnownTree = query.groups.every((group) => group.inTree === undefined || names.has(group.inTree));
    const expected = isKnownTree ? pair.model.candidates(query) : [];
    const found = pair.candidates(query);
    expect([...found].sort()).toEqual(expected);
    expect(new Set(found).size).toBe(found.length);
    for (const limit of [1, 2]) {
      const limited = pair.candidates({ ...query, limit });
      expect(limited.length).toBe(Math.min(limit, expected.length));
      for (const text of limited) expect(expected).toContain(text);
    }
  }

  it('finds the same candidates', () => {
    const held = fc.array(randomWanted, { maxLength: 3 });
    fc.assert(fc.property(randomProviders, held, randomQuery, checkCandidates), { numRuns: numRuns * 3 });
  });

  it('finds the same candidates where only trees, traits and aggregates decide', () => {
    fc.assert(fc.property(roomyProviders, fc.constant([]), restrictedQuery, checkCandidates), { numRuns: numRuns * 5 });
  });

  it('keeps the same account through any sequence of operations', () => {
    fc.assert(
      fc.property(randomProviders, fc.array(randomStep, { maxLength: 25 }), (providers, steps) => {
        const pair = buildPair(providers);
        for (const step of steps) step(pair);
        pair.agree();
      }),
      { numRuns },
    );
  });

  it('never lets an allocation exceed a capacity', () => {
    fc.assert(
      fc.property(randomProviders, fc.array(randomWanted, { maxLength: 20 }), (providers, sequence) => {
        const pair = buildPair(providers);
        const names = new Set(pair.model.providers.keys());
        for (const wanted of sequence) {
          if (![...wanted.resources.keys()].every((uuid) => names.has(uuid))) continue;
          pair.replace([wanted]);
          for (const uuid of names) {
            for (const name of CLASSES) {
              const used = pair.engine.state.used(pair.engine.provider(uuid), pair.engine.classId(name));
              expect(used).toBeLessThanOrEqual(pair.model.capacity(uuid, name));
            }
          }
        }
      }),
      { numRuns },
    );
  });

  it('takes any transaction back without a trace', () => {
    fc.assert(
      fc.property(
        randomProviders,
        fc.array(randomStep, { maxLength: 8 }),
        fc.array(randomStep, { minLength: 1, maxLength: 8 }),
        (providers, before, after) => {
          const pair = buildPair(providers);
          for (const step of before) step(pair);
          const image = structuredClone(recordsOf(pair.engine, everything(pair.engine)));
          const undone: (() => void)[] = [];
          const transact = pair.engine.transact.bind(pair.engine);
          pair.engine.transact = (work) => {
            const transaction = transact(work);
            undone.push(transaction.undo);
            return transaction;
          };
          for (const step of after) step(pair);
          for (const undo of undone.reverse()) undo();
          expect(sorted(recordsOf(pair.engine, everything(pair.engine)))).toEqual(sorted(image));
        },
      ),
      { numRuns },
    );
  });
});

/** Records without the order of rows that have none. */
function sorted(records: object): unknown {
  return Object.fromEntries(
    Object.entries(records as Record<string, readonly unknown[]>).map(([table, rows]) => [
      table,
      rows.map((row) => JSON.stringify(row)).sort(),
    ]),
  );
}
