import { describe, expect, it } from 'vitest';
import { DelayDraw } from '../../../sim/engine/delay-draw.ts';

describe('a delay of the control plane', () => {
  it('is the median itself when nothing spreads it', () => {
    expect(new DelayDraw(1, 'spawn', { medianSeconds: 7, sigma: 0 }).seconds(3, 2)).toBe(7);
  });

  it('is the same for an item and attempt, and another one for any other', () => {
    const draw = new DelayDraw(1, 'spawn', { medianSeconds: 7, sigma: 1 });
    expect(draw.seconds(3, 2)).toBe(draw.seconds(3, 2));
    expect(draw.seconds(3, 2)).not.toBe(draw.seconds(3, 1));
    expect(draw.seconds(3, 2)).not.toBe(draw.seconds(4, 2));
    expect(draw.seconds(3, 2)).not.toBe(new DelayDraw(1, 'network', { medianSeconds: 7, sigma: 1 }).seconds(3, 2));
    expect(draw.seconds(3, 2)).not.toBe(new DelayDraw(2, 'spawn', { medianSeconds: 7, sigma: 1 }).seconds(3, 2));
  });

  it('has its median and its spread', () => {
    const draw = new DelayDraw(5, 'spawn', { medianSeconds: 10, sigma: 0.5 });
    const logs = Array.from({ length: 20_000 }, (_, item) => Math.log(draw.seconds(item, 0) / 10));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    expect(mean).toBeCloseTo(0, 1);
    expect(deviation).toBeCloseTo(0.5, 1);
  });
});
