import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeInventory, createPlacementForHosts } from '../../../core/index.ts';
import type { CandidatesQuery, HostPlacement, HostProvider, Inventory, RequestGroup } from '../../../core/index.ts';

const ZONE = 'aaaaaaaa-0000-0000-0000-000000000001';

function group(resources: Record<string, number>, more: Partial<RequestGroup> = {}): RequestGroup {
  return {
    suffix: '',
    resources,
    requiredTraits: [],
    forbiddenTraits: [],
    memberOf: [],
    forbiddenAggregates: [],
    ...more,
  };
}

function query(groups: readonly RequestGroup[], more: Partial<CandidatesQuery> = {}): CandidatesQuery {
  return { groups, sameSubtree: [], rootRequired: [], rootForbidden: [], ...more };
}

function host(index: number, inventories: Record<string, Inventory>, more: Partial<HostProvider> = {}): HostProvider {
  return { uuid: `host-${index}`, inventories, traits: [], aggregates: [], ...more };
}

function compute(index: number, vcpus: number, ramMib: number, more: Partial<HostProvider> = {}): HostProvider {
  const inventories = { VCPU: completeInventory({ total: vcpus }), MEMORY_MB: completeInventory({ total: ramMib }) };
  return host(index, inventories, more);
}

function hosts(placement: HostPlacement, asked: CandidatesQuery): number[] {
  const out = new Int32Array(placement.state.providers.length);
  return [...out.subarray(0, placement.hostsFor(asked, out))];
}

describe('the candidates of a cloud of hosts', () => {
  it('are the hosts with room for every class', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096), compute(1, 2, 8192), compute(2, 4, 8192)]);
    expect(hosts(placement, query([group({ VCPU: 4, MEMORY_MB: 8192 })]))).toEqual([2]);
    expect(hosts(placement, query([group({ VCPU: 2 })]))).toEqual([0, 1, 2]);
  });

  it('count overcommit and what is reserved', () => {
    const inventories = { VCPU: completeInventory({ total: 10, reserved: 2, allocationRatio: 1.5 }) };
    const placement = createPlacementForHosts([host(0, inventories)]);
    expect(hosts(placement, query([group({ VCPU: 12 })]))).toEqual([0]);
    expect(hosts(placement, query([group({ VCPU: 13 })]))).toEqual([]);
  });

  it('respect units and steps, of each group for itself', () => {
    const inventories = { DISK_GB: completeInventory({ total: 100, minUnit: 10, maxUnit: 50, stepSize: 10 }) };
    const placement = createPlacementForHosts([host(0, inventories)]);
    for (const [amount, fits] of [
      [5, false],
      [10, true],
      [15, false],
      [50, true],
      [60, false],
    ] as const) {
      expect(hosts(placement, query([group({ DISK_GB: amount })]))).toEqual(fits ? [0] : []);
    }
    const two = [group({ DISK_GB: 5 }, { suffix: '1' }), group({ DISK_GB: 5 }, { suffix: '2' })];
    expect(hosts(placement, query(two))).toEqual([]);
  });

  it('are restricted by traits, aggregates and trees', () => {
    const placement = createPlacementForHosts([
      compute(0, 4, 4096, { traits: ['HW_CPU_X86_AVX2'] }),
      compute(1, 4, 4096, { traits: ['HW_CPU_X86_AVX2', 'COMPUTE_STATUS_DISABLED'], aggregates: [ZONE] }),
      compute(2, 4, 4096, { aggregates: [ZONE] }),
    ]);
    const asks = (more: Partial<RequestGroup>): number[] => hosts(placement, query([group({ VCPU: 1 }, more)]));
    expect(asks({ requiredTraits: [['HW_CPU_X86_AVX2']] })).toEqual([0, 1]);
    expect(asks({ requiredTraits: [['HW_CPU_X86_AVX2']], forbiddenTraits: ['COMPUTE_STATUS_DISABLED'] })).toEqual([0]);
    expect(asks({ requiredTraits: [['HW_CPU_X86_AVX512F', 'CUSTOM_NOBODY']] })).toEqual([]);
    expect(asks({ memberOf: [[ZONE, 'another']] })).toEqual([1, 2]);
    expect(asks({ forbiddenAggregates: [ZONE] })).toEqual([0]);
    expect(asks({ inTree: 'host-2' })).toEqual([2]);
    expect(asks({ inTree: 'nobody' })).toEqual([]);
    expect(hosts(placement, query([group({ VCPU: 1 })], { rootRequired: ['HW_CPU_X86_AVX2'] }))).toEqual([0, 1]);
    expect(hosts(placement, query([group({ VCPU: 1 })], { rootForbidden: ['HW_CPU_X86_AVX2'] }))).toEqual([2]);
  });

  it('are none when two groups must have providers of their own', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    const groups = [group({ VCPU: 1 }, { suffix: '1' }), group({ VCPU: 1 }, { suffix: '2' })];
    expect(hosts(placement, query(groups, { groupPolicy: 'isolate' }))).toEqual([]);
    expect(hosts(placement, query(groups, { groupPolicy: 'none' }))).toEqual([0]);
  });

  it('follow a trait that is given and taken', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096), compute(1, 4, 4096)]);
    const enabled = query([group({ VCPU: 1 }, { forbiddenTraits: ['COMPUTE_STATUS_DISABLED'] })]);
    placement.setTrait(0, 'COMPUTE_STATUS_DISABLED', true);
    expect(hosts(placement, enabled)).toEqual([1]);
    placement.setTrait(0, 'COMPUTE_STATUS_DISABLED', false);
    expect(hosts(placement, enabled)).toEqual([0, 1]);
  });
});

