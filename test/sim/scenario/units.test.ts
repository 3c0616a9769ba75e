import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, parseDuration, parseMib, positiveDuration, sizeGib } from '../../../sim/scenario/units.ts';

describe('durations', () => {
  it.each([
    ['90s', 90],
    ['5m', 300],
    ['3h', 10_800],
    ['31d', 2_678_400],
    ['2w', 1_209_600],
    ['1d 12h', 129_600],
    ['250ms', 0.25],
    ['1.5 h', 5400],
    ['0s', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBeCloseTo(seconds, 9);
  });

  it.each(['5', '5 minutes', '-5m', 'm', '', '5m!', '5mm', '1e3s'])('refuse "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
    expect(duration('x').safeParse(text).success).toBe(false);
  });

  it('add up, whatever their order', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (hours, minutes) => {
        const seconds = hours * 3600 + minutes * 60;
        expect(parseDuration(`${hours}h ${minutes}m`)).toBe(seconds);
        expect(parseDuration(`${minutes}m${hours}h`)).toBe(seconds);
      }),
    );
  });

  it('of nothing are refused where something must pass', () => {
    expect(positiveDuration('x').safeParse('0s').success).toBe(false);
  });
});

describe('amounts', () => {
  it.each([
    ['512 MiB', 512],
    ['256 GiB', 262_144],
    ['2 TiB', 2_097_152],
    ['0.5GiB', 512],
  ])('%s is %d MiB', (text, mib) => {
    expect(parseMib(text)).toBe(mib);
  });

  it.each(['256', '256 GB', '256 gib', '-1 GiB', 'GiB'])('refuse "%s"', (text) => {
    expect(parseMib(text)).toBeUndefined();
  });

  it('of disk are whole GiB', () => {
    expect(sizeGib('x').parse('1 TiB')).toBe(1024);
    expect(sizeGib('x').safeParse('512 MiB').success).toBe(false);
  });
});
