import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopValues } from '../../../core/fast/top-values.ts';

/** Values come, and those that are there may go. */
const changes = fc.array(
  fc.record({ value: fc.integer({ min: -20, max: 20 }), leaves: fc.boolean(), list: fc.nat(1) }),
  {
    maxLength: 300,
    size: 'max',
  },
);

describe('TopValues', () => {
  it('knows the largest value of each list, or a bound of it', () => {
    fc.assert(
      fc.property(changes, (steps) => {
        const tops = new TopValues();
        tops.reach(2);
        const lists: number[][] = [[], []];
        for (const { value, leaves, list } of steps) {
          const present = lists[list]!;
          if (leaves && present.length > 0) tops.remove(list, present.splice(Math.abs(value) % present.length, 1)[0]!);
          if (!leaves) {
            present.push(value);
            tops.add(list, value);
          }
          for (const each of [0, 1]) {
            const largest = Math.max(Number.NEGATIVE_INFINITY, ...lists[each]!);
            if (tops.isExact(each)) expect(tops.largest(each)).toBe(largest);
            else expect(tops.largest(each)).toBeGreaterThanOrEqual(largest);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is exact again once a value larger than the bound comes', () => {
    const tops = new TopValues();
    tops.reach(1);
    for (let value = 0; value < 30; value++) tops.add(0, value);
    for (let value = 29; value > 10; value--) tops.remove(0, value);
    expect(tops.isExact(0)).toBe(false);
    tops.add(0, 50);
    expect([tops.isExact(0), tops.largest(0)]).toEqual([true, 50]);
  });
});