describe('a claim', () => {
  const two = query([group({ VCPU: 2, MEMORY_MB: 1024 })]);

  it('takes the room away until it is released', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    expect(placement.claim(0, 'a', two)).toBe(true);
    expect(placement.claim(0, 'b', two)).toBe(true);
    expect(placement.claim(0, 'c', two)).toBe(false);
    expect(placement.used(0, 'VCPU')).toBe(4);
    placement.release('a');
    expect(placement.claim(0, 'c', two)).toBe(true);
  });

  it('is all or nothing', () => {
    const placement = createPlacementForHosts([compute(0, 4, 512)]);
    expect(placement.claim(0, 'a', two)).toBe(false);
    expect(placement.used(0, 'VCPU')).toBe(0);
    expect(placement.state.consumers.idOf('a')).toBeUndefined();
  });

  it('adds nothing to a host that shrank below what is used', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    placement.claim(0, 'a', two);
    placement.setInventory(0, 'VCPU', completeInventory({ total: 1 }));
    expect(placement.claim(0, 'b', query([group({ VCPU: 1 })]))).toBe(false);
    expect(placement.used(0, 'VCPU')).toBe(2);
    placement.release('a');
    expect(placement.claim(0, 'b', query([group({ VCPU: 1 })]))).toBe(true);
  });

  it('can be handed to a migration while its instance claims elsewhere', () => {
    const placement = createPlacementForHosts([compute(0, 2, 4096), compute(1, 2, 4096)]);
    placement.claim(0, 'instance', two);
    placement.transfer('instance', 'migration');
    expect(placement.claim(1, 'instance', two)).toBe(true);
    placement.release('migration');
    expect([placement.used(0, 'VCPU'), placement.used(1, 'VCPU')]).toEqual([0, 2]);
  });
});

describe('a claim for nobody', () => {
  const two = query([group({ VCPU: 2, MEMORY_MB: 1024 })]);

  it('is given back by its number, which equal claims on a host share', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    const [a, b] = [placement.take(0, two), placement.take(0, two)];
    expect(a).toBe(b);
    expect(placement.take(0, two)).toBe(-1);
    expect([placement.used(0, 'VCPU'), placement.used(0, 'MEMORY_MB')]).toEqual([4, 2048]);
    placement.giveBack(a);
    expect(placement.take(0, two)).toBe(a);
    placement.giveBack(a);
    placement.giveBack(b);
    expect([placement.used(0, 'VCPU'), placement.used(0, 'MEMORY_MB')]).toEqual([0, 0]);
  });

  it('cannot be given back more often than it was made', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    const claim = placement.take(0, two);
    placement.giveBack(claim);
    expect(() => placement.giveBack(claim)).toThrow('no more is given back than was claimed');
    expect(() => placement.giveBack(7)).toThrow('what is given back was claimed');
    expect(() => placement.giveBack(-1)).toThrow('what is given back was claimed');
  });

  it('takes nothing of a class that no host has, until one has it', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096)]);
    const gpu = query([group({ VCPU: 1, CUSTOM_GPU: 1 })]);
    expect(placement.take(0, gpu)).toBe(-1);
    placement.setInventory(0, 'CUSTOM_GPU', completeInventory({ total: 1 }));
    expect(placement.take(0, gpu)).toBe(0);
    expect([placement.used(0, 'VCPU'), placement.used(0, 'CUSTOM_GPU')]).toEqual([1, 1]);
  });

  it('is told to who watches the host, once', () => {
    const placement = createPlacementForHosts([compute(0, 4, 4096), compute(1, 4, 4096)]);
    const heard: [number, boolean][] = [];
    placement.state.watch((provider, amountsOnly) => heard.push([provider, amountsOnly]));
    placement.giveBack(placement.take(1, two));
    expect(heard).toEqual([
      [1, true],
      [1, true],
    ]);
  });
});

