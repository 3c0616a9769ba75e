import { describe, expect, it } from 'vitest';
import { constant, instantControlPlane, makeHosts, makeRunInput, makeWorkload } from './make-run-input.ts';
import { observeRun } from './observe-run.ts';

describe('an instance', () => {
  it('takes its host from the decision until its deletion has been cleaned up', async () => {
    const controlPlane = { ...instantControlPlane, api: constant(5), scheduler: constant(5), delete: constant(50) };
    const run = await observeRun(
      makeRunInput([{ at: 95, life: 200 }], { controlPlane, metrics: { ...samplesEvery(10), decisionLog: true } }),
    );
    const allocated = run.series('vcpu-allocation');
    expect(run.decisions[0]).toMatchObject({
      atSeconds: 105,
      hosts: ['host-0'],
      outcome: 'scheduled',
      purpose: 'boot',
    });
    expect([100, 110, 350, 360].map((at) => allocated.get(at))).toEqual([0, 1, 1, 0]);
    const running = run.series('instances-running');
    expect([100, 110, 300, 310].map((at) => running.get(at))).toEqual([0, 1, 1, 0]);
    expect(run.metric('instance-hours')).toBeCloseTo(200 / 3600, 10);
    expect(run.metric('vcpu-allocation-mean')).toBeCloseTo(250 / 1000, 10);
    expect(run.metric('deletions')).toBe(1);
  });

  it('is ACTIVE after API, scheduler, image, network and spawn, one after the other', async () => {
    const controlPlane = {
      ...instantControlPlane,
      api: constant(1),
      scheduler: constant(2),
      network: constant(4),
      spawn: constant(8),
    };
    const images = [{ image: { id: 'a', properties: {} }, sizeMib: 1600 }];
    const run = await observeRun(
      makeRunInput(
        [
          { at: 0, flavor: 1 },
          { at: 500, flavor: 1 },
        ],
        { controlPlane, images },
      ),
    );
    expect(run.metric('boot-seconds-p99')).toBe(1 + 2 + 16 + 4 + 8);
    expect(run.metric('boot-seconds-p50')).toBe(1 + 2 + 4 + 8);
    expect(run.metric('boot-seconds-mean')).toBe((31 + 15) / 2);
  });

  it('keeps its image in the cache of its host as long as it lives and for a while after', async () => {
    const images = [{ image: { id: 'a', properties: {} }, sizeMib: 1000 }];
    const controlPlane = { ...instantControlPlane, image: { downloadMibPerSecond: 100, cacheSeconds: 100 } };
    const demands = [0, 600, 750].map((at) => ({ at, life: at === 0 ? 500 : 40, flavor: 1 }));
    const run = await observeRun(makeRunInput(demands, { controlPlane, images }));
    // Downloaded for the first, still there 90 s after its deletion, gone 110 s after the second one's.
    expect(run.metric('boot-seconds-mean')).toBeCloseTo((10 + 0 + 10) / 3, 10);
  });

  it('lives for its lifetime from the moment it is ACTIVE', async () => {
    const controlPlane = { ...instantControlPlane, spawn: constant(100) };
    const run = await observeRun(makeRunInput([{ at: 0, life: 300 }], { controlPlane, metrics: samplesEvery(50) }));
    const running = run.series('instances-running');
    expect([100, 150, 400, 450].map((at) => running.get(at))).toEqual([0, 1, 1, 0]);
  });

  it('finds the room that another one leaves in the same second', async () => {
    const demands = [
      { at: 0, life: 100 },
      { at: 100, life: 100 },
    ];
    const run = await observeRun(makeRunInput(demands));
    expect(run.metric('instances-accepted')).toBe(2);
  });
});

describe('a request', () => {
  it('is refused with stage and code when no host has room', async () => {
    const run = await observeRun(makeRunInput([{ at: 0 }, { at: 1 }]));
    expect(run.metric('instances-refused')).toBe(1);
    expect(run.metric('instances-refused-fraction')).toBe(0.5);
    expect(run.refusals).toEqual([
      { kind: 'refusal', stage: 'placement', by: 'placement', code: 'resource', requests: 1, instances: 1 },
    ]);
    expect(run.decisions[1]).toMatchObject({
      outcome: 'no-valid-host',
      hosts: [],
      stage: 'placement',
      code: 'resource',
    });
  });

  it('of several instances is placed as a whole or not at all', async () => {
    const batch = (at: number, id: number, size: number) =>
      Array.from({ length: size }, () => ({ at, flavor: 1, batch: id }));
    const demands = [...batch(0, 0, 3), ...batch(1, 1, 2), ...batch(2, 2, 1)];
    const run = await observeRun(makeRunInput(demands, { hosts: makeHosts(2) }));
    expect(run.decisions.map(({ hosts }) => hosts.length)).toEqual([3, 0, 1]);
    expect(run.metric('requests-arrived')).toBe(3);
    expect(run.metric('requests-refused')).toBe(1);
    expect(run.metric('instances-refused')).toBe(2);
  });

  it('stands for one instance each when batches are no requests', async () => {
    const demands = Array.from({ length: 5 }, () => ({ at: 0, flavor: 1, batch: 0 }));
    const run = await observeRun(makeRunInput(demands, { hosts: makeHosts(2), batchesAreRequests: false }));
    expect(run.metric('requests-arrived')).toBe(5);
    expect(run.metric('instances-accepted')).toBe(4);
  });

  it('goes to its availability zone only', async () => {
    const hosts = [...makeHosts(2, { zone: 'west' }), ...makeHosts(1, { name: 'host-east', zone: 'east' })];
    const demands = [
      { at: 0, zone: 1 },
      { at: 1, zone: 1 },
      { at: 2, zone: 0 },
    ];
    const workload = makeWorkload(demands, { zones: ['west', 'east'] });
    const run = await observeRun(makeRunInput(demands, { hosts, workload }));
    expect(run.decisions.map((decision) => decision.hosts)).toEqual([['host-east'], [], ['host-0']]);
  });

  it('that arrives after the end of the run does not count, and one in flight then does', async () => {
    const controlPlane = { ...instantControlPlane, spawn: constant(100) };
    const demands = [
      { at: 1000, flavor: 2 },
      { at: 1001, flavor: 2 },
    ];
    const run = await observeRun(makeRunInput(demands, { controlPlane }));
    expect(run.metric('instances-arrived')).toBe(1);
    expect(run.metric('instances-accepted')).toBe(1);
    expect(run.metric('boot-seconds-p50')).toBe(100);
  });
});

