import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricCatalogue } from '../../../store/index.ts';
import { constant, instantControlPlane, makeHosts, makeRunInput } from './make-run-input.ts';
import { observeRun } from './observe-run.ts';
import { randomRun } from './random-run.ts';

describe('the rows of a run', () => {
  it('are of metrics that the catalogue knows, each in its shape, and leave none of them out', async () => {
    const [input] = fc.sample(randomRun, { numRuns: 1, seed: 3 });
    const run = await observeRun({ ...input!, metrics: { ...input!.metrics, warmupSeconds: 0 } });
    const written = new Set<string>();
    const shapes = { sample: 'series', 'host-sample': 'host', histogram: 'histogram', metric: 'run' } as const;
    for (const row of run.rows) {
      if (row.kind !== 'decision' && row.kind !== 'refusal') written.add(`${shapes[row.kind]} ${row.metric}`);
    }
    expect([...written].sort()).toEqual(metricCatalogue.map(({ shape, key }) => `${shape} ${key}`).sort());
  });

  it('have a sample at every interval from second 0 to the end, and none after it', async () => {
    const metrics = { sampleSeconds: 300, hostSampleSeconds: 500, decisionLog: false, warmupSeconds: 0 };
    const run = await observeRun(makeRunInput([{ at: 999, flavor: 1 }], { metrics }));
    expect([...run.series('hosts-used').keys()]).toEqual([0, 300, 600, 900]);
    expect(run.hostSamples.map(({ atSeconds }) => atSeconds)).toEqual([0, 0, 500, 500, 1000, 1000]);
    expect(run.decisions).toEqual([]);
  });
});

describe('the figures of a run', () => {
  const demands = [
    { at: 0, flavor: 1, life: 500 },
    { at: 600, flavor: 0, life: 200 },
    { at: 700, flavor: 1 },
  ];

  it('are those of two instances on one host, worked out by hand', async () => {
    const hosts = makeHosts(2, { cpuAllocationRatio: 2 });
    const run = await observeRun(makeRunInput(demands.slice(0, 2), { hosts }));
    // 2 vCPU for 500 s and 4 vCPU for 200 s, of 2 x 4 installed and 2 x 8 to give out.
    const vcpuSeconds = 2 * 500 + 4 * 200;
    expect(run.metric('vcpu-utilisation-mean')).toBeCloseTo(vcpuSeconds / 8 / 1000, 12);
    expect(run.metric('vcpu-allocation-mean')).toBeCloseTo(vcpuSeconds / 16 / 1000, 12);
    expect(run.metric('vcpu-hours')).toBeCloseTo(vcpuSeconds / 3600, 12);
    expect(run.metric('ram-hours')).toBeCloseTo((2 * 500 + 4 * 200) / 3600, 12);
    expect(run.metric('disk-hours')).toBeCloseTo((10 * 500 + 10 * 200) / 3600, 12);
    expect(run.metric('packing-density-vcpu')).toBeCloseTo(vcpuSeconds / (4 * 700), 12);
    expect(run.metric('packing-density-ram')).toBeCloseTo((2 * 500 + 4 * 200) / (4 * 700), 12);
    expect(run.metric('hosts-used-mean')).toBeCloseTo(0.7, 12);
    expect(run.metric('hosts-empty-mean')).toBeCloseTo(1.3, 12);
    expect(run.metric('vcpu-peak')).toBe(4);
    expect(run.metric('ram-peak')).toBe(4);
    expect(run.metric('instances-running-peak')).toBe(1);
    expect(run.metric('instances-running-mean')).toBeCloseTo(0.7, 12);
  });

  it('leave the warm-up out', async () => {
    const metrics = { sampleSeconds: 100, hostSampleSeconds: 0, decisionLog: true, warmupSeconds: 550 };
    const run = await observeRun(makeRunInput(demands, { metrics }));
    expect(run.metric('instances-arrived')).toBe(2);
    expect(run.metric('instances-refused')).toBe(1);
    expect(run.metric('vcpus-refused-fraction')).toBeCloseTo(1 / 3, 12);
    expect(run.metric('deletions')).toBe(1);
    expect(run.metric('instance-hours')).toBeCloseTo(200 / 3600, 12);
    expect(run.metric('instances-running-mean')).toBeCloseTo(200 / 450, 12);
    expect(run.decisions).toHaveLength(3);
  });

  it('say nothing of boot times when nothing booted', async () => {
    const run = await observeRun(makeRunInput([]));
    expect(() => run.metric('boot-seconds-p50')).toThrow('wrote no boot-seconds-p50');
    expect(run.metric('instances-refused-fraction')).toBe(0);
  });

  it('count builds in flight as building, not as running', async () => {
    const controlPlane = { ...instantControlPlane, api: constant(50), spawn: constant(300) };
    const run = await observeRun(makeRunInput([{ at: 10, flavor: 1 }], { controlPlane }));
    const at = (seconds: number) => [
      run.series('instances-building').get(seconds),
      run.series('instances-running').get(seconds),
    ];
    expect([at(0), at(100), at(300), at(400)]).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});
