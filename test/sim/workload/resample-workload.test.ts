import { describe, expect, it } from 'vitest';
import { flatShape } from '../../../sim/workload/arrival-shape.ts';
import { defaultDiskRule, flavorFromTrace } from '../../../sim/workload/disk-rule.ts';
import { readTrace } from '../../../sim/workload/read-trace.ts';
import { type ResampleSpec, resampleWorkload } from '../../../sim/workload/resample-workload.ts';
import type { Workload } from '../../../sim/workload/workload.ts';
import { hasTraces, tracePath } from './recorded-traces.ts';
import { smallTrace } from './small-trace.ts';

const spec: ResampleSpec = {
  load: { share: 0.6, of: 'vcpus' },
  capacity: { vcpus: 5000, ramMib: 5000 * 2048, diskGib: 1e7 },
  shape: flatShape,
  fillSeconds: 0,
  flavorOf: (recorded) => flavorFromTrace(recorded, defaultDiskRule),
  durationSeconds: 2 * 86_400,
};

/** Many short small lives, few long large ones: the standing population is made of the latter. */
const trace = smallTrace(
  Array.from({ length: 400 }, (_, i) =>
    i % 4 === 0 ? { at: i, low: 90_000, vcpus: 4 } : { at: i, low: 300, vcpus: 1 },
  ),
);

function vcpusAt(workload: Workload, seconds: number): number {
  let sum = 0;
  for (let i = 0; i < workload.count; i++) {
    const since = seconds - workload.arrivalSeconds[i]!;
    if (since >= 0 && since < workload.lifetimeSeconds[i]!) sum += workload.flavors[workload.flavor[i]!]!.vcpus;
  }
  return sum;
}

describe('the resampler', () => {
  it('fills a cloud of another size to the share that was asked for, and keeps it there', () => {
    const workload = resampleWorkload(trace, spec, 1);
    for (const seconds of [0, 21_600, 86_400, 150_000]) expect(vcpusAt(workload, seconds) / 5000).toBeCloseTo(0.6, 1);
  });

  it('draws the population of the start in proportion to lifetime, what is left of it uniform', () => {
    const workload = resampleWorkload(trace, spec, 1);
    const standing = [...workload.arrivalSeconds].filter((at) => at === 0).length;
    const rest = [...workload.lifetimeSeconds].slice(0, standing);
    const longOnes = rest.filter((_, i) => workload.flavors[workload.flavor[i]!]!.vcpus === 4);
    // 100 · 90,000 s of 9,090,000 s in all belong to the long lives.
    expect(longOnes.length / standing).toBeGreaterThan(0.97);
    expect(longOnes.reduce((sum, value) => sum + value, 0) / longOnes.length / 90_000).toBeCloseTo(0.5, 1);
    expect(longOnes.filter((value) => value < 22_500).length / longOnes.length).toBeCloseTo(0.25, 1);
  });

  it('lets arrivals be whole batches of the trace', () => {
    const batches = smallTrace([0, 0, 0, 1, 2, 2].map((at) => ({ at, low: 5000, batch: at })));
    const workload = resampleWorkload(batches, { ...spec, fillSeconds: 0 }, 1);
    const sizes = new Map<number, number>();
    workload.batch.forEach((batch, i) => {
      if (workload.arrivalSeconds[i]! > 0) sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
    });
    expect([...new Set(sizes.values())].sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('spreads the arrival of the population over the time to fill', () => {
    const { arrivalSeconds } = resampleWorkload(trace, { ...spec, fillSeconds: 3600, durationSeconds: 3601 }, 1);
    expect(arrivalSeconds.filter((at) => at < 900).length / arrivalSeconds.length).toBeCloseTo(0.25, 1);
  });

  it('is the same for the same seed', () => {
    expect(resampleWorkload(trace, spec, 4)).toEqual(resampleWorkload(trace, spec, 4));
    expect(resampleWorkload(trace, spec, 4).arrivalSeconds).not.toEqual(
      resampleWorkload(trace, spec, 5).arrivalSeconds,
    );
  });

  it.runIf(hasTraces)('holds 60 % of 10,000 vCPUs with the shape of the Huawei trace', async () => {
    const recorded = await readTrace(tracePath('huawei-east-1-lt.csv.gz'));
    const capacity = { vcpus: 10_000, ramMib: 1e9, diskGib: 1e9 };
    const workload = resampleWorkload(recorded, { ...spec, capacity, durationSeconds: 86_400 }, 1);
    const moments = [0, 20_000, 40_000, 60_000, 80_000].map((seconds) => vcpusAt(workload, seconds) / 10_000);
    const mean = moments.reduce((sum, value) => sum + value, 0) / moments.length;
    expect(mean).toBeGreaterThan(0.55);
    expect(mean).toBeLessThan(0.65);
  });
});
