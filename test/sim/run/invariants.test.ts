import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunInput } from '../../../sim/index.ts';
import { constant, instantControlPlane, noFaults } from './make-run-input.ts';
import { observeRun } from './observe-run.ts';
import { randomRun } from './random-run.ts';

describe('the random runs of these tests', () => {
  it('reach everything that can happen in a run', async () => {
    const totals = new Map<string, number>();
    for (const input of fc.sample(randomRun, { numRuns: 200, seed: 7 })) {
      const run = await observeRun(input, 0);
      for (const row of run.rows) {
        if (row.kind === 'metric') totals.set(row.metric, (totals.get(row.metric) ?? 0) + row.value);
        if (row.kind === 'refusal') totals.set(`${row.stage}/${row.code}`, 1);
      }
    }
    const expected = [
      'instances-lost',
      'instances-evacuated',
      'evacuations-refused',
      'migrations',
      'migrations-refused',
    ];
    expected.push('resizes', 'resizes-refused', 'retries', 'build-failures', 'host-failures', 'deletions');
    for (const key of expected) expect([key, totals.get(key)! > 20]).toEqual([key, true]);
    const causes = [...totals.keys()].filter((key) => key.includes('/'));
    expect(causes).toEqual(
      expect.arrayContaining([
        'placement/resource',
        'build/max-retries-exceeded',
        'build/host-failed',
        'filter/service-down',
      ]),
    );
  });
});

describe('every run', () => {
  it('keeps its books: each event is followed by a recount of them all, and at the end everything is freed', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (input) => {
        const run = await observeRun(input, 1);
        const { warmupSeconds } = input.metrics;
        const counted = Array.from(input.workload.arrivalSeconds).filter(
          (at) => at >= warmupSeconds && at <= input.durationSeconds,
        ).length;
        expect(run.metric('instances-arrived')).toBe(counted);
        expect(run.metric('instances-accepted') + run.metric('instances-refused')).toBe(counted);
        expect(run.metric('requests-accepted') + run.metric('requests-refused')).toBe(run.metric('requests-arrived'));
        const refused = run.refusals.reduce((sum, { instances }) => sum + instances, 0);
        expect(refused).toBe(run.metric('instances-refused'));
        const refusedRequests = run.refusals.reduce((sum, { requests }) => sum + requests, 0);
        expect(refusedRequests).toBe(run.metric('requests-refused'));
        expect(run.boots.counts.reduce((sum, count) => sum + count, 0)).toBe(run.metric('instances-accepted'));
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 150) },
    );
  });

  it('never allocates more than there is, in total and on any host', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (input) => {
        const run = await observeRun(input, 0);
        for (const key of ['vcpu-allocation', 'ram-allocation', 'disk-allocation']) {
          for (const value of run.series(key).values()) expect(value).toBeLessThanOrEqual(1);
        }
        for (const { values } of run.hostSamples) {
          for (const value of values) expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 60) },
    );
  });

  it('uses as much as a naive recount of its decision log finds', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (random) => {
        const input = withoutAccidents(random);
        const run = await observeRun(input, 0);
        const recount = recountLog(input, run.decisions);
        for (const [at, value] of run.series('vcpu-allocation'))
          expect(value * recount.capacity).toBeCloseTo(recount.used(at), 6);
        expect(run.metric('vcpu-allocation-mean') * recount.capacity).toBeCloseTo(recount.mean, 6);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 60) },
    );
  });
});

/** Delays of known length, no faults, no moves: what the log says is then all that happens. */
function withoutAccidents(input: RunInput): RunInput {
  const { workload, metrics } = input;
  const empty = { instance: new Uint32Array(0), afterSeconds: new Float64Array(0), flavor: new Uint16Array(0) };
  return {
    ...input,
    faults: noFaults,
    events: [],
    images: [],
    controlPlane: { ...instantControlPlane, api: constant(3), spawn: constant(7), delete: constant(11) },
    workload: { ...workload, resizes: empty },
    metrics: { ...metrics, warmupSeconds: 0 },
  };
}

interface Recount {
  readonly capacity: number;
  readonly mean: number;
  used(atSeconds: number): number;
}

/** vCPUs by the log alone: from each decision until 7 s of spawn, the lifetime and 11 s of cleaning are over. */
function recountLog(input: RunInput, decisions: readonly { atSeconds: number; hosts: readonly string[] }[]): Recount {
  const { workload, durationSeconds } = input;
  const stays: { from: number; to: number; vcpus: number }[] = [];
  let instance = 0;
  for (const { atSeconds, hosts } of decisions) {
    const first = instance;
    do instance++;
    while (input.batchesAreRequests && instance < workload.count && workload.batch[instance] === workload.batch[first]);
    for (let i = first; i < first + hosts.length; i++) {
      const to = atSeconds + 7 + workload.lifetimeSeconds[i]! + 11;
      stays.push({ from: atSeconds, to, vcpus: workload.flavors[workload.flavor[i]!]!.vcpus });
    }
  }
  const until = (to: number) => Math.min(to, durationSeconds);
  return {
    capacity: input.hosts.reduce((sum, h) => sum + Math.floor((h.vcpus - h.reservedVcpus) * h.cpuAllocationRatio), 0),
    mean: stays.reduce((sum, { from, to, vcpus }) => sum + vcpus * Math.max(0, until(to) - from), 0) / durationSeconds,
    used: (at) => stays.reduce((sum, { from, to, vcpus }) => (from < at && at <= to ? sum + vcpus : sum), 0),
  };
}
