import { describe, expect, it } from 'vitest';
import { incompleteText } from '../../../store/index.ts';
import { missingRuns } from '../../../store/merge/missing-runs.ts';
import { plan } from '../a-sweep.ts';

const say = (missing: readonly number[], of: readonly number[]) =>
  incompleteText({
    missing: missingRuns(
      plan.runs,
      missing,
      of.map((count) => ({ number: 1, of: count })),
    ),
    failed: [],
  });

describe('what is missing from a merged sweep', () => {
  it('is named by shard when nothing of a shard came, and run by run when a part of it did', () => {
    expect(say([], [2])).toBe('');
    expect(say([2, 3], [2])).toBe('missing shard: 2/2');
    expect(say([0, 1, 3], [4])).toBe('missing shards: 1/4, 2/4, 4/4');
    expect(say([0, 1, 3], [2])).toBe('missing shard: 1/2\nmissing runs of shard 2/2: ratio-8, seed 2');
  });

  it('passes over shards that are empty, there being more shards than runs', () => {
    expect(say([1], [8])).toBe('missing shard: 4/8');
  });

  it('is named run by run when the files are no shards, or of different numbers of shards', () => {
    const text = 'missing runs: ratio-8, seed 1; ratio-4, seed 2';
    for (const of of [[], [1], [2, 4]]) expect(say([1, 2], of)).toBe(text);
  });
});