describe('the reason why a host is no candidate', () => {
  const placement = createPlacementForHosts([
    host(0, { VCPU: completeInventory({ total: 4, maxUnit: 2 }) }, { traits: ['COMPUTE_STATUS_DISABLED'] }),
  ]);
  const reason = (asked: RequestGroup): unknown => placement.explain(0, query([asked]));

  it.each([
    [group({ VCPU: 5 }), { code: 'resource', needed: '5 VCPU', had: '4 free of 4' }],
    [group({ VCPU: 3 }), { code: 'unit', needed: '3 VCPU', had: 'at most 2 at once' }],
    [group({ VGPU: 1 }), { code: 'resource', needed: '1 VGPU', had: 'no inventory' }],
    [group({ CUSTOM_X: 1 }), { code: 'resource', needed: '1 CUSTOM_X', had: 'no such class' }],
    [group({ VCPU: 1 }, { requiredTraits: [['A', 'B']] }), { code: 'trait', needed: 'A or B' }],
    [group({ VCPU: 1 }, { forbiddenTraits: ['COMPUTE_STATUS_DISABLED'] }), { code: 'forbidden-trait' }],
    [group({ VCPU: 1 }, { memberOf: [[ZONE]] }), { code: 'aggregate', needed: `member of ${ZONE}` }],
    [group({ VCPU: 1 }, { inTree: 'other' }), { code: 'provider', had: 'host-0' }],
  ])('is named', (asked, expected) => {
    expect(reason(asked)).toMatchObject(expected);
  });

  it('is nothing when the host can hold the request', () => {
    expect(reason(group({ VCPU: 2 }))).toBeUndefined();
  });
});

const CLASSES = ['VCPU', 'MEMORY_MB', 'CUSTOM_GPU'];
const TRAITS = ['HW_CPU_X86_AVX2', 'COMPUTE_STATUS_DISABLED', 'CUSTOM_T'];

const inventoryArbitrary = fc.record({
  total: fc.integer({ min: 1, max: 16 }),
  reserved: fc.integer({ min: 0, max: 2 }),
  minUnit: fc.integer({ min: 1, max: 2 }),
  maxUnit: fc.integer({ min: 2, max: 16 }),
  stepSize: fc.integer({ min: 1, max: 2 }),
  allocationRatio: fc.constantFrom(1, 1.5, 0.5, 16),
});
const hostArbitrary = fc.record({
  inventories: fc.dictionary(fc.constantFrom(...CLASSES), inventoryArbitrary),
  traits: fc.uniqueArray(fc.constantFrom(...TRAITS)),
  aggregates: fc.uniqueArray(fc.constantFrom('one', 'two')),
});
const groupArbitrary = fc.record({
  resources: fc.dictionary(fc.constantFrom(...CLASSES), fc.integer({ min: 1, max: 5 })),
  requiredTraits: fc.array(fc.uniqueArray(fc.constantFrom(...TRAITS), { minLength: 1 }), { maxLength: 1 }),
  forbiddenTraits: fc.uniqueArray(fc.constantFrom(...TRAITS), { maxLength: 1 }),
  memberOf: fc.array(fc.uniqueArray(fc.constantFrom('one', 'two'), { minLength: 1 }), { maxLength: 1 }),
  forbiddenAggregates: fc.uniqueArray(fc.constantFrom('one', 'two'), { maxLength: 1 }),
});
const queryArbitrary = fc
  .array(groupArbitrary, { minLength: 1, maxLength: 2 })
  .map((groups) => query(groups.map((each, index) => ({ ...each, suffix: index === 0 ? '' : `${index}` }))));

