import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildWorkload } from '../../../sim/workload/build-workload.ts';
import { type DemandExtras, shapeDemand } from '../../../sim/workload/shape-demand.ts';
import type { Workload } from '../../../sim/workload/workload.ts';

const flavor = (name: string, vcpus: number, ramGib: number, rootGib: number) => ({
  id: name,
  name,
  vcpus,
  ramMib: ramGib * 1024,
  rootGib,
  ephemeralGib: 0,
  swapMib: 0,
  extraSpecs: {},
});

/** Batches of three, one every minute. */
function demand(instances: number): Workload {
  const each = (value: (i: number) => number) => Array.from({ length: instances }, (_, i) => value(i));
  return buildWorkload({
    flavors: [flavor('s', 1, 2, 10), flavor('m', 2, 4, 20), flavor('l', 4, 8, 20), flavor('ram', 1, 16, 10)],
    projects: ['p'],
    arrivalSeconds: each((i) => Math.floor(i / 3) * 60),
    lifetimeSeconds: each(() => 1000),
    flavor: each((i) => Math.floor(i / 3) % 4),
    project: each(() => 0),
    batch: each((i) => Math.floor(i / 3)),
    horizonSeconds: 1e6,
  });
}

const none: DemandExtras = { zones: undefined, imageWeights: undefined, groups: [], resizes: undefined };

describe('what a scenario adds to demand', () => {
  it('is nothing unless it is asked for', () => {
    const workload = demand(30);
    expect(shapeDemand(workload, none, 1)).toEqual(workload);
  });

  it('asks for zones by batch, in the share and with the weights given', () => {
    const zones = { share: 0.5, weights: { north: 3, south: 1 } };
    const { zone, zones: names } = shapeDemand(demand(6000), { ...none, zones }, 1);
    expect(names).toEqual(['north', 'south']);
    for (let i = 0; i < zone.length; i += 3) expect(new Set(zone.subarray(i, i + 3)).size).toBe(1);
    const asked = zone.filter((index) => index >= 0);
    expect(asked.length / zone.length).toBeCloseTo(0.5, 1);
    expect(asked.filter((index) => index === 0).length / asked.length).toBeCloseTo(0.75, 1);
  });

  it('makes server groups of batches of two or more, by the first rule that is drawn', () => {
    const groups = [
      { policy: 'anti-affinity', share: 0.5, maxServerPerHost: 2 },
      { policy: 'affinity', share: 1 },
    ];
    const shaped = shapeDemand(demand(3000), { ...none, groups }, 1);
    expect(shaped.groups.length).toBe(1000);
    expect(shaped.groups.filter(({ policy }) => policy === 'affinity').length / 1000).toBeCloseTo(0.5, 1);
    expect(shaped.groups.find(({ policy }) => policy === 'anti-affinity')!.maxServerPerHost).toBe(2);
    expect([...shaped.group.subarray(0, 6)]).toEqual([0, 0, 0, 1, 1, 1]);
    const single = shapeDemand(
      { ...demand(9), batch: Uint32Array.from({ length: 9 }, (_, i) => i) },
      { ...none, groups },
      1,
    );
    expect(single.groups).toEqual([]);
  });

  it('resizes to the next larger flavor, within the life of the instance; a disk never shrinks', () => {
    const larger = shapeDemand(demand(1200), { ...none, resizes: { share: 1, to: 'larger' } }, 1);
    const to = (name: number) => [...larger.resizes.instance].findIndex((i) => larger.flavor[i] === name);
    expect(larger.resizes.flavor[to(0)]).toBe(3); // s -> ram: one vCPU still, more RAM
    expect(larger.resizes.flavor[to(1)]).toBe(2);
    expect(to(2)).toBe(-1);
    expect(larger.resizes.afterSeconds.every((after) => after >= 0 && after < 1000)).toBe(true);
    const smaller = shapeDemand(demand(1200), { ...none, resizes: { share: 1, to: 'smaller' } }, 1);
    const pairs = [...smaller.resizes.instance].map((i, n) => `${smaller.flavor[i]}>${smaller.resizes.flavor[n]}`);
    expect(new Set(pairs)).toEqual(new Set(['2>1', '3>0']));
  });

  it('draws everything by batch or instance: another share never moves what stays', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const few = shapeDemand(demand(300), { ...none, resizes: { share: 0.2, to: 'any' } }, seed).resizes;
        const many = shapeDemand(demand(300), { ...none, resizes: { share: 0.7, to: 'any' } }, seed).resizes;
        const planned = new Map(
          [...many.instance].map((instance, n) => [instance, [many.afterSeconds[n], many.flavor[n]]]),
        );
        few.instance.forEach((instance, n) => {
          expect(planned.get(instance)).toEqual([few.afterSeconds[n], few.flavor[n]]);
        });
      }),
      { numRuns: 20 },
    );
  });
});
