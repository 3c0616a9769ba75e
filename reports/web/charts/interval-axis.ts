import { create } from 'd3';
import { intervalScale, intervalTicks, labelledTicks } from './interval-scale.ts';

export interface IntervalAxisOptions {
  readonly width: number;
  /** As in `IntervalOptions`. */
  readonly reach: number;
  readonly format: (share: number) => string;
}

/** The axis over the rows of an interval plot. */
export function intervalAxis({ width, reach, format }: IntervalAxisOptions): SVGSVGElement {
  const x = intervalScale(width, reach);
  const svg = create('svg')
    .attr('class', 'interval-head')
    .attr('viewBox', `0 0 ${width} 16`)
    .attr('width', width)
    .attr('height', 16)
    .attr('aria-hidden', 'true');
  const sides = intervalTicks.filter((tick) => tick <= reach && labelledTicks.has(tick));
  for (const at of [...sides.map((tick) => -tick), 0, ...sides]) {
    const anchor = at === -reach ? 'start' : at === reach ? 'end' : 'middle';
    const place = at === -reach ? 0 : at === reach ? width : x(at);
    svg.append('text').attr('x', place).attr('y', 12).attr('text-anchor', anchor).text(format(at));
  }
  return svg.node()!;
}
