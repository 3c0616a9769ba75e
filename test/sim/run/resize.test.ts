import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../sim/index.ts';
import { constant, type Demand, instantControlPlane, makeHosts, makeRunInput } from './make-run-input.ts';
import { observeRun, type ObservedRun } from './observe-run.ts';

const half = 1;
const quarter = 2;

/** Resizes take 100 s. */
function observe(demands: readonly Demand[], change: Partial<RunInput> = {}): Promise<ObservedRun> {
  const controlPlane = { ...instantControlPlane, resize: constant(100) };
  return observeRun(makeRunInput(demands, { controlPlane, ...change }));
}

describe('a resize', () => {
  it('holds both hosts until it is confirmed, and the new flavor after', async () => {
    const demands = [{ at: 0, flavor: half, resizes: [{ after: 150, flavor: quarter }] }];
    const run = await observe(demands, { hosts: makeHosts(2) });
    const allocated = run.series('vcpu-allocation');
    expect([100, 200, 300].map((at) => allocated.get(at)! * 8)).toEqual([2, 3, 1]);
    expect(run.decisions[1]).toMatchObject({ purpose: 'resize', hosts: ['host-1'] });
    expect(run.metric('resizes')).toBe(1);
    expect(run.metric('vcpu-hours')).toBeCloseTo((2 * 250 + 1 * 750) / 3600, 10);
  });

  it('without another host is refused, and the instance stays as it was', async () => {
    const run = await observe([{ at: 0, flavor: half, resizes: [{ after: 150, flavor: quarter }] }]);
    expect(run.decisions[1]).toMatchObject({ purpose: 'resize', outcome: 'no-valid-host' });
    expect(run.metric('resizes-refused')).toBe(1);
    expect(run.series('vcpu-allocation').get(900)).toBe(0.5);
  });

  it('may stay on its host when the option allows it, and then needs room for both', async () => {
    const scheduler = { ...makeRunInput([]).scheduler, allowResizeToSameHost: true };
    const fits = await observe([{ at: 0, flavor: half, resizes: [{ after: 150, flavor: quarter }] }], { scheduler });
    const allocated = fits.series('vcpu-allocation');
    expect([100, 200, 300].map((at) => allocated.get(at))).toEqual([0.5, 0.75, 0.25]);
    const grows = await observe([{ at: 0, flavor: half, resizes: [{ after: 150, flavor: 0 }] }], { scheduler });
    expect(grows.metric('resizes-refused')).toBe(1);
  });

  it('is broken off by a deletion, and everything is freed', async () => {
    const demands = [{ at: 0, flavor: half, life: 200, resizes: [{ after: 150, flavor: quarter }] }];
    const run = await observe(demands, { hosts: makeHosts(2) });
    expect(run.metric('resizes')).toBe(0);
    expect(run.series('vcpu-allocation').get(300)).toBe(0);
  });

  it('that comes during another one is refused', async () => {
    const demands = [
      {
        at: 0,
        flavor: half,
        resizes: [
          { after: 150, flavor: quarter },
          { after: 200, flavor: 0 },
          { after: 300, flavor: half },
        ],
      },
    ];
    const run = await observe(demands, { hosts: makeHosts(2) });
    expect([run.metric('resizes'), run.metric('resizes-refused')]).toEqual([2, 1]);
  });

  it('fails when its target fails, and the instance goes on where it was', async () => {
    const events = [{ atSeconds: 200, type: 'fail', hosts: [1] }] as const;
    const demands = [{ at: 0, flavor: half, resizes: [{ after: 150, flavor: quarter }] }];
    const run = await observe(demands, { hosts: makeHosts(2), events });
    expect([run.metric('resizes'), run.metric('resizes-refused'), run.metric('instances-lost')]).toEqual([0, 1, 0]);
    expect(run.metric('instance-hours')).toBeCloseTo(1000 / 3600, 10);
  });
});
