import { max, min, scaleLinear, type ScaleLinear } from 'd3';
import { shorten } from '../format/shorten.ts';
import type { LineBandOptions, LineBandSeries } from './line-band-series.ts';

type Scale = ScaleLinear<number, number>;

/** Where a line chart draws: scales, and the edges between lines and axes, in pixels. */
export interface LineChartFrame {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room for the labels of both axes and, on wide charts, for the names at the ends of the lines. */
export function lineChartFrame(
  series: readonly LineBandSeries[],
  options: LineBandOptions,
  height: number,
): LineChartFrame {
  const compact = options.compact ?? false;
  const narrow = options.width < 480;
  const longest = Math.max(0, ...series.map((one) => endLabel(one, narrow).length));
  const left = compact ? 46 : 52;
  const right = options.width - (compact || narrow ? 12 : Math.max(24, longest * 7.4 + 20));
  const top = compact ? 10 : 16;
  const bottom = height - (compact ? 22 : 30);
  const from = min(series, (one) => one.atSeconds[0]) ?? 0;
  const to = max(series, (one) => one.atSeconds.at(-1)) ?? 1;
  const highest = max(series, (one) => max(one.high, (value) => value ?? undefined)) ?? 0;
  const lowest = min(series, (one) => min(one.low, (value) => value ?? undefined)) ?? 0;
  const ceiling = Math.max(highest, options.atLeast ?? 0);
  return {
    x: scaleLinear([from, to > from ? to : from + 1], [left, right]),
    y: scaleLinear([Math.min(0, lowest), ceiling > 0 ? ceiling : 1], [bottom, top]).nice(compact ? 3 : 5),
    left,
    right,
    top,
    bottom,
  };
}

/** The name of a line as far as there is room for it. */
export function endLabel(one: LineBandSeries, narrow: boolean): string {
  return shorten(one.label, narrow ? 32 : 20);
}
