import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFastEngine, createReferenceEngine, type Decision } from '../../../core/index.ts';
import { buildAggregate, buildCloud, buildRequest } from '../build-cloud.ts';
import { cloudOf, crowdedLife, type Life, live, randomLife } from './random-life.ts';

/** Lives to try; each has dozens of decisions. `FC_RUNS=20000` makes more than a million. */
const numRuns = Number(process.env['FC_RUNS'] ?? 400);

/** Both engines look at one cloud; every answer is compared whole. */
function expectSameDecisions(life: Life): number {
  const world = cloudOf(life);
  const reference = createReferenceEngine(world.cloud, life.config);
  const fast = createFastEngine(world.cloud, life.config);
  let decisions = 0;
  live(life, world, (request, options) => {
    const expected = reference.decide(request, options);
    const found = fast.decide(request, options);
    decisions++;
    if (!isSame(found, expected)) expect(found).toEqual(expected);
    return expected;
  });
  return decisions;
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
    fc.assert(
      fc.property(randomLife(12, 60), (life) => void expectSameDecisions(life)),
      { numRuns },
    );
  }, 3_600_000);

  it('decides as the reference does, in larger clouds that change', () => {
    fc.assert(
      fc.property(randomLife(80, 200), (life) => void expectSameDecisions(life)),
      { numRuns: Math.ceil(numRuns / 8) },
    );
  }, 3_600_000);

  it('decides as the reference does, among many hosts that all differ', () => {
    fc.assert(
      fc.property(crowdedLife, (life) => void expectSameDecisions(life)),
      { numRuns: Math.ceil(numRuns / 8) },
    );
  }, 3_600_000);

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
