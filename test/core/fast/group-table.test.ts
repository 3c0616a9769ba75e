import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS, GroupTable } from '../../../core/fast/group-table.ts';

const KEY = { signature: 0, bins: [], gate: 0, cell: 0 };

describe('GroupTable', () => {
  it('finds every bucket of a group that is not empty, from the top', () => {
    const buckets = fc.array(fc.nat(BUCKETS - 1), { maxLength: 80, size: 'max' });
    fc.assert(
      fc.property(buckets, buckets, (filled, emptied) => {
        const table = new GroupTable([]);
        const others = [table.add(KEY), table.add(KEY), table.add(KEY)];
        const group = others.splice(1, 1)[0]!;
        for (const other of others) table.setHead(other, 100, 1);
        for (const bucket of filled) table.setHead(group, bucket, 7);
        for (const bucket of emptied) table.setHead(group, bucket, -1);
        const found: number[] = [];
        for (let bucket = table.topBucket[group]!; bucket >= 0; bucket = table.below(group, bucket)) found.push(bucket);
        const expected = new Set(filled.filter((bucket) => !emptied.includes(bucket)));
        expect(found).toEqual([...expected].toSorted((a, b) => b - a));
      }),
      { numRuns: 200 },
    );
  });
});
