import { describe, expect, it } from 'vitest';
import type { PlannedEvent, RunInput } from '../../../sim/index.ts';
import { constant, type Demand, instantControlPlane, makeHosts, makeRunInput, noFaults } from './make-run-input.ts';
import { observeRun, type ObservedRun } from './observe-run.ts';

const fail: PlannedEvent = { atSeconds: 100, type: 'fail', hosts: [0] };
const repair: PlannedEvent = { atSeconds: 500, type: 'repair', hosts: [0] };

/** Spawning takes 10 s; services count as down after Nova's 60 s. */
function observe(demands: readonly Demand[], change: Partial<RunInput>): Promise<ObservedRun> {
  const controlPlane = { ...instantControlPlane, spawn: constant(10) };
  return observeRun(makeRunInput(demands, { controlPlane, ...change }));
}

function evacuating(change: Partial<RunInput['faults']> = {}): RunInput['faults'] {
  return { ...noFaults, onHostFailure: 'evacuate', ...change };
}

describe('a host that fails', () => {
  it('ends its instances and frees what they had, when the scenario says so', async () => {
    const run = await observe(
      [
        { at: 0, flavor: 1 },
        { at: 1, flavor: 1 },
      ],
      { events: [fail] },
    );
    expect(run.metric('instances-lost')).toBe(2);
    expect(run.metric('host-failures')).toBe(1);
    expect(run.series('vcpu-allocation').get(200)).toBe(0);
    expect([...run.series('hosts-down').values()].slice(0, 4)).toEqual([0, 0, 1, 1]);
  });

  it('still gets requests until its service has been silent for a minute, and none after', async () => {
    const demands = [
      { at: 160, flavor: 1 },
      { at: 161, flavor: 1 },
    ];
    const run = await observe(demands, { events: [fail] });
    expect(run.decisions[0]).toMatchObject({ hosts: ['host-0'] });
    expect(run.decisions[1]).toMatchObject({ stage: 'filter', by: 'ComputeFilter', code: 'service-down' });
    expect(run.refusals.map(({ stage, code }) => `${stage}/${code}`).sort()).toEqual([
      'build/host-failed',
      'filter/service-down',
    ]);
  });

  it('takes instances again after its repair', async () => {
    const run = await observe([{ at: 600, flavor: 1 }], { events: [fail, repair] });
    expect(run.metric('instances-accepted')).toBe(1);
    expect(run.series('hosts-down').get(600)).toBe(0);
  });

  it('loses its instances to another host once its failure is noticed, when they are evacuated', async () => {
    const run = await observe([{ at: 0, flavor: 1 }], { hosts: makeHosts(2), events: [fail], faults: evacuating() });
    expect(run.decisions[1]).toMatchObject({ purpose: 'evacuate', atSeconds: 160, hosts: ['host-1'] });
    expect(run.metric('instances-evacuated')).toBe(1);
    expect(run.metric('instances-lost')).toBe(0);
    // Running from 10 to 100 and, rebuilt, from 170 on.
    expect(run.metric('instance-hours')).toBeCloseTo((90 + 830) / 3600, 10);
    expect(run.metric('vcpu-allocation-mean')).toBeCloseTo((2 * 1000 + 2 * 10) / 8 / 1000, 10);
  });

  it('keeps an instance that finds no other host, and starts it again after the repair', async () => {
    const run = await observe([{ at: 0 }], { events: [fail, repair], faults: evacuating() });
    expect(run.metric('evacuations-refused')).toBe(1);
    expect(run.metric('instance-hours')).toBeCloseTo((90 + 500) / 3600, 10);
  });

  it('that comes back before anybody noticed has its instances back too', async () => {
    const events = [fail, { ...repair, atSeconds: 150 }];
    const run = await observe([{ at: 0 }], { hosts: makeHosts(2), events, faults: evacuating() });
    expect(run.decisions).toHaveLength(1);
    expect(run.metric('instance-hours')).toBeCloseTo((90 + 850) / 3600, 10);
  });

  it('does not hinder the deletion of what was on it', async () => {
    const demands = [{ at: 0, life: 110 }];
    const run = await observe(demands, { events: [fail], faults: evacuating() });
    expect(run.metric('deletions')).toBe(1);
    expect(run.series('vcpu-allocation').get(200)).toBe(0);
  });

  it('fails by chance as often as the mean time between failures says', async () => {
    const faults = { ...noFaults, hostMtbfHours: 1, hostRepair: constant(0) };
    const run = await observe([], { hosts: makeHosts(100), faults, durationSeconds: 36_000 });
    // 100 hosts for 10 h: Poisson with mean 1000; five standard deviations.
    expect(run.metric('host-failures')).toBeGreaterThan(1000 - 5 * Math.sqrt(1000));
    expect(run.metric('host-failures')).toBeLessThan(1000 + 5 * Math.sqrt(1000));
  });
});