/** Says by the definition alone whether a host can hold a request. */
function naivelyFits(provider: HostProvider, used: Record<string, number>, asked: CandidatesQuery): boolean {
  const sums: Record<string, number> = {};
  for (const each of asked.groups) {
    for (const [name, amount] of Object.entries(each.resources)) {
      const inventory = provider.inventories[name];
      if (!inventory || amount < inventory.minUnit || amount % inventory.stepSize !== 0) return false;
      sums[name] = (sums[name] ?? 0) + amount;
    }
    if (!each.requiredTraits.every((anyOf) => anyOf.some((trait) => provider.traits.includes(trait)))) return false;
    if (each.forbiddenTraits.some((trait) => provider.traits.includes(trait))) return false;
    if (!each.memberOf.every((anyOf) => anyOf.some((uuid) => provider.aggregates.includes(uuid)))) return false;
    if (each.forbiddenAggregates.some((uuid) => provider.aggregates.includes(uuid))) return false;
  }
  return Object.entries(sums).every(([name, amount]) => {
    const { total, reserved, allocationRatio, maxUnit } = provider.inventories[name]!;
    return amount <= maxUnit && (used[name] ?? 0) + amount <= (total - reserved) * allocationRatio;
  });
}

describe('over random clouds and requests', () => {
  it('claims for nobody are accepted and counted as those of a consumer', () => {
    const steps = fc.array(fc.record({ asked: queryArbitrary, release: fc.nat(9), pick: fc.nat(9) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.array(hostArbitrary, { minLength: 1, maxLength: 5 }), steps, (cloud, sequence) => {
        const providers = cloud.map((each, index) => ({ uuid: `host-${index}`, ...each }));
        const [named, nameless] = [createPlacementForHosts(providers), createPlacementForHosts(providers)];
        const claims = new Map<number, number>();
        sequence.forEach(({ asked, release, pick }, step) => {
          const at = pick % providers.length;
          const claim = nameless.take(at, asked);
          expect(claim >= 0).toBe(named.claim(at, `consumer-${step}`, asked));
          if (claim >= 0) claims.set(step, claim);
          named.release(`consumer-${release}`);
          if (claims.has(release)) nameless.giveBack(claims.get(release)!);
          claims.delete(release);
          for (const name of CLASSES) {
            providers.forEach((_, index) => expect(nameless.used(index, name)).toBe(named.used(index, name)));
          }
          expect(hosts(nameless, asked)).toEqual(hosts(named, asked));
        });
      }),
      { numRuns: 200 },
    );
  });

  it('candidates, refusals and usages are those of the definition', () => {
    const steps = fc.array(fc.record({ asked: queryArbitrary, release: fc.nat(9), pick: fc.nat() }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(hostArbitrary, { minLength: 1, maxLength: 40 }), steps, (cloud, sequence) => {
        const providers = cloud.map((each, index) => ({ uuid: `host-${index}`, ...each }));
        const placement = createPlacementForHosts(providers);
        const used = providers.map((): Record<string, number> => ({}));
        const held = new Map<string, [number, CandidatesQuery]>();
        sequence.forEach(({ asked, release, pick }, step) => {
          const expected = providers.flatMap((each, index) => (naivelyFits(each, used[index]!, asked) ? [index] : []));
          expect(hosts(placement, asked)).toEqual(expected);
          providers.forEach((_, index) => {
            expect(placement.explain(index, asked) === undefined).toBe(expected.includes(index));
          });
          if (expected.length > 0) {
            const chosen = expected[pick % expected.length]!;
            expect(placement.claim(chosen, `consumer-${step}`, asked)).toBe(true);
            held.set(`consumer-${step}`, [chosen, asked]);
            count(used[chosen]!, asked, 1);
          }
          const gone = `consumer-${release}`;
          placement.release(gone);
          const was = held.get(gone);
          if (was) count(used[was[0]]!, was[1], -1);
          held.delete(gone);
          providers.forEach((_, index) => {
            for (const name of CLASSES) expect(placement.used(index, name)).toBe(used[index]![name] ?? 0);
          });
        });
      }),
      { numRuns: 200 },
    );
  });
});

function count(used: Record<string, number>, asked: CandidatesQuery, sign: 1 | -1): void {
  for (const each of asked.groups) {
    for (const [name, amount] of Object.entries(each.resources)) used[name] = (used[name] ?? 0) + sign * amount;
  }
}
