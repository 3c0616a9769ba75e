import { describe, expect, it } from 'vitest';
import {
  checkExtension,
  defineFilter,
  defineWeigher,
  filterRegistry,
  type HostState,
  sampleTrial,
  weigherRegistry,
} from '../../../core/index.ts';

const explain = () => ({ code: 'mine', needed: 'this', had: 'that' });
const racksOf = (host: HostState) => host.aggregates.flatMap(({ metadata }) => metadata['rack'] ?? []);

/** Concerns a request only by an extra spec and a hint of its own. */
const rackFilter = (reads: readonly (keyof HostState)[]) =>
  defineFilter({
    name: 'RackFilter',
    summary: 'Own.',
    codes: ['mine'],
    reads,
    bind: ({ flavor, schedulerHints }) => {
      const rack = flavor.extraSpecs['rack'];
      if (rack === undefined) return undefined;
      const strict = schedulerHints?.['strict'] !== undefined;
      return { passes: (host) => racksOf(host).includes(rack) || (!strict && host.numIoOps > 1), explain };
    },
  });

describe('checkExtension', () => {
  it('shows a filter the extra specs, hints and metadata that it looks for, so that it has something to judge', () => {
    const report = checkExtension(rackFilter(['aggregates', 'numIoOps']));
    expect(report).toMatchObject({ kind: 'filter', name: 'RackFilter', hosts: 40, requests: 16, violations: [] });
    expect(report.concerned).toBeGreaterThan(5);
    expect(report.concerned).toBeLessThan(16);
    expect(report.refused).toBeGreaterThan(0);
    expect(report.refused).toBeLessThan(report.concerned * 40);
  });

  it('counts a law that is broken often as one, with the first host', () => {
    const [found, ...others] = checkExtension(rackFilter(['aggregates'])).violations;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ law: 'declared-reads', message: 'reads numIoOps without saying so' });
    expect(found!.times).toBeGreaterThan(10);
  });

  it('tells that a request never concerned a filter', () => {
    const filter = defineFilter({ name: 'Idle', summary: 'Own.', codes: [], bind: () => undefined });
    expect(checkExtension(filter)).toMatchObject({ concerned: 0, refused: 0, violations: [] });
  });

  it('finds what throws only for some requests', () => {
    const weigher = defineWeigher({
      name: 'Own',
      summary: 'Own.',
      multiplier: () => 1,
      bind: ({ image }) => ({ raw: () => Object.keys(image!.properties).length }),
    });
    const laws = [1, 2, 3].flatMap((seed) => checkExtension(weigher, seed).violations.map(({ law }) => law));
    expect(new Set(laws)).toEqual(new Set(['throws']));
  });

  it('finds nothing in any filter or weigher of Astrolabe', () => {
    for (const each of [...filterRegistry.values(), ...weigherRegistry.values()]) {
      expect(checkExtension(each, 7).violations, each.name).toEqual([]);
    }
  });
});

describe('a sample', () => {
  it('is the same for the same seed, and another for another', () => {
    const text = (seed: number) => JSON.stringify([sampleTrial(seed).cloud.hosts, sampleTrial(seed).requests]);
    expect(text(3)).toBe(text(3));
    expect(text(3)).not.toBe(text(4));
  });

  it('is varied, and holds what is asked for', () => {
    const keys = {
      extraSpecs: ['rack'],
      hints: [],
      imageProperties: [],
      metadata: ['rack'],
      stats: ['gpu'],
      metrics: [],
    };
    const { cloud, requests } = sampleTrial(1, keys, { hosts: 60, requests: 30 });
    expect(new Set(cloud.hosts.map(({ vcpusTotal }) => vcpusTotal)).size).toBe(3);
    expect(cloud.hosts.some(({ service }) => service.disabled)).toBe(true);
    expect(cloud.hosts.some(({ ramFreeMib }) => ramFreeMib < 0)).toBe(true);
    expect(cloud.hosts.filter(({ stats }) => 'gpu' in stats).length).toBeGreaterThan(20);
    expect(new Set(requests.map(({ flavor }) => flavor.extraSpecs['rack'])).size).toBeGreaterThan(4);
    expect(requests.some(({ image }) => image === null)).toBe(true);
    const specs = new Set(requests.map(({ flavor }) => flavor.extraSpecs['rack']));
    expect(cloud.aggregates.some(({ metadata }) => specs.has(metadata['rack']))).toBe(true);
  });
});
