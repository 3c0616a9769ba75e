import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../sim/workload/read-trace.ts';
import { summarizeTrace } from '../../../sim/workload/summarize-trace.ts';
import { hasTraces, tracePath } from './recorded-traces.ts';
import { smallTrace } from './small-trace.ts';

describe('the summary of a trace', () => {
  it('counts what runs at the same time; an end comes before an arrival of the same second', () => {
    const summary = summarizeTrace(
      smallTrace([
        { at: 0, low: 10, vcpus: 2 },
        { at: 5, low: 5, vcpus: 4 },
        { at: 10, low: 1, vcpus: 4 },
        { at: 10, censored: true },
      ]),
    );
    expect(summary.peak).toEqual({ instances: 2, vcpus: 6, ramMib: 6 * 1024 });
    expect(summary.instancesAtLastArrival).toBe(2);
    expect(summary.openEnded).toBe(1);
    expect(summary.meanLifetimeSeconds).toBeCloseTo(16 / 3);
  });

  it('gives batches, flavors by number and quantiles of lifetimes', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({
      at: i < 60 ? 0 : i,
      low: i + 1,
      batch: i < 60 ? 0 : i,
      vcpus: i < 70 ? 1 : 2,
    }));
    const summary = summarizeTrace(smallTrace(rows));
    expect([summary.batches, summary.largestBatch]).toEqual([41, 60]);
    expect(summary.flavors.map(({ name, share }) => [name, share])).toEqual([
      ['1c-1g', 0.7],
      ['2c-2g', 0.3],
    ]);
    expect(summary.lifetimeSeconds.find(({ quantile }) => quantile === 0.5)!.value).toBe(50);
    expect(summary.lifetimeSeconds.at(-1)!.value).toBe(100);
  });

  it.runIf(hasTraces)('of the Huawei trace agrees with what was published of it', async () => {
    const summary = summarizeTrace(await readTrace(tracePath('huawei-east-1-lt.csv.gz')));
    expect(summary.instances).toBe(116_313);
    expect(summary.peak.instances).toBe(2432);
    expect(summary.peak.vcpus).toBe(4273);
    expect(summary.flavors[0]).toMatchObject({ name: '1c-2g' });
    expect(summary.flavors[0]!.share).toBeCloseTo(0.46, 2);
    expect(summary.lifetimeSeconds.find(({ quantile }) => quantile === 0.5)!.value).toBe(2592);
  });
});
