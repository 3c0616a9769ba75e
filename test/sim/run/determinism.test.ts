import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../sim/index.ts';
import { makeHosts, makeRunInput, noFaults } from './make-run-input.ts';
import { observeRun } from './observe-run.ts';
import { randomRun } from './random-run.ts';

describe('two runs of the same input', () => {
  it('write the same rows and have the same hashes', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (input) => {
        const [first, second] = [await observeRun(input, 0), await observeRun(structuredClone(input), 0)];
        expect(second.summary).toEqual(first.summary);
        expect(second.rows).toEqual(first.rows);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 40) },
    );
  });

  it('do not depend on how often anybody looks', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (input) => {
        const watched = await observeRun(input, 1);
        const alone = await observeRun({ ...input, metrics: { ...input.metrics, sampleSeconds: 0 } }, 0);
        expect(alone.summary.decisionsHash).toBe(watched.summary.decisionsHash);
        expect(alone.summary.metricsHash).not.toBe(watched.summary.metricsHash);
        expect(alone.metric('vcpu-hours')).toBeCloseTo(watched.metric('vcpu-hours'), 9);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 20) },
    );
  });
});

describe('two runs with different schedulers', () => {
  /** Room for everybody, so that only the placement differs. */
  function input(weighers: readonly string[], multiplier: number): RunInput {
    const demands = Array.from({ length: 60 }, (_, i) => ({ at: i * 7, life: 100 + i, flavor: i % 3 }));
    const { scheduler } = makeRunInput([]);
    const delay = (medianSeconds: number) => ({ medianSeconds, sigma: 0.6 });
    return makeRunInput(demands, {
      hosts: makeHosts(60, { vcpus: 8, ramMib: 8192, diskGib: 1000 }),
      scheduler: {
        ...scheduler,
        weighers,
        maxAttempts: 20,
        options: { ...scheduler.options, filterScheduler: { ram_weight_multiplier: multiplier } },
      },
      controlPlane: {
        api: delay(1),
        scheduler: delay(1),
        network: delay(3),
        spawn: delay(5),
        delete: delay(2),
        resize: delay(9),
        image: { downloadMibPerSecond: 100, cacheSeconds: 3600 },
      },
      faults: { ...noFaults, buildFailureProbability: 0.3 },
    });
  }

  it('meet the same demand, the same delays and the same build failures', async () => {
    const spread = await observeRun(input(['RAMWeigher'], 1));
    const pack = await observeRun(input(['RAMWeigher'], -1));
    expect(pack.summary.decisionsHash).not.toBe(spread.summary.decisionsHash);
    expect(pack.metric('hosts-used-mean')).toBeLessThan(spread.metric('hosts-used-mean'));
    for (const key of [
      'boot-seconds-mean',
      'boot-seconds-p50',
      'boot-seconds-p99',
      'instance-hours',
      'build-failures',
    ]) {
      expect(pack.metric(key)).toBe(spread.metric(key));
    }
    const times = (run: typeof pack) => run.decisions.map(({ atSeconds, request }) => [atSeconds, request]);
    expect(times(pack)).toEqual(times(spread));
  });

  it('meet them also when the scheduler is asked for more in between', async () => {
    const quiet = input(['RAMWeigher'], -1);
    const busy: RunInput = {
      ...quiet,
      events: [
        { atSeconds: 50, type: 'maintenance-start', hosts: [0, 1, 2] },
        { atSeconds: 150, type: 'maintenance-end', hosts: [0, 1, 2] },
        { atSeconds: 200, type: 'maintenance-start', hosts: [3, 4, 5, 6] },
      ],
    };
    const [without, during] = [await observeRun(quiet), await observeRun(busy)];
    expect(during.metric('migrations')).toBeGreaterThan(0);
    for (const key of ['boot-seconds-mean', 'boot-seconds-p99', 'build-failures', 'retries', 'instances-accepted']) {
      expect(during.metric(key)).toBe(without.metric(key));
    }
  });
});
