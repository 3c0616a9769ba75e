import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gauge, UsageMeter } from '../../../sim/metrics/usage-meter.ts';

describe('the usage meter', () => {
  it('weighs each value with the time it was held', () => {
    const meter = new UsageMeter(0, 100);
    meter.advance(10);
    meter.add(gauge.running, 4);
    meter.advance(30);
    meter.add(gauge.running, -3);
    meter.advance(100);
    expect(meter.integral(gauge.running)).toBe(4 * 20 + 1 * 70);
    expect(meter.mean(gauge.running)).toBe(1.5);
    expect(meter.peak(gauge.running)).toBe(4);
  });

  it('leaves out what was held for no time at all', () => {
    const meter = new UsageMeter(0, 100);
    meter.advance(10);
    meter.add(gauge.running, 1000);
    meter.advance(10);
    meter.add(gauge.running, -1000);
    meter.advance(100);
    expect(meter.peak(gauge.running)).toBe(0);
    expect(meter.integral(gauge.running)).toBe(0);
  });

  it('looks at its window only', () => {
    const meter = new UsageMeter(50, 80);
    meter.add(gauge.hostsUsed, 9);
    meter.advance(40);
    meter.add(gauge.hostsUsed, -7);
    meter.advance(90);
    meter.add(gauge.hostsUsed, 100);
    meter.advance(200);
    expect(meter.integral(gauge.hostsUsed)).toBe(2 * 30);
    expect(meter.peak(gauge.hostsUsed)).toBe(2);
    expect(meter.mean(gauge.hostsUsed)).toBe(2);
  });

  it('agrees with a sum over whole seconds', () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 200 }), by: fc.integer({ min: -5, max: 5 }) });
    fc.assert(
      fc.property(fc.array(change), fc.integer({ min: 0, max: 200 }), (changes, from) => {
        const ordered = [...changes].sort((a, b) => a.at - b.at);
        const meter = new UsageMeter(from, 200);
        for (const { at, by } of ordered) {
          meter.advance(at);
          meter.add(gauge.vcpuAllocated, by);
        }
        meter.advance(200);
        let sum = 0;
        for (let second = from; second < 200; second++) {
          sum += ordered.reduce((value, { at, by }) => (at <= second ? value + by : value), 0);
        }
        expect(meter.integral(gauge.vcpuAllocated)).toBe(sum);
      }),
    );
  });
});
