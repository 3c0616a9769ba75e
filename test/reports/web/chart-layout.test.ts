import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heatColors } from '../../../reports/web/charts/heat-colors.ts';
import { spreadLabels } from '../../../reports/web/charts/spread-labels.ts';
import { timeTicks } from '../../../reports/web/charts/time-ticks.ts';
import { decodeLevels } from '../../../reports/web/page/decode-levels.ts';
import { orderHostsByUse } from '../../../reports/web/page/order-hosts.ts';

describe('ticks of time', () => {
  test.each([
    [0, 7 * 86_400, 8, ['day 0', 'day 1', 'day 2', 'day 3', 'day 4', 'day 5', 'day 6', 'day 7']],
    [0, 31 * 86_400, 5, ['day 0', 'day 7', 'day 14', 'day 21', 'day 28']],
    [0, 6 * 3600, 6, ['0 h', '1 h', '2 h', '3 h', '4 h', '5 h', '6 h']],
    [0, 90, 4, ['0 s', '30 s', '60 s', '90 s']],
  ])('from %d to %d in about %d', (from, to, count, labels) => {
    const ticks = timeTicks(from, to, count);
    expect(ticks.atSeconds.map(ticks.label)).toEqual(labels);
  });

  test('lie within the span, apart by equal steps, not many more than asked for', () => {
    const span = fc.tuple(
      fc.integer({ min: 0, max: 10 ** 7 }),
      fc.integer({ min: 1, max: 10 ** 8 }),
      fc.integer({ min: 1, max: 20 }),
    );
    fc.assert(
      fc.property(span, ([from, length, count]) => {
        const { atSeconds } = timeTicks(from, from + length, count);
        expect(atSeconds.length).toBeLessThanOrEqual(count + 1);
        for (const at of atSeconds) {
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThanOrEqual(from + length * 1.0001);
        }
        const steps = new Set(atSeconds.slice(1).map((at, index) => at - atSeconds[index]!));
        expect(steps.size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('labels at the ends of lines', () => {
  test('stay where they are when there is room', () => {
    expect(spreadLabels([10, 90, 50], 16, 0, 100)).toEqual([10, 90, 50]);
  });

  test('are apart by the gap, in the order of their lines, and within the chart', () => {
    const wanted = fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(wanted, (places) => {
        const found = spreadLabels(places, 16, 0, 300);
        const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]! || a - b);
        for (const [rank, index] of order.entries()) {
          expect(found[index]).toBeGreaterThanOrEqual(-1e-9);
          expect(found[index]).toBeLessThanOrEqual(300 + 1e-9);
          if (rank > 0) expect(found[index]! - found[order[rank - 1]!]!).toBeGreaterThanOrEqual(16 - 1e-9);
        }
      }),
    );
  });
});

describe('colours of a heatmap', () => {
  test.each(['light', 'dark'] as const)(
    'get steadily darker or lighter in the %s ramp, so that they read without hue',
    (theme) => {
      const lightness = Array.from(heatColors(theme).subarray(0, 251), (word) => {
        const [r, g, b] = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255];
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      });
      const direction = theme === 'light' ? -1 : 1;
      for (let level = 10; level <= 250; level += 10) {
        expect(direction * (lightness[level]! - lightness[level - 10]!)).toBeGreaterThan(0);
      }
    },
  );

  test('are opaque', () => {
    for (const word of heatColors('light')) expect(word >>> 24).toBe(255);
  });
});

describe('hosts of a heatmap', () => {
  const hosts = ['a', 'b', 'c'].map((name) => ({ name, kind: '', zone: '' }));

  test('are ordered by their mean, without values last, rows kept whole', () => {
    const levels = Uint8Array.of(10, 20, 255, 255, 200, 255);
    const ordered = orderHostsByUse({ hosts, atSeconds: [0, 60], levels, domain: [0, 1] });
    expect(ordered.hosts.map((host) => host.name)).toEqual(['c', 'a', 'b']);
    expect([...ordered.levels]).toEqual([200, 255, 10, 20, 255, 255]);
  });

  test('come as base64 and go back to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeLevels(Buffer.from(bytes).toString('base64'))).toEqual(Uint8Array.from(bytes));
      }),
    );
  });
});
