import { create, scaleLinear } from 'd3';
import { shorten } from '../format/shorten.ts';
import { addHeatmapCursor } from './heatmap-cursor.ts';
import {
  heatmapLayout,
  levelValue,
  type HeatmapLayout,
  type HostHeatmapData,
  type HostHeatmapOptions,
} from './heatmap-layout.ts';
import { paintHeatmap } from './paint-heatmap.ts';
import { timeTicks } from './time-ticks.ts';

/**
 * Hosts over time on a canvas: a row a host, a column a stretch of time, colour the value. With
 * more hosts than pixels a pixel is the mean of its hosts. Pointer and arrow keys read single cells.
 */
export function hostHeatmap(data: HostHeatmapData, options: HostHeatmapOptions): HTMLElement {
  const layout = heatmapLayout(data, options);
  const box = create('div').attr('class', 'chart heatmap').attr('tabindex', 0).attr('role', 'application');
  box.attr('aria-label', `${describe(data, options)} Arrow keys read single hosts and times.`);
  const canvas = box.append('canvas').attr('aria-hidden', 'true').node()!;
  paintHeatmap(canvas, data, layout, options);
  box.append(() => frame(data, layout, options));
  const readout = box.append('div').attr('class', 'readout').attr('role', 'status').node()!;
  const node = box.node()!;
  node.style.aspectRatio = `${options.width} / ${layout.height}`;
  if (data.hosts.length > 0 && data.atSeconds.length > 0) addHeatmapCursor(node, readout, data, layout, options);
  return node;
}

/** Time axis, group brackets and the outline of the cell under the cursor, over the canvas. */
function frame(data: HostHeatmapData, layout: HeatmapLayout, options: HostHeatmapOptions): SVGSVGElement {
  const { left, plotWidth, plotHeight, height } = layout;
  const svg = create('svg')
    .attr('class', 'chart-svg')
    .attr('width', options.width)
    .attr('height', height)
    .attr('viewBox', `0 0 ${options.width} ${height}`)
    .attr('aria-hidden', 'true');
  const axis = svg.append('g').attr('class', 'axis');
  const span = spanOf(data);
  const x = scaleLinear(span, [left, left + plotWidth]);
  const ticks = timeTicks(span[0], span[1], plotWidth / 88);
  for (const at of ticks.atSeconds) {
    axis
      .append('line')
      .attr('class', 'axis-tick')
      .attr('x1', x(at))
      .attr('x2', x(at))
      .attr('y1', plotHeight)
      .attr('y2', plotHeight + 4);
    const anchor = x(at) > left + plotWidth - 20 ? 'end' : x(at) < left + 20 ? 'start' : 'middle';
    axis
      .append('text')
      .attr('x', x(at))
      .attr('y', plotHeight + 18)
      .attr('text-anchor', anchor)
      .text(ticks.label(at));
  }
  const perHost = plotHeight / Math.max(1, data.hosts.length);
  for (const group of layout.groups) {
    const [top, bottom] = [group.from * perHost, group.to * perHost];
    if (group.from > 0)
      axis
        .append('line')
        .attr('class', 'group-rule')
        .attr('x1', left)
        .attr('x2', left + plotWidth)
        .attr('y1', top)
        .attr('y2', top);
    if (left < 100 || bottom - top < 13) continue;
    axis
      .append('path')
      .attr('class', 'group-bracket')
      .attr('d', `M${left - 4},${top + 1}h-4V${bottom - 1}h4`);
    const label = axis
      .append('text')
      .attr('x', left - 13)
      .attr('y', (top + bottom) / 2)
      .attr('dy', '0.32em')
      .attr('text-anchor', 'end');
    label.text(shorten(group.label, 22)).append('title').text(group.label);
  }
  svg.append('rect').attr('class', 'heat-cursor').attr('display', 'none');
  return svg.node()!;
}

/** From the start of the first column to the end of the last, which is as long as the one before it. */
function spanOf(data: HostHeatmapData): readonly [number, number] {
  const [from, last] = [data.atSeconds[0] ?? 0, data.atSeconds.at(-1) ?? 1];
  const step = last - (data.atSeconds.at(-2) ?? last - 1);
  return [from, last + step];
}

function describe(data: HostHeatmapData, options: HostHeatmapOptions): string {
  const values = data.levels.filter((level) => level !== 255);
  const mean = values.reduce((sum, level) => sum + level, 0) / Math.max(1, values.length);
  const empty = values.filter((level) => level === 0).length / Math.max(1, values.length);
  return `${options.title}. ${data.hosts.length} hosts; on average ${options.format(levelValue(mean, data.domain))}; ${Math.round(empty * 100)} % of the time a host is at ${options.format(data.domain[0])}.`;
}
