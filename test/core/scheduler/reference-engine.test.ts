import { describe, expect, it } from 'vitest';
import { createReferenceEngine, type Decision, defineFilter, defineWeigher } from '../../../core/index.ts';
import { buildAggregate, buildCloud, buildFlavor, buildRequest } from '../build-cloud.ts';

const ramOnly = { filters: ['RamFilter'], weighers: ['RAMWeigher'] };

function chosen(decision: Decision): string[][] {
  return decision.selections.map((each) => each.map(({ host }) => host));
}

describe('createReferenceEngine', () => {
  it('takes the host with most free RAM and names the next best as alternates', () => {
    const cloud = buildCloud([{ ramFreeMib: 4096 }, { ramFreeMib: 8192 }, { ramFreeMib: 6000 }, { ramFreeMib: 100 }]);
    const decision = createReferenceEngine(cloud, ramOnly).decide(buildRequest());
    expect(chosen(decision)).toEqual([['host1', 'host2', 'host0']]);
    expect(decision.outcome).toBe('scheduled');
  });

  it('lets the lowest index win a tie', () => {
    const decision = createReferenceEngine(buildCloud([{}, {}, {}]), ramOnly).decide(buildRequest());
    expect(chosen(decision)).toEqual([['host0', 'host1', 'host2']]);
  });

  it('says the same with full detail as with counts', () => {
    const cloud = buildCloud(
      Array.from({ length: 40 }, (_, i) => ({ ramFreeMib: (i * 37) % 16_000, numIoOps: i % 3 })),
    );
    const engine = createReferenceEngine(cloud, { filters: ['RamFilter', 'ComputeFilter'] });
    const counts = engine.decide(buildRequest());
    const full = engine.decide(buildRequest(), { detail: 'full' });
    expect(counts.selections).toEqual(full.selections);
    expect(full.rounds[0]!.weighed).toHaveLength(full.rounds[0]!.filtered!.length);
  });

  it('names the filter and the code that refused most of the last hosts', () => {
    const cloud = buildCloud([{ ramFreeMib: 0 }, { ramFreeMib: 1 }, { ramTotalMib: 256, ramFreeMib: 256 }]);
    const { outcome, selections, refusal } = createReferenceEngine(cloud, ramOnly).decide(buildRequest());
    expect({ outcome, selections }).toEqual({ outcome: 'no-valid-host', selections: [] });
    expect(refusal).toMatchObject({ stage: 'filter', by: 'RamFilter', code: 'no-room-ram' });
  });

  it('spreads a multi-create, each instance seeing those before it, and leaves the cloud as it was', () => {
    const cloud = buildCloud([{ ramFreeMib: 4096 }, { ramFreeMib: 4000 }]);
    const before = JSON.stringify(cloud.hosts);
    const request = buildRequest({ instanceUuids: ['a', 'b', 'c'], flavor: buildFlavor({ ramMib: 2000 }) });
    const decision = createReferenceEngine(cloud, ramOnly).decide(request);
    expect(decision.selections.map(([first]) => first!.host)).toEqual(['host0', 'host1', 'host0']);
    expect(decision.rounds).toHaveLength(4);
    expect(JSON.stringify(cloud.hosts)).toBe(before);
  });

  it('refuses a multi-create as a whole when one instance finds no host', () => {
    const cloud = buildCloud([{ ramFreeMib: 1000 }]);
    const request = buildRequest({ instanceUuids: ['a', 'b'] });
    const decision = createReferenceEngine(cloud, ramOnly).decide({ ...request, flavor: buildFlavor({ ramMib: 600 }) });
    expect(decision).toMatchObject({ outcome: 'no-valid-host', selections: [], refusal: { by: 'RamFilter' } });
    expect(decision.refusal!.message).toContain('instance 2 of 2');
  });

  it('takes alternates from the cell of the chosen host only', () => {
    const cloud = buildCloud([
      { ramFreeMib: 9000, cellUuid: 'a' },
      { ramFreeMib: 8000, cellUuid: 'b' },
      { ramFreeMib: 7000, cellUuid: 'a' },
    ]);
    expect(chosen(createReferenceEngine(cloud, ramOnly).decide(buildRequest()))).toEqual([['host0', 'host2']]);
  });

  it('skips the filters for a forced host, without regard to case', () => {
    const cloud = buildCloud([{}, { ramFreeMib: 0 }]);
    const decision = createReferenceEngine(cloud, ramOnly).decide(buildRequest({ forceHosts: ['HOST1'] }));
    expect(chosen(decision)).toEqual([['host1']]);
    expect(decision.rounds[0]!.filtersSkipped).toBe(true);
  });

  it('never looks at ignored hosts', () => {
    const decision = createReferenceEngine(buildCloud([{}, {}]), ramOnly).decide(
      buildRequest({ ignoreHosts: ['host0'] }),
    );
    expect(chosen(decision)).toEqual([['host1']]);
  });

  it('lets the smallest multiplier of the aggregates replace the option', () => {
    const aggregates = [
      buildAggregate(1, ['host0'], { ram_weight_multiplier: '-1' }),
      buildAggregate(2, ['host0'], { ram_weight_multiplier: '5' }),
    ];
    const cloud = buildCloud([{ ramFreeMib: 8000 }, { ramFreeMib: 4000 }], aggregates);
    const decision = createReferenceEngine(cloud, ramOnly).decide(buildRequest(), { detail: 'full' });
    expect(decision.rounds[0]!.weighers![0]!.multiplier).toEqual([-1, 1]);
    expect(chosen(decision)).toEqual([['host1', 'host0']]);
  });

  it('sees aggregates that change while it lives', () => {
    const cloud = buildCloud([{ ramFreeMib: 8000 }, { ramFreeMib: 4000 }]);
    const engine = createReferenceEngine(cloud, ramOnly);
    expect(engine.decide(buildRequest()).selections[0]![0]!.host).toBe('host0');
    cloud.setAggregates([buildAggregate(1, ['host0', 'host1'], { ram_weight_multiplier: '-1' })]);
    expect(engine.decide(buildRequest()).selections[0]![0]!.host).toBe('host1');
    cloud.setAggregates([]);
    expect(engine.decide(buildRequest()).selections[0]![0]!.host).toBe('host0');
  });

  it('draws the random weigher from the seed and the decision number', () => {
    const cloud = buildCloud(Array.from({ length: 50 }, () => ({})));
    const pick = (seed: number, item: number) =>
      createReferenceEngine(cloud, { filters: [], weighers: ['RandomWeigher'], seed }).decide(buildRequest(), { item })
        .selections[0]![0]!.hostIndex;
    expect(pick(1, 7)).toBe(pick(1, 7));
    expect(new Set([1, 2, 3, 4, 5, 6].map((item) => pick(1, item))).size).toBeGreaterThan(2);
  });

  it('refuses unknown filters, weighers and options with the nearest name', () => {
    const cloud = buildCloud([{}]);
    const error = (config: object) => () => createReferenceEngine(cloud, config);
    expect(error({ filters: ['RamFliter'] })).toThrow('no filter is called "RamFliter"; did you mean "RamFilter"?');
    expect(error({ weighers: ['RAMWeiger'] })).toThrow('did you mean "RAMWeigher"?');
    expect(error({ options: { filterScheduler: { ram_weight_multiplyer: 1 } } })).toThrow(
      '[filter_scheduler] ram_weight_multiplyer: no such option in Nova 2026.1; did you mean "ram_weight_multiplier"?',
    );
    expect(error({ options: { filterScheduler: { host_subset_size: 0 } } })).toThrow('a whole number, at least 1');
  });

  it('answers to Nova course names', () => {
    const cloud = buildCloud([{ vcpusUsed: 32 }, {}]);
    const decision = createReferenceEngine(cloud, { filters: ['CpuFilter'], weighers: [] }).decide(buildRequest());
    expect(chosen(decision)).toEqual([['host1']]);
  });

  it('names the own filter, the host and the error when an own filter throws', () => {
    const own = defineFilter({
      name: 'MyFilter',
      summary: 'Passes nothing, loudly.',
      codes: [],
      bind: () => ({
        passes(host) {
          if (host.index === 1) throw new TypeError('boom');
          return true;
        },
        explain: () => ({ code: 'never', needed: '', had: '' }),
      }),
    });
    const engine = createReferenceEngine(buildCloud([{}, {}]), { filters: [own] });
    expect(() => engine.decide(buildRequest())).toThrow(
      'the filter "MyFilter" threw when asked about host node1: TypeError: boom',
    );
  });

  it('turns what Nova raises in a weigher into an outcome with type and place', () => {
    const cloud = buildCloud([{}, {}]);
    const options = { metrics: { weight_setting: ['cpu.percent=1'] } };
    const decision = createReferenceEngine(cloud, { filters: [], weighers: ['MetricsWeigher'], options }).decide(
      buildRequest(),
    );
    expect(decision).toMatchObject({
      outcome: 'error',
      error: { type: 'ComputeHostMetricNotFound', place: { weigher: 'MetricsWeigher' } },
      refusal: { stage: 'weigh', by: 'MetricsWeigher' },
    });
  });

  it('shuffles equals and draws from the best N repeatably, and leaves the order of the others', () => {
    const cloud = buildCloud(Array.from({ length: 9 }, (_, i) => ({ ramFreeMib: i < 6 ? 9000 : 1000 - i })));
    const options = { filterScheduler: { shuffle_best_same_weighed_hosts: true } };
    const engine = createReferenceEngine(cloud, { ...ramOnly, options });
    const order = (item: number) =>
      engine.decide(buildRequest(), { detail: 'full', item }).rounds[0]!.weighed!.map(({ hostIndex }) => hostIndex);
    expect(order(3)).toEqual(order(3));
    expect(order(3).slice(6)).toEqual([6, 7, 8]);
    expect(new Set([1, 2, 3, 4, 5].map((item) => order(item).join())).size).toBeGreaterThan(1);
  });

  it('lets an own weigher with own bounds decide', () => {
    const own = defineWeigher({
      name: 'OddWeigher',
      summary: 'Prefers odd hosts.',
      minimum: 0,
      maximum: 1,
      multiplier: () => 2,
      bind: () => ({ raw: (host) => (host.index % 2) * 7 }),
    });
    const decision = createReferenceEngine(buildCloud([{}, {}]), { filters: [], weighers: [own] }).decide(
      buildRequest(),
    );
    expect(decision.selections[0]!.map(({ weight }) => weight)).toEqual([2, 0]);
  });
});
