import { create } from 'd3';
import { heatColors, type Theme } from './heat-colors.ts';

export interface HeatLegendOptions {
  readonly width: number;
  readonly domain: readonly [number, number];
  readonly theme: Theme;
  readonly format: (value: number) => string;
}

const steps = 50;

/** The colours of a heatmap from the least value to the greatest, with both named. */
export function heatLegend(options: HeatLegendOptions): SVGSVGElement {
  const colors = heatColors(options.theme);
  const ramp = { x: 44, width: Math.min(240, options.width - 110) };
  const svg = create('svg')
    .attr('class', 'heat-legend')
    .attr('viewBox', `0 0 ${options.width} 20`)
    .attr('width', options.width)
    .attr('height', 20)
    .attr('role', 'img')
    .attr(
      'aria-label',
      `Colour runs from ${options.format(options.domain[0])} to ${options.format(options.domain[1])}`,
    );
  svg
    .append('text')
    .attr('x', ramp.x - 8)
    .attr('y', 14)
    .attr('text-anchor', 'end')
    .text(options.format(options.domain[0]));
  for (let step = 0; step < steps; step++) {
    const color = colors[Math.round((step / (steps - 1)) * 250)]!;
    svg
      .append('rect')
      .attr('x', ramp.x + (step * ramp.width) / steps)
      .attr('width', ramp.width / steps + 0.5)
      .attr('y', 4)
      .attr('height', 12)
      .attr('fill', `rgb(${color & 255},${(color >>> 8) & 255},${(color >>> 16) & 255})`);
  }
  svg
    .append('text')
    .attr('x', ramp.x + ramp.width + 8)
    .attr('y', 14)
    .text(options.format(options.domain[1]));
  return svg.node()!;
}
