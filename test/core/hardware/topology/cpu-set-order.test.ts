import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  orderOfAdded,
  orderOfDifference,
  orderOfField,
  orderOfIntersection,
} from '../../../../core/hardware/topology/cpu-set-order.ts';

function numbers(text: string): number[] {
  return text.split(' ').map(Number);
}

const cpuLists = fc.uniqueArray(fc.nat({ max: 300 }), { maxLength: 40 });

describe('the order of a set in CPython', () => {
  // Right: what CPython 3.11 answers.
  it.each([
    ['1 8', '8 1'],
    ['8 1', '8 1'],
    ['0 8', '0 8'],
    ['8 0', '8 0'],
    ['7 15', '15 7'],
    ['3 11 19', '11 19 3'],
    ['0 32 64 96', '0 32 64 96'],
    ['5 13 21 29 37 45', '37 5 13 45 21 29'],
    ['31 63 95 127 159', '31 127 63 95 159'],
  ])('that was built of %s is %s', (added, order) => {
    expect(orderOfAdded(numbers(added))).toEqual(numbers(order));
  });

  it.each([
    ['7 15', '7 15'],
    ['1 8', '8 1'],
    ['5 13 21 29 37 45', '13 29 5 37 21 45'],
    ['31 63 95 127 159', '159 127 63 95 31'],
  ])('built of %s and copied into an object is %s', (added, order) => {
    expect(orderOfField(orderOfAdded(numbers(added)))).toEqual(numbers(order));
  });

  it.each([
    ['8', '0 32 40 16 48 24 56'],
    ['8 16 24', '0 32 40 48 56'],
    ['0 8 16 24 32', '40 48 56'],
  ])('of the multiples of 8 below 64 without %s is %s', (without, order) => {
    const field = new Set(orderOfField(numbers('0 8 16 24 32 40 48 56')));
    expect(orderOfDifference(field, new Set(numbers(without)))).toEqual(numbers(order));
  });

  it('is ascending for the first numbers, however many and however added', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), (length) => {
        const cpus = Array.from({ length }, (_, cpu) => cpu);
        expect(orderOfAdded(cpus.toReversed())).toEqual(cpus);
      }),
    );
  });

  it('has the same values, once each', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 })), (added) => {
        expect(orderOfAdded(added).toSorted((a, b) => a - b)).toEqual([...new Set(added)].toSorted((a, b) => a - b));
        expect(new Set(orderOfField(added))).toEqual(new Set(added));
      }),
    );
  });

  it('of an intersection and of a difference has their values', () => {
    fc.assert(
      fc.property(cpuLists, cpuLists, (a, b) => {
        const [set, other] = [new Set(a), new Set(b)];
        expect(new Set(orderOfIntersection(set, other))).toEqual(new Set(a.filter((cpu) => other.has(cpu))));
        expect(new Set(orderOfDifference(set, other))).toEqual(new Set(a.filter((cpu) => !other.has(cpu))));
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN])('is not there for CPU %d', (cpu) => {
    expect(() => orderOfAdded([cpu])).toThrow('whole and not negative');
  });
});
