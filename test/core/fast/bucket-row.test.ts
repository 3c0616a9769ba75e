import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BucketRow, BUCKETS } from '../../../core/fast/bucket-row.ts';

describe('BucketRow', () => {
  it('finds every bucket that is not empty, from the top', () => {
    const buckets = fc.array(fc.nat(BUCKETS - 1), { maxLength: 80, size: 'max' });
    fc.assert(
      fc.property(buckets, buckets, (filled, emptied) => {
        const row = new BucketRow();
        for (const bucket of [...filled, 0, BUCKETS - 1]) row.setHead(bucket, 7);
        for (const bucket of emptied) row.setHead(bucket, -1);
        const found: number[] = [];
        for (let bucket = row.below(BUCKETS); bucket >= 0; bucket = row.below(bucket)) found.push(bucket);
        const expected = new Set([...filled, 0, BUCKETS - 1].filter((bucket) => !emptied.includes(bucket)));
        expect(found).toEqual([...expected].toSorted((a, b) => b - a));
      }),
      { numRuns: 200 },
    );
  });
});
