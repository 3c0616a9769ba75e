import { describe, expect, it } from 'vitest';
import type { PlannedEvent, RunInput } from '../../../sim/index.ts';
import { constant, type Demand, instantControlPlane, makeHosts, makeRunInput } from './make-run-input.ts';
import { observeRun, type ObservedRun } from './observe-run.ts';

const start: PlannedEvent = { atSeconds: 100, type: 'maintenance-start', hosts: [0] };
const end: PlannedEvent = { atSeconds: 500, type: 'maintenance-end', hosts: [0] };

/** One live migration takes 30 s, one build 20 s. */
function observe(demands: readonly Demand[], change: Partial<RunInput>): Promise<ObservedRun> {
  const controlPlane = { ...instantControlPlane, migrate: constant(30), spawn: constant(20) };
  return observeRun(makeRunInput(demands, { controlPlane, hosts: makeHosts(2), ...change }));
}

describe('a host in maintenance', () => {
  it('sends its instances away, one after the other, without a break for them', async () => {
    const demands = [
      { at: 0, flavor: 1 },
      { at: 1, flavor: 2 },
      { at: 2, flavor: 2 },
      { at: 3, flavor: 2 },
    ];
    // The first alone on host-0; the others follow to host-1 and host-0 by RAM.
    const metrics = { sampleSeconds: 10, hostSampleSeconds: 10, decisionLog: true, warmupSeconds: 0 };
    const run = await observe(demands, { events: [start], metrics });
    const moves = run.decisions.filter(({ purpose }) => purpose === 'migrate');
    expect(moves.map(({ atSeconds }) => atSeconds)).toEqual(moves.map(() => 100));
    expect(run.metric('migrations') + run.metric('migrations-refused')).toBe(moves.length);
    expect(run.metric('migrations')).toBeGreaterThan(0);
    expect(run.metric('instances-running-mean')).toBeCloseTo((980 + 979 + 978 + 977) / 1000, 10);
    const taken = new Map(
      run.hostSamples.map(({ atSeconds, metric, values }) => [`${metric} ${atSeconds}`, values[0]]),
    );
    expect(taken.get('host-vcpu-allocation 100')).toBeGreaterThan(0);
  });

  it('is empty when every migration has ended, each half a minute after the one before', async () => {
    const demands = [
      { at: 0, flavor: 2 },
      { at: 0, flavor: 2 },
      { at: 0, flavor: 2 },
    ];
    const metrics = { sampleSeconds: 10, hostSampleSeconds: 10, decisionLog: true, warmupSeconds: 0 };
    // All three begin on host-0, because host-1 is disabled until second 50.
    const events: PlannedEvent[] = [
      { atSeconds: 0, type: 'disable', hosts: [1] },
      { atSeconds: 50, type: 'enable', hosts: [1] },
      start,
    ];
    const run = await observe(demands, { events, metrics });
    const onFirst = (at: number) =>
      run.hostSamples.find(({ atSeconds, metric }) => atSeconds === at && metric === 'host-vcpu-allocation')!
        .values[0]! * 4;
    expect([100, 130, 140, 160, 170, 190, 200].map(onFirst)).toEqual([3, 3, 2, 2, 1, 1, 0]);
    expect(run.metric('migrations')).toBe(3);
  });

  it('keeps an instance that fits nowhere else', async () => {
    const run = await observe([{ at: 0 }], { hosts: makeHosts(1), events: [start] });
    expect(run.metric('migrations-refused')).toBe(1);
    expect(run.metric('instance-hours')).toBeCloseTo(980 / 3600, 10);
  });

  it('takes nothing new until it ends', async () => {
    const demands = [
      { at: 200, flavor: 0 },
      { at: 300, flavor: 0 },
      { at: 600, flavor: 0 },
    ];
    const run = await observe(demands, { events: [start, end] });
    expect(run.decisions.map(({ hosts }) => hosts)).toEqual([['host-1'], [], ['host-0']]);
  });

  it('sends on what only becomes ACTIVE on it after the start', async () => {
    const run = await observe([{ at: 90, flavor: 1 }], { events: [start] });
    expect(run.decisions.map(({ purpose, atSeconds, hosts }) => [purpose, atSeconds, ...hosts])).toEqual([
      ['boot', 90, 'host-0'],
      ['migrate', 110, 'host-1'],
    ]);
  });

  it('that fails meanwhile breaks migrations off', async () => {
    const fail: PlannedEvent = { atSeconds: 110, type: 'fail', hosts: [0] };
    const run = await observe([{ at: 0, flavor: 1 }], { events: [start, fail] });
    expect([run.metric('migrations'), run.metric('migrations-refused'), run.metric('instances-lost')]).toEqual([
      0, 1, 1,
    ]);
  });
});
