import { describe, expect, it } from 'vitest';
import { lineRecords, wordsOf } from '../../core/index.ts';

describe('records on lines of the cache', () => {
  it('begin as zeros, 16 bytes short of the end of a line', () => {
    const numbers = lineRecords(24);
    expect([...numbers]).toEqual(Array.from({ length: 24 }, () => 0));
    // Large pieces of memory begin 16 bytes behind such a place.
    expect((16 + numbers.byteOffset) % 64).toBe(0);
  });

  it('are the same memory as words and as numbers', () => {
    const numbers = lineRecords(8);
    const words = wordsOf(numbers);
    words[2] = -1;
    words[3] = -1;
    expect(words.length).toBe(16);
    expect([numbers[0], numbers[1], numbers[2]]).toEqual([0, Number.NaN, 0]);
  });
});
