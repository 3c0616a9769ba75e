import { describe, expect, it } from 'vitest';
import { describeSeconds, timeLeft } from '../../cli/progress-line.ts';
import { textTable, wrapText } from '../../cli/text-table.ts';
import { formatDifference, formatFigure } from '../../store/index.ts';

describe('a text table', () => {
  it('aligns columns, whatever their letters and colours', () => {
    const rows = [
      ['metric', 'value', ''],
      ['größe', '1', '\u001b[32mbetter\u001b[39m'],
      ['x', '−10', 'worse'],
    ];
    expect(textTable(rows, ['left', 'right', 'left'])).toBe(
      'metric  value\ngröße       1  \u001b[32mbetter\u001b[39m\nx         −10  worse',
    );
  });

  it('wraps between words only', () => {
    expect(wrapText('one two three four', 9)).toBe('one two\nthree\nfour');
    expect(wrapText('a verylongword b', 5, '  ')).toBe('a\n  verylongword\n  b');
  });
});

describe('the time left', () => {
  it('is what was needed so far, scaled', () => {
    expect(timeLeft(10, 0.25)).toBe('about 30 s left');
    expect(timeLeft(600, 0.5)).toBe('about 10 min left');
  });

  it('is not guessed from nothing', () => {
    expect(timeLeft(0.5, 0.5)).toBe('');
    expect(timeLeft(60, 0)).toBe('');
    expect(timeLeft(60, 1)).toBe('');
  });

  it.each([
    [0.2, '1 s'],
    [89, '89 s'],
    [120, '2 min'],
    [7800, '2 h 10 min'],
  ])('%f seconds is %s', (seconds, text) => expect(describeSeconds(seconds)).toBe(text));
});

describe('a figure', () => {
  it.each([
    [0.12345, 'fraction', '12.3 %', '+12.3 pp'],
    [-0.0000001, 'fraction', '-0.00001 %', '−0.00001 pp'],
    [1234567.8, 'GiB', '1,234,568 GiB', '+1,234,568 GiB'],
    [38.24, 'seconds', '38.2 s', '+38.2 s'],
    [0, 'instances', '0', '±0'],
    [12, 'hosts', '12', '+12'],
  ])('%f %s', (value, unit, figure, difference) => {
    expect(formatFigure(value, unit)).toBe(figure);
    expect(formatDifference(value, unit)).toBe(difference);
  });
});
