import { describe, expect, it } from 'vitest';
import { nameList, seedList, wholeNumber } from '../../cli/option-values.ts';

describe('a list of seeds', () => {
  it.each([
    ['7', [7]],
    ['1,2,5', [1, 2, 5]],
    ['1-3', [1, 2, 3]],
    ['9, 1-2', [9, 1, 2]],
  ])('%s', (text, seeds) => expect(seedList(text)).toEqual(seeds));

  it.each(['', 'x', '3-1', '1,,2', '-1', '1.5', '1-99999999', '1,2,1-3'])('refuses "%s"', (text) => {
    expect(() => seedList(text)).toThrow(/accepted/);
  });
});

describe('a list of names', () => {
  it.each([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a b , c', ['a b', 'c']],
    ['"spread, ratio 4",pack', ['spread, ratio 4', 'pack']],
    ['"a, b","c, d"', ['a, b', 'c, d']],
  ])('%s', (text, names) => expect(nameList(text)).toEqual(names));

  it.each(['', ' ', ',', 'a,,b', '""', 'a,'])('refuses "%s"', (text) => {
    expect(() => nameList(text)).toThrow(/accepted/);
  });
});

describe('a whole number', () => {
  it('has its bounds', () => {
    const parse = wholeNumber(1, 8);
    expect(parse('8')).toBe(8);
    for (const wrong of ['0', '9', 'two', '1e0', '']) expect(() => parse(wrong)).toThrow(/from 1 to 8/);
  });
});
