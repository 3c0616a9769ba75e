import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkFilterLaws,
  checkWeigherLaws,
  defineFilter,
  defineWeigher,
  type FilterDefinition,
  filterRegistry,
  type HostState,
  weigherRegistry,
} from '../../../core/index.ts';
import { buildCloud, buildRequest } from '../build-cloud.ts';
import { randomCase } from '../random-case.ts';

const trial = { cloud: buildCloud([{}, { numIoOps: 2 }]), requests: [buildRequest()] };

function filterOf(passes: (host: HostState) => boolean, change: object = {}) {
  const explain = () => ({ code: 'mine', needed: 'this', had: 'that' });
  return defineFilter({ name: 'Own', summary: 'Own.', codes: ['mine'], bind: () => ({ passes, explain }), ...change });
}

describe('checkFilterLaws', () => {
  it('finds nothing in a filter that keeps them', () => {
    expect(
      checkFilterLaws(
        filterOf((host) => host.numIoOps < 2, { reads: ['numIoOps'] }),
        trial,
      ),
    ).toEqual([]);
  });

  it('names a field that is read but not declared', () => {
    const [found] = checkFilterLaws(
      filterOf((host) => host.numIoOps < 2, { reads: [] }),
      trial,
    );
    expect(found).toEqual({ law: 'declared-reads', host: 'host0', message: 'reads numIoOps without saying so' });
  });

  it('names what is looked at in the request but not declared', () => {
    const bind: FilterDefinition['bind'] = ({ projectId, flavor }, { nowSeconds }) => ({
      passes: () => projectId === flavor.name || nowSeconds > 0,
      explain: () => ({ code: 'mine', needed: 'this', had: 'that' }),
    });
    const looking = (asks: FilterDefinition['asks']) =>
      checkFilterLaws(
        defineFilter({ name: 'Own', summary: 'Own.', codes: ['mine'], bind, ...(asks && { asks }) }),
        trial,
      );
    const law = 'declared-asks';
    const of = (message: string) => [{ law, host: '', message: `looks at ${message} without saying so` }];
    expect(looking([])).toEqual(of('projectId of the request, nowSeconds of the context'));
    expect(looking(['projectId'])).toEqual(of('nowSeconds of the context'));
    expect(looking(undefined)).toEqual([]);
  });

  it('lets a filter that declares nothing read everything', () => {
    expect(
      checkFilterLaws(
        filterOf((host) => host.numIoOps < 2),
        trial,
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'same-answer',
      (() =>
        (
          (calls) => () =>
            calls++ % 2 === 0
        )(0))(),
    ],
    ['changes-nothing', (host: HostState) => Boolean((host.numIoOps = 7))],
    ['changes-nothing', (host: HostState) => Boolean(host.instances.add(`more${host.instances.size}`))],
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
  ] as const)('notices a filter that breaks %s', (law, passes) => {
    const cloud = buildCloud([{}]);
    expect(checkFilterLaws(filterOf(passes), { ...trial, cloud }).map((each) => each.law)).toContain(law);
  });

  it('notices a code that was not declared', () => {
    const found = checkFilterLaws(
      filterOf(() => false, { codes: ['other'] }),
      trial,
    );
    expect(found[0]).toMatchObject({
      law: 'declared-codes',
      message: 'explains with the code "mine", which is not declared',
    });
  });

  it('finds nothing in any filter of Astrolabe, so what they declare to read is true', () => {
    fc.assert(
      fc.property(randomCase, ({ cloud, request }) => {
        const live = { cloud: cloud(), requests: [request] };
        for (const filter of filterRegistry.values()) expect(checkFilterLaws(filter, live)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('checkWeigherLaws', () => {
  const weigherOf = (raw: (host: HostState) => number, change: object = {}) =>
    defineWeigher({ name: 'Own', summary: 'Own.', multiplier: () => 1, bind: () => ({ raw, ...change }) });

  it('notices what is no number, and a constant that is not', () => {
    expect(
      checkWeigherLaws(
        weigherOf(() => Number.NaN),
        trial,
      )[0],
    ).toMatchObject({ law: 'number' });
    expect(
      checkWeigherLaws(
        weigherOf((host) => host.index, { constant: 0 }),
        trial,
      ),
    ).toMatchObject([{ law: 'constant', host: 'host1' }]);
  });

  it('notices a weigher that looks at the request although it says that it does not', () => {
    const weigher = defineWeigher({
      name: 'Own',
      summary: 'Own.',
      asks: [],
      multiplier: () => 1,
      bind: ({ flavor }, _hosts, { random }) => ({ raw: () => flavor.vcpus + random(0) }),
    });
    const message = 'looks at flavor of the request, random of the context without saying so';
    expect(checkWeigherLaws(weigher, trial)).toEqual([{ law: 'declared-asks', host: '', message }]);
  });

  it('finds nothing in any weigher of Astrolabe', () => {
    fc.assert(
      fc.property(randomCase, ({ cloud, request }) => {
        const live = { cloud: cloud(), requests: [request] };
        for (const weigher of weigherRegistry.values()) expect(checkWeigherLaws(weigher, live)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
