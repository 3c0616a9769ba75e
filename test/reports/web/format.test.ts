import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration } from '../../../reports/web/format/format-duration.ts';
import { formatMoment } from '../../../reports/web/format/format-moment.ts';
import { formatNumber } from '../../../reports/web/format/format-number.ts';
import { formatCell, formatDifference, formatValue, namedUnit } from '../../../reports/web/format/format-value.ts';
import { shorten } from '../../../reports/web/format/shorten.ts';

describe('numbers', () => {
  test.each([
    [0, '0'],
    [1234.5, '1,235'],
    [0.123456, '0.123'],
    [12.345, '12.3'],
    [-2, '−2'],
    [-0.0000001, '0'],
    [Infinity, '∞'],
    [Number.NaN, '–'],
  ])('%d reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('keep their size to about one part in a hundred', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (value) => {
        const read = Number(formatNumber(value).replaceAll(',', ''));
        expect(Math.abs(read - value) / value).toBeLessThan(0.01);
      }),
    );
  });
});

describe('values with a unit', () => {
  test('show fractions as percentages and seconds as durations', () => {
    expect(formatValue(0.1234, 'fraction')).toBe('12.3 %');
    expect(formatValue(90, 'seconds')).toBe('90 s');
    expect(formatValue(5400, 'seconds')).toBe('90 min');
  });

  test('do not repeat what a title says, and name other units', () => {
    expect(formatValue(12, 'hosts')).toBe('12');
    expect(formatValue(12, 'GiB')).toBe('12 GiB');
    expect(formatCell(12, 'GiB')).toBe('12');
    expect(namedUnit('GiB')).toBe('GiB');
    expect(namedUnit('count')).toBe('');
  });

  test('show what does not exist by a dash', () => {
    expect(formatValue(null, 'GiB')).toBe('–');
  });

  test('show differences with their sign, of fractions in points', () => {
    expect(formatDifference(0.05, 'fraction')).toBe('+5 pp');
    expect(formatDifference(-0.05, 'fraction')).toBe('−5 pp');
    expect(formatDifference(-3, 'hosts')).toBe('−3');
    expect(formatDifference(7200, 'seconds')).toBe('+2 h');
    expect(formatDifference(1e-9, 'hosts')).toBe('0');
  });
});

describe('times', () => {
  test.each([
    [0.4, '0.4 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7200, '2 h'],
    [31 * 86_400, '31 d'],
  ])('%d seconds last %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test.each([
    [0, 'day 0, 00:00'],
    [86_399, 'day 0, 23:59'],
    [3 * 86_400 + 7.5 * 3600, 'day 3, 07:30'],
  ])('%d seconds after the start is %s', (seconds, text) => {
    expect(formatMoment(seconds)).toBe(text);
  });
});

test('long names are cut, whole characters at a time', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef');
  expect(shorten('abcdefg', 6)).toBe('abcde…');
  expect(shorten('🌍🌍🌍🌍', 3)).toBe('🌍🌍…');
});
