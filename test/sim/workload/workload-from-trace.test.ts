import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultDiskRule, flavorFromTrace } from '../../../sim/workload/disk-rule.ts';
import { type ReplaySpec, workloadFromTrace } from '../../../sim/workload/workload-from-trace.ts';
import { smallTrace } from './small-trace.ts';

const whole: ReplaySpec = {
  fromSeconds: 0,
  toSeconds: Infinity,
  timeScale: 1,
  lifetimeScale: 1,
  share: 1,
  carryOver: false,
  censored: 'keep',
  flavorOf: (recorded) => flavorFromTrace(recorded, defaultDiskRule),
  imageIndex: () => 0,
  durationSeconds: 10_000,
};

describe('the replay of a trace', () => {
  it('gives every flavor a disk by the rule: base, per vCPU and per GiB of RAM', () => {
    const rule = { baseGib: 10, perVcpuGib: 5, perRamGibGib: 2 };
    const flavorOf: ReplaySpec['flavorOf'] = (recorded) => flavorFromTrace(recorded, rule);
    const workload = workloadFromTrace(smallTrace([{ at: 0, vcpus: 4 }]), { ...whole, flavorOf }, 1);
    expect(workload.flavors).toMatchObject([{ name: '4c-4g', vcpus: 4, ramMib: 4096, rootGib: 10 + 20 + 8 }]);
    expect(flavorFromTrace({ name: 'x', vcpus: 1, ramMib: 1, diskGib: 7, extraSpecs: {} }, rule).rootGib).toBe(7);
  });

  it('draws a lifetime within its bin, the same for the same seed and row, whatever else is replayed', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        (seed, low, width) => {
          const trace = smallTrace([{ at: 0 }, { at: 50, low, high: low + width }]);
          const all = workloadFromTrace(trace, whole, seed);
          expect(all.lifetimeSeconds[1]).toBeGreaterThanOrEqual(low);
          expect(all.lifetimeSeconds[1]).toBeLessThanOrEqual(low + width);
          const part = workloadFromTrace(trace, { ...whole, fromSeconds: 50 }, seed);
          expect(part.lifetimeSeconds[0]).toBe(all.lifetimeSeconds[1]);
        },
      ),
    );
  });

  it('fills a bin evenly', () => {
    const trace = smallTrace(Array.from({ length: 4000 }, (_, i) => ({ at: i, low: 100, high: 200 })));
    const { lifetimeSeconds } = workloadFromTrace(trace, whole, 7);
    const mean = lifetimeSeconds.reduce((sum, value) => sum + value, 0) / 4000;
    expect(Math.abs(mean - 150)).toBeLessThan(4 * (100 / Math.sqrt(12 * 4000)));
    expect(lifetimeSeconds.filter((value) => value < 125).length / 4000).toBeCloseTo(0.25, 1);
  });

  it('never deletes an instance that was still running, or deletes it at the age it had', () => {
    const trace = smallTrace([{ at: 0, low: 500, censored: true }, { at: 1 }]);
    expect([...workloadFromTrace(trace, whole, 1).lifetimeSeconds]).toEqual([Infinity, 100]);
    expect([...workloadFromTrace(trace, { ...whole, censored: 'age' }, 1).lifetimeSeconds]).toEqual([500, 100]);
  });

  it('takes the part between two times, which then starts at second 0', () => {
    const trace = smallTrace([{ at: 10 }, { at: 20 }, { at: 30 }, { at: 40 }]);
    const part = workloadFromTrace(trace, { ...whole, fromSeconds: 20, toSeconds: 40 }, 1);
    expect([...part.arrivalSeconds]).toEqual([0, 10]);
    expect(part.horizonSeconds).toBe(20);
  });

  it('carries over what still lives at the start of the part, with the rest of its life', () => {
    const trace = smallTrace([
      { at: 0, low: 15 },
      { at: 10, low: 50 },
      { at: 20, low: 5 },
    ]);
    const part = workloadFromTrace(trace, { ...whole, fromSeconds: 20, carryOver: true }, 1);
    expect([...part.arrivalSeconds]).toEqual([0, 0]);
    expect([...part.lifetimeSeconds]).toEqual([40, 5]);
  });

  it('scales arrivals and lifetimes apart, and drops what would arrive after the end of the run', () => {
    const trace = smallTrace([{ at: 0 }, { at: 100 }, { at: 200 }]);
    const slow = workloadFromTrace(trace, { ...whole, timeScale: 2, lifetimeScale: 0.5, durationSeconds: 400 }, 1);
    expect([...slow.arrivalSeconds]).toEqual([0, 200]);
    expect([...slow.lifetimeSeconds]).toEqual([50, 50]);
  });

  it('thins by whole batches, and a larger share keeps those of a smaller one', () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({ at: Math.floor(i / 3), batch: Math.floor(i / 3) }));
    const trace = smallTrace(rows);
    const few = workloadFromTrace(trace, { ...whole, share: 0.3 }, 5);
    const more = workloadFromTrace(trace, { ...whole, share: 0.6 }, 5);
    expect(few.count % 3).toBe(0);
    expect(few.count).toBeGreaterThan(0.3 * 600 * 0.6);
    expect(few.count).toBeLessThan(0.3 * 600 * 1.4);
    const kept = new Set(more.arrivalSeconds);
    expect([...few.arrivalSeconds].every((arrival) => kept.has(arrival))).toBe(true);
  });

  it('makes one request of a batch with one flavor, and several of a batch that mixes them', () => {
    const rows = [1, 1, 2, 1].map((vcpus) => ({ at: 0, batch: 9, vcpus }));
    const workload = workloadFromTrace(smallTrace([...rows, { at: 5, batch: 9 }]), whole, 1);
    expect([...workload.batch]).toEqual([0, 0, 1, 2, 3]);
  });
});
