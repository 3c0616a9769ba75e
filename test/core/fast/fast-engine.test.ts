import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFastEngine,
  createReferenceEngine,
  type Decision,
  type HostChooser,
  type RequestSpec,
  type SchedulerEngine,
  type SelectOptions,
} from '../../../core/index.ts';
import { buildAggregate, buildCloud, buildRequest } from '../build-cloud.ts';
import { cloudOf, crowdedLife, type Life, live, randomLife } from './random-life.ts';

/** Lives to try; each has dozens of decisions. `FC_RUNS=50000` makes more than a million by the fast way. */
const numRuns = Number(process.env['FC_RUNS'] ?? 400);

/** Decisions by the way that the fast engine took. */
const ways = { plain: 0, special: 0, chosen: 0, reference: 0, refused: 0 };

/** Both engines look at one cloud; every answer is compared whole, and the short ways with it. */
function expectSameDecisions(life: Life): void {
  const world = cloudOf(life);
  const reference = createReferenceEngine(world.cloud, life.config);
  const fast = createFastEngine(world.cloud, life.config);
  const asked = countReference(fast);
  live(life, world, (request, options) => {
    const expected = reference.decide(request, options);
    const before = asked();
    const found = fast.decide(request, options);
    if (!isSame(found, expected)) expect(found).toEqual(expected);
    const isPlain = request.instanceUuids.length === 1 && !request.serverGroup && !request.ignoreHosts?.length;
    if (asked() === before) ways[isPlain ? 'plain' : 'special']++;
    else ways[expected.outcome === 'scheduled' ? 'reference' : 'refused']++;
    if (options.alternates === 0) expectSameChoice(fast.chooser, request, options, expected);
    return expected;
  });
}

function expectSameChoice(
  chooser: HostChooser | undefined,
  request: RequestSpec,
  { nowSeconds = 0, item = 0 }: SelectOptions,
  { selections, query }: Decision,
): void {
  if (chooser === undefined) return;
  const count = request.instanceUuids.length;
  const hosts = new Int32Array(count);
  const weights = new Float64Array(count);
  if (count === 1) {
    hosts[0] = chooser.choose(request, nowSeconds, item);
    weights[0] = chooser.chosenWeight;
    if (hosts[0] < 0) return;
  } else if (!chooser.chooseMany(request, count, nowSeconds, item, hosts, weights)) {
    return;
  }
  ways.chosen++;
  expect([...hosts]).toEqual(selections.map(([best]) => best!.hostIndex));
  expect([...weights]).toEqual(selections.map(([best]) => best!.weight));
  expect(chooser.chosenQuery).toEqual(query);
}

/** Counts the questions that the fast engine hands on. */
function countReference(fast: SchedulerEngine): () => number {
  const inner = (fast as unknown as { readonly parts?: { readonly reference: SchedulerEngine } }).parts?.reference;
  let asked = 0;
  if (inner === undefined) return () => asked++;
  const decide = inner.decide.bind(inner);
  inner.decide = (request, options) => {
    asked++;
    return decide(request, options);
  };
  return () => asked;
}

/** Text is far cheaper to compare than objects, and numbers are written exactly. */
function isSame(a: Decision, b: Decision): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted({ outcome, selections, rounds, candidateStages, query, refusal, error }: Decision): unknown {
  return [outcome, selections, rounds, candidateStages, query, refusal, error];
}

describe('the fast engine', () => {
  it('decides as the reference does, in small clouds that change', () => {
    fc.assert(fc.property(randomLife(12, 60), expectSameDecisions), { numRuns });
  }, 3_600_000);

  it('decides as the reference does, in larger clouds that change', () => {
    fc.assert(fc.property(randomLife(80, 200), expectSameDecisions), { numRuns: Math.ceil(numRuns / 8) });
  }, 3_600_000);

  it('decides as the reference does, among many hosts that all differ', () => {
    fc.assert(fc.property(crowdedLife, expectSameDecisions), { numRuns: Math.ceil(numRuns / 8) });
  }, 3_600_000);

  it('took the fast way in most of these decisions', () => {
    const { plain, special, reference, refused } = ways;
    if (process.env['FC_RUNS'] !== undefined) process.stderr.write(`${JSON.stringify(ways)}\n`);
    expect(plain).toBeGreaterThan(reference);
    expect(special).toBeGreaterThan(refused / 10);
  });

  it('does not take the verdicts of one project for those of another', () => {
    const aggregates = [buildAggregate(1, ['host0'], { filter_tenant_id: 'p0' })];
    const cloud = buildCloud([{}, { ramFreeMib: 8000 }], aggregates);
    const engine = createFastEngine(cloud, { filters: ['AggregateMultiTenancyIsolation'] });
    const { flavor } = buildRequest();
    const chosen = ['p0', 'p1', 'p0'].map((projectId) => {
      return engine.decide(buildRequest({ flavor, projectId })).selections[0]![0]!.host;
    });
    expect(chosen).toEqual(['host0', 'host1', 'host0']);
  });

  it('sees a host whose service falls silent while nobody touches it', () => {
    const cloud = buildCloud([{ ramFreeMib: 16_384 }, { ramFreeMib: 8000 }]);
    const engine = createFastEngine(cloud);
    cloud.setService(0, { lastSeenSeconds: 100 });
    const chosen = [150, 161, 120].map((nowSeconds) => {
      return engine.decide(buildRequest(), { nowSeconds }).selections[0]![0]!.host;
    });
    expect(chosen).toEqual(['host0', 'host1', 'host0']);
  });
});
