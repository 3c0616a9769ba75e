import fc from 'fast-check';
import type { CandidatesQuery, Inventory, RequestGroup } from '../../../core/index.ts';

export const CLASSES = ['VCPU', 'MEMORY_MB', 'DISK_GB'] as const;
export const TRAITS = ['HW_CPU_X86_AVX2', 'STORAGE_DISK_SSD', 'MISC_SHARES_VIA_AGGREGATE'] as const;
export const AGGREGATES = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002'] as const;

/** Uuid of the n-th provider. */
export function providerUuid(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** Uuid of the n-th consumer. */
export function consumerUuid(index: number): string {
  return `cccccccc-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

export const randomInventory = fc.record({
  total: fc.integer({ min: 1, max: 12 }),
  reserved: fc.integer({ min: 0, max: 1 }),
  minUnit: fc.constantFrom(1, 1, 1, 2),
  maxUnit: fc.integer({ min: 2, max: 12 }),
  stepSize: fc.constantFrom(1, 1, 1, 2),
  allocationRatio: fc.constantFrom(1, 1, 1.5, 16),
});

/** A provider and, as a number that counts modulo its own, its parent. */
export interface DrawnProvider {
  readonly parent: number | null;
  readonly inventories: Readonly<Record<string, Inventory>>;
  readonly traits: readonly string[];
  readonly aggregates: readonly string[];
}

export const randomProvider: fc.Arbitrary<DrawnProvider> = fc.record({
  // `freq` is one over the probability of null: two of three providers have a parent.
  parent: fc.option(fc.nat(9), { freq: 3 }),
  inventories: fc.dictionary(fc.constantFrom(...CLASSES), randomInventory, { maxKeys: 3 }),
  traits: fc.uniqueArray(fc.constantFrom(...TRAITS), { maxLength: 2 }),
  aggregates: fc.uniqueArray(fc.constantFrom(...AGGREGATES), { maxLength: 2 }),
});

export const randomProviders = fc.array(randomProvider, { minLength: 1, maxLength: 6 });

const randomGroup = fc.record({
  resources: fc.dictionary(fc.constantFrom(...CLASSES), fc.integer({ min: 1, max: 4 }), { minKeys: 1, maxKeys: 2 }),
  requiredTraits: fc.array(fc.uniqueArray(fc.constantFrom(...TRAITS.slice(0, 2)), { minLength: 1 }), { maxLength: 1 }),
  forbiddenTraits: fc.oneof(
    { weight: 4, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...TRAITS), { minLength: 1, maxLength: 1 }) },
  ),
  memberOf: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[][]>([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.uniqueArray(fc.constantFrom(...AGGREGATES), { minLength: 1 }), { maxLength: 2 }),
    },
  ),
  forbiddenAggregates: fc.oneof(
    { weight: 4, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...AGGREGATES), { maxLength: 1 }) },
  ),
  inTree: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(5) }),
});

/** A request: a group without suffix or none, up to two with one, and what concerns all of them. */
export const randomQuery: fc.Arbitrary<CandidatesQuery> = fc
  .record({
    plain: fc.option(randomGroup, { freq: 5 }),
    granular: fc.array(randomGroup, { maxLength: 2 }),
    groupPolicy: fc.constantFrom('none' as const, 'isolate' as const),
    sameSubtree: fc.boolean(),
    rootRequired: fc.oneof(
      { weight: 5, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.constant(['HW_CPU_X86_AVX2']) },
    ),
    rootForbidden: fc.oneof(
      { weight: 5, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.constant(['STORAGE_DISK_SSD']) },
    ),
  })
  .filter(({ plain, granular }) => plain !== null || granular.length > 0)
  .map(({ plain, granular, sameSubtree, ...rest }) => ({
    ...rest,
    groups: [
      ...(plain === null ? [] : [requestGroup('', plain)]),
      ...granular.map((group, index) => requestGroup(`_${index + 1}`, group)),
    ],
    sameSubtree: sameSubtree && granular.length > 1 ? [['_1', '_2']] : [],
  }));

type DrawnGroup = typeof randomGroup extends fc.Arbitrary<infer T> ? T : never;

/** Without traits that are required and forbidden at once, which the API refuses. */
function requestGroup(suffix: string, drawn: DrawnGroup): RequestGroup {
  const required = drawn.requiredTraits.flat() as readonly string[];
  return {
    suffix,
    resources: drawn.resources,
    requiredTraits: drawn.requiredTraits,
    forbiddenTraits: drawn.forbiddenTraits.filter((trait) => !required.includes(trait)),
    memberOf: drawn.memberOf,
    forbiddenAggregates: drawn.forbiddenAggregates,
    inTree: drawn.inTree === null ? undefined : providerUuid(drawn.inTree),
  };
}

const roomy = { total: 8, reserved: 0, minUnit: 1, maxUnit: 8, stepSize: 1, allocationRatio: 1 };

/** Small trees with room everywhere, so that only their shape, traits and aggregates decide. */
export const roomyProviders = fc.array(
  randomProvider.map((drawn) => ({
    ...drawn,
    inventories: { VCPU: roomy, ...('DISK_GB' in drawn.inventories && { DISK_GB: roomy }) },
  })),
  { minLength: 2, maxLength: 4 },
);

const oneAggregate = fc.constantFrom(...AGGREGATES).map((uuid) => [uuid]);

/** One group that asks for one restriction. */
export const restrictedQuery: fc.Arbitrary<CandidatesQuery> = fc
  .record({
    suffix: fc.constantFrom('', '', '_1'),
    classes: fc.constantFrom(['VCPU'], ['DISK_GB'], ['VCPU', 'DISK_GB']),
    restriction: fc.oneof(
      oneAggregate.map((uuids): Partial<RequestGroup> => ({ memberOf: [uuids] })),
      oneAggregate.map((uuids): Partial<RequestGroup> => ({ forbiddenAggregates: uuids })),
      fc.nat(3).map((index): Partial<RequestGroup> => ({ inTree: providerUuid(index) })),
      fc.constantFrom(...TRAITS).map((trait): Partial<RequestGroup> => ({ requiredTraits: [[trait]] })),
      fc.constantFrom(...TRAITS).map((trait): Partial<RequestGroup> => ({ forbiddenTraits: [trait] })),
    ),
  })
  .map(({ suffix, classes, restriction }) => ({
    groups: [
      {
        suffix,
        resources: Object.fromEntries(classes.map((name) => [name, 2])),
        requiredTraits: [],
        forbiddenTraits: [],
        memberOf: [],
        forbiddenAggregates: [],
        ...restriction,
      },
    ],
    sameSubtree: [],
    rootRequired: [],
    rootForbidden: [],
  }));