describe('a build', () => {
  const faults = {
    hostMtbfHours: 0,
    hostRepair: constant(0),
    onHostFailure: 'lose',
    buildFailureProbability: 1,
  } as const;

  it('that fails is tried on alternates, and ends in ERROR with everything freed', async () => {
    const controlPlane = { ...instantControlPlane, spawn: constant(10) };
    const run = await observeRun(makeRunInput([{ at: 0 }], { hosts: makeHosts(5), faults, controlPlane }));
    expect(run.metric('build-failures')).toBe(3);
    expect(run.metric('retries')).toBe(2);
    expect(run.refusals).toEqual([
      {
        kind: 'refusal',
        stage: 'build',
        by: 'nova-conductor',
        code: 'max-retries-exceeded',
        requests: 1,
        instances: 1,
      },
    ]);
    expect(run.series('vcpu-allocation').get(100)).toBe(0);
  });

  it('does not go to an alternate that was taken meanwhile', async () => {
    const controlPlane = { ...instantControlPlane, spawn: constant(10) };
    const run = await observeRun(makeRunInput([{ at: 0 }, { at: 1 }], { hosts: makeHosts(2), faults, controlPlane }));
    // The first one has host-1 as its alternate, which the second one holds when it is wanted at second 10.
    expect(run.metric('build-failures')).toBe(2);
    expect(run.metric('retries')).toBe(0);
    expect(run.metric('instances-refused')).toBe(2);
  });

  it('on a host that fails ends in ERROR', async () => {
    const controlPlane = { ...instantControlPlane, spawn: constant(10) };
    const events = [{ atSeconds: 5, type: 'fail', hosts: [0] }] as const;
    const run = await observeRun(makeRunInput([{ at: 0 }], { hosts: makeHosts(2), events, controlPlane }));
    expect(run.refusals).toEqual([
      { kind: 'refusal', stage: 'build', by: 'nova-compute', code: 'host-failed', requests: 1, instances: 1 },
    ]);
    expect(run.metric('instances-lost')).toBe(0);
  });
});

describe('a server group', () => {
  it('with anti-affinity keeps its members apart, on alternates as well', async () => {
    const workload = (demands: readonly { at: number; flavor: number; group: number }[]) =>
      makeWorkload(demands, { groups: [{ policy: 'anti-affinity' }] });
    const demands = [0, 1, 2].map((at) => ({ at, flavor: 2, group: 0 }));
    const run = await observeRun(makeRunInput(demands, { hosts: makeHosts(2), workload: workload(demands) }));
    expect(new Set(run.decisions.slice(0, 2).flatMap(({ hosts }) => hosts)).size).toBe(2);
    expect(run.refusals[0]).toMatchObject({ by: 'ServerGroupAntiAffinityFilter', instances: 1 });
  });

  it('keeps the members of one request apart too', async () => {
    const demands = [0, 0, 0].map((at) => ({ at, flavor: 2, group: 0, batch: 0 }));
    const workload = makeWorkload(demands, { groups: [{ policy: 'anti-affinity' }] });
    const run = await observeRun(makeRunInput(demands, { hosts: makeHosts(3), workload }));
    expect(new Set(run.decisions[0]!.hosts).size).toBe(3);
  });

  it('with affinity keeps its members together', async () => {
    const demands = [0, 1, 2].map((at) => ({ at, flavor: 1, group: 0 }));
    const workload = makeWorkload(demands, { groups: [{ policy: 'affinity' }] });
    const run = await observeRun(makeRunInput(demands, { hosts: makeHosts(3), workload }));
    expect(run.decisions.map(({ hosts }) => hosts)).toEqual([['host-0'], ['host-0'], []]);
  });
});

function samplesEvery(sampleSeconds: number) {
  return { sampleSeconds, hostSampleSeconds: 0, decisionLog: true, warmupSeconds: 0 };
}
