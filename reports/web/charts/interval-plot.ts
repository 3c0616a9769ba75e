import { create } from 'd3';
import { intervalScale, intervalTicks } from './interval-scale.ts';

/** A difference with its interval, relative to the baseline: 0.1 is ten percent more. */
export interface IntervalData {
  readonly difference: number;
  /** `null` when no interval can be given. */
  readonly low: number | null;
  readonly high: number | null;
  /** Colours the row: `better`, `worse`, or anything else for neither. */
  readonly effect: string;
}

export interface IntervalOptions {
  /** Accessible name, with the figures. */
  readonly title: string;
  readonly width: number;
  /** Default 28. */
  readonly height?: number;
  /** The axis runs from minus this to plus this, 0.1 or 1; what lies beyond is drawn as an arrow. */
  readonly reach: number;
}

/** One row of an interval plot: the interval as a bar, the mean as a dot, zero as a line all rows share. */
export function intervalPlot(data: IntervalData, options: IntervalOptions): SVGSVGElement {
  const height = options.height ?? 28;
  const middle = height / 2;
  const x = intervalScale(options.width, options.reach);
  const svg = create('svg')
    .attr('class', `interval effect-${data.effect.replaceAll(' ', '-')}`)
    .attr('viewBox', `0 0 ${options.width} ${height}`)
    .attr('width', options.width)
    .attr('height', height)
    .attr('role', 'img')
    .attr('aria-label', options.title);
  svg.append('title').text(options.title);
  const sides = intervalTicks.filter((tick) => tick <= options.reach);
  for (const at of [...sides.map((tick) => -tick), 0, ...sides]) {
    svg
      .append('line')
      .attr('class', at === 0 ? 'interval-zero' : 'interval-tick')
      .attr('x1', x(at))
      .attr('x2', x(at))
      .attr('y1', at === 0 ? 0 : middle - 5)
      .attr('y2', at === 0 ? height : middle + 5);
  }
  if (data.low !== null && data.high !== null) {
    const [left, right] = [x(data.low), x(data.high)];
    svg
      .append('rect')
      .attr('class', 'interval-bar')
      .attr('x', left - 1)
      .attr('width', right - left + 2)
      .attr('y', middle - 4)
      .attr('height', 8)
      .attr('rx', 2);
  }
  if (Math.abs(data.difference) > options.reach) {
    const tip = x(data.difference);
    const back = tip - Math.sign(data.difference) * 8;
    svg
      .append('path')
      .attr('class', 'interval-beyond')
      .attr('d', `M${back},${middle - 6}L${tip},${middle}L${back},${middle + 6}Z`);
  } else {
    svg
      .append('circle')
      .attr('class', 'interval-mean')
      .attr('cx', x(data.difference))
      .attr('cy', middle)
      .attr('r', 4.5);
  }
  return svg.node()!;
}
