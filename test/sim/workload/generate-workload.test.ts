import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatShape } from '../../../sim/workload/arrival-shape.ts';
import { type GeneratorSpec, generateWorkload } from '../../../sim/workload/generate-workload.ts';
import { logNormalMixture } from '../../../sim/workload/lifetime-distribution.ts';
import type { Workload } from '../../../sim/workload/workload.ts';

const flavor = (name: string, vcpus: number) => ({
  id: name,
  name,
  vcpus,
  ramMib: vcpus * 2048,
  rootGib: 10,
  ephemeralGib: 0,
  swapMib: 0,
  extraSpecs: {},
});

const spec: GeneratorSpec = {
  demand: { instancesPerHour: 60 },
  shape: flatShape,
  batchSizes: [{ least: 1, most: 1, weight: 1 }],
  lifetimes: logNormalMixture([{ weight: 1, medianSeconds: 3600, sigma: 1 }]),
  neverDeleted: 0,
  flavors: [
    { flavor: flavor('small', 1), weight: 3 },
    { flavor: flavor('large', 4), weight: 1 },
  ],
  projects: 10,
  standingFillSeconds: undefined,
  durationSeconds: 7 * 86_400,
};

function runningAt(workload: Workload, seconds: number, amount: (vcpus: number) => number): number {
  let sum = 0;
  for (let i = 0; i < workload.count; i++) {
    const arrival = workload.arrivalSeconds[i]!;
    if (arrival > seconds || arrival + workload.lifetimeSeconds[i]! <= seconds) continue;
    sum += amount(workload.flavors[workload.flavor[i]!]!.vcpus);
  }
  return sum;
}

describe('generated demand', () => {
  it('is a workload: ascending arrivals within the run, positive lives, indexes that exist', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, standing) => {
        const { count, ...workload } = generateWorkload(
          {
            ...spec,
            durationSeconds: 86_400,
            batchSizes: [{ least: 1, most: 4, weight: 1 }],
            standingFillSeconds: standing ? 3600 : undefined,
          },
          seed,
        );
        expect(count).toBeGreaterThan(0);
        for (let i = 0; i < count; i++) {
          expect(workload.arrivalSeconds[i]).toBeLessThan(86_400);
          if (i > 0) expect(workload.arrivalSeconds[i]).toBeGreaterThanOrEqual(workload.arrivalSeconds[i - 1]!);
          expect(workload.lifetimeSeconds[i]).toBeGreaterThanOrEqual(0);
          expect(workload.flavor[i]).toBeLessThan(2);
          expect(workload.project[i]).toBeLessThan(10);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is the same for the same seed and another for another', () => {
    expect(generateWorkload(spec, 3)).toEqual(generateWorkload(spec, 3));
    expect(generateWorkload(spec, 3).arrivalSeconds).not.toEqual(generateWorkload(spec, 4).arrivalSeconds);
  });

  it('arrives at the rate that was asked for, give or take four standard deviations', () => {
    const expected = 60 * 24 * 7;
    expect(Math.abs(generateWorkload(spec, 1).count - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('keeps the k-th batch what it is when the rate changes', () => {
    const slow = generateWorkload(spec, 9);
    const fast = generateWorkload({ ...spec, demand: { instancesPerHour: 120 } }, 9);
    const first = (column: ArrayLike<number>) => Array.from({ length: 1000 }, (_, i) => column[i]);
    expect(first(fast.flavor)).toEqual(first(slow.flavor));
    expect(first(fast.lifetimeSeconds)).toEqual(first(slow.lifetimeSeconds));
    expect(first(fast.project)).toEqual(first(slow.project));
  });

  it('follows the shape of day and week, starting where it is told to', () => {
    const daily = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 1));
    const weekly = [1, 0, 1, 1, 1, 1, 1];
    const shape = { daily, weekly, startHour: 24 };
    const { arrivalSeconds } = generateWorkload({ ...spec, shape }, 2);
    expect(arrivalSeconds.length).toBeGreaterThan(5000);
    for (const at of arrivalSeconds) {
      expect(at).toBeGreaterThan(86_400); // the run starts on a Tuesday, when nothing arrives
      expect((at % 86_400) / 3600).toBeGreaterThanOrEqual(12);
    }
  });

  it('brings batches of the sizes that were asked for, each with one flavor and project', () => {
    const batchSizes = [
      { least: 1, most: 1, weight: 1 },
      { least: 3, most: 5, weight: 1 },
    ];
    const workload = generateWorkload({ ...spec, batchSizes }, 6);
    const sizes = new Map<number, number>();
    for (const batch of workload.batch) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
    expect([...new Set(sizes.values())].sort((a, b) => a - b)).toEqual([1, 3, 4, 5]);
    expect(sizes.size).toBe(workload.batch.at(-1)! + 1);
    const mean = workload.count / sizes.size;
    expect(mean).toBeCloseTo(2.5, 0);
  });

  it('leaves the share of instances that live for ever', () => {
    const { lifetimeSeconds, count } = generateWorkload({ ...spec, neverDeleted: 0.2 }, 6);
    expect(lifetimeSeconds.filter((life) => life === Infinity).length / count).toBeCloseTo(0.2, 1);
  });
});

describe('a load', () => {
  const capacity = { vcpus: 4000, ramMib: 4000 * 4096, diskGib: 1e6 };

  it('is held from the start of a steady state to its end', () => {
    const load = { share: 0.5, of: 'vcpus' } as const;
    const workload = generateWorkload({ ...spec, demand: { load, capacity }, standingFillSeconds: 0 }, 1);
    const moments = [1, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5].map((day) => runningAt(workload, day * 86_400, (vcpus) => vcpus));
    const start = runningAt(workload, 0, (vcpus) => vcpus);
    expect(start / 4000).toBeCloseTo(0.5, 1);
    expect(moments.reduce((sum, value) => sum + value, 0) / moments.length / 4000).toBeCloseTo(0.5, 1);
  });

  it('speaks of the resource that is reached first unless one is named', () => {
    const scarceRam = { ...capacity, ramMib: 1000 * 1024 };
    const dominant = generateWorkload(
      { ...spec, demand: { load: { share: 0.5, of: 'dominant' }, capacity: scarceRam } },
      1,
    );
    const ram = generateWorkload({ ...spec, demand: { load: { share: 0.5, of: 'ram' }, capacity: scarceRam } }, 1);
    const vcpus = generateWorkload({ ...spec, demand: { load: { share: 0.5, of: 'vcpus' }, capacity: scarceRam } }, 1);
    expect(dominant.arrivalSeconds).toEqual(ram.arrivalSeconds);
    expect(vcpus.count).toBeGreaterThan(5 * ram.count);
  });
});
