import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostGrid } from '../../../reports/server/host-grid.ts';

const levelsOf = (base64: string): number[] => [...Buffer.from(base64, 'base64')];
const host = (name: string, kind = 'k', zone = 'z') => ({ name, kind, zone });

describe('the grid of host samples', () => {
  test('has hosts by zone, then kind, then name with its numbers counted', () => {
    const hosts = [host('h10'), host('h2'), host('h1', 'k', 'a'), host('h0', 'j')];
    const samples = [{ atSeconds: 0, values: Float32Array.of(0.1, 0.2, 0.4, 1) }];
    const grid = hostGrid(hosts, samples, { columns: 10, unit: 'fraction' });
    expect(grid.hosts.map(({ name }) => name)).toEqual(['h1', 'h0', 'h2', 'h10']);
    expect(levelsOf(grid.levels)).toEqual([100, 250, 50, 25]);
  });

  test('spans 0 to 1 for fractions, and more when a value does', () => {
    const at = (...values: number[]) =>
      hostGrid(
        values.map((_, i) => host(`h${i}`)),
        [{ atSeconds: 0, values: Float32Array.from(values) }],
        { columns: 1, unit: 'fraction' },
      );
    expect(at(0.2, 0.4).domain).toEqual([0, 1]);
    expect(at(0.5, 2).domain).toEqual([0, 2]);
    expect(levelsOf(at(0.5, 2).levels)).toEqual([63, 250]);
  });

  test('marks a host without a value by 255', () => {
    const grid = hostGrid([host('a'), host('b')], [{ atSeconds: 0, values: Float32Array.of(Number.NaN) }], {
      columns: 1,
      unit: 'fraction',
    });
    expect(levelsOf(grid.levels)).toEqual([255, 255]);
  });

  test('joins samples to as many columns as asked for, by their mean', () => {
    const samples = [0, 1, 1, 0, 1].map((value, index) => ({ atSeconds: index * 60, values: Float32Array.of(value) }));
    const grid = hostGrid([host('a')], samples, { columns: 3, unit: 'fraction' });
    expect(grid.atSeconds).toEqual([0, 120, 240]);
    expect(levelsOf(grid.levels)).toEqual([125, 125, 250]);
  });

  test('has one level for each host and column, each within half a level of the value', () => {
    const cell = fc.float({ min: 0, max: 1, noNaN: true });
    const shape = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    const table = shape.chain(([hosts, times]) =>
      fc.array(fc.array(cell, { minLength: hosts, maxLength: hosts }), { minLength: times, maxLength: times }),
    );
    fc.assert(
      fc.property(table, (rows) => {
        const hosts = rows[0]!.map((_, index) => host(`h${index}`));
        const samples = rows.map((values, index) => ({ atSeconds: index, values: Float32Array.from(values) }));
        const grid = hostGrid(hosts, samples, { columns: rows.length, unit: 'fraction' });
        const levels = levelsOf(grid.levels);
        expect(levels).toHaveLength(hosts.length * rows.length);
        for (const [column, values] of rows.entries()) {
          for (const [row, value] of values.entries()) {
            expect(Math.abs(levels[row * rows.length + column]! - value * 250)).toBeLessThanOrEqual(0.5001);
          }
        }
      }),
    );
  });
});
