import { area, create, line, type Selection } from 'd3';
import type { LineBandOptions, LineBandSeries } from './line-band-series.ts';
import { endLabel, lineChartFrame, type LineChartFrame } from './line-chart-frame.ts';
import { addLineCursor } from './line-cursor.ts';
import { spreadLabels } from './spread-labels.ts';
import { timeTicks } from './time-ticks.ts';

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;

/**
 * Lines over time with a band from least to greatest around each, labelled at their ends. The
 * cursor follows the pointer and, focused, the arrow keys, and says the values under it.
 */
export function lineBandChart(series: readonly LineBandSeries[], options: LineBandOptions): HTMLElement {
  const compact = options.compact ?? false;
  const height = options.height ?? 320;
  const frame = lineChartFrame(series, options, height);
  const svg = create('svg')
    .attr('class', 'chart-svg')
    .attr('viewBox', `0 0 ${options.width} ${height}`)
    .attr('width', options.width)
    .attr('height', height)
    .attr('role', 'img')
    .attr('aria-label', describe(series, options));
  drawAxes(svg, frame, options, compact);
  for (const one of [...series].reverse()) drawSeries(svg, frame, one);
  if (!compact) drawLabels(svg, frame, series);
  const figure = create('div').attr('class', compact ? 'chart compact' : 'chart');
  figure.append(() => svg.node());
  const box = figure.node() as HTMLDivElement;
  if (!compact && series.some((one) => one.atSeconds.length > 0)) addLineCursor(box, svg, frame, series, options);
  return box;
}

function drawAxes(svg: Svg, frame: LineChartFrame, options: LineBandOptions, compact: boolean): void {
  const grid = svg.append('g').attr('class', 'axis').attr('aria-hidden', 'true');
  for (const value of frame.y.ticks(compact ? 3 : 5)) {
    const y = frame.y(value);
    grid
      .append('line')
      .attr('class', value === 0 ? 'axis-base' : 'axis-grid')
      .attr('x1', frame.left)
      .attr('x2', frame.right);
    grid.select('line:last-of-type').attr('y1', y).attr('y2', y);
    grid
      .append('text')
      .attr('x', frame.left - 8)
      .attr('y', y)
      .attr('dy', '0.32em')
      .attr('text-anchor', 'end')
      .text(options.format(value));
  }
  const [from, to] = frame.x.domain() as [number, number];
  const ticks = timeTicks(from, to, (frame.right - frame.left) / (compact ? 70 : 88));
  for (const at of ticks.atSeconds) {
    const x = frame.x(at);
    grid
      .append('line')
      .attr('class', 'axis-tick')
      .attr('x1', x)
      .attr('x2', x)
      .attr('y1', frame.bottom)
      .attr('y2', frame.bottom + 4);
    grid
      .append('text')
      .attr('x', x)
      .attr('y', frame.bottom + 18)
      .attr('text-anchor', x > frame.right - 16 ? 'end' : x < frame.left + 16 ? 'start' : 'middle')
      .text(ticks.label(at));
  }
}

function drawSeries(svg: Svg, frame: LineChartFrame, one: LineBandSeries): void {
  const points = one.atSeconds.map((_, index) => index);
  const x = (index: number): number => frame.x(one.atSeconds[index]!);
  const defined = (index: number): boolean => one.mean[index] !== null;
  const group = svg.append('g').attr('class', `series tone-${one.tone}`);
  const banded = points.some((index) => one.low[index] !== one.high[index]);
  if (banded) {
    const shape = area<number>()
      .defined(defined)
      .x(x)
      .y0((index) => frame.y(one.low[index]!))
      .y1((index) => frame.y(one.high[index]!));
    group.append('path').attr('class', 'band').attr('d', shape(points));
  }
  const path = line<number>()
    .defined(defined)
    .x(x)
    .y((index) => frame.y(one.mean[index]!));
  group.append('path').attr('class', 'line').attr('d', path(points));
}

/** Names at the ends of the lines; on a narrow chart, inside its top left corner. */
function drawLabels(svg: Svg, frame: LineChartFrame, series: readonly LineBandSeries[]): void {
  const width = Number(svg.attr('width'));
  const narrow = width < 480;
  const wanted = series.map((one) => frame.y(one.mean.findLast((value) => value !== null) ?? 0));
  const places = narrow
    ? series.map((_, index) => frame.top + 8 + index * 15)
    : spreadLabels(wanted, 16, frame.top, frame.bottom);
  for (const [index, one] of series.entries()) {
    const text = svg
      .append('text')
      .attr('class', `line-label tone-${one.tone}`)
      .attr('x', narrow ? frame.left + 8 : frame.right + 8)
      .attr('y', places[index]!)
      .attr('dy', '0.32em')
      .text(endLabel(one, narrow));
    text.append('title').text(one.label);
  }
}

function describe(series: readonly LineBandSeries[], options: LineBandOptions): string {
  const parts = series.map((one) => {
    const values = one.mean.filter((value) => value !== null);
    if (values.length === 0) return `${one.label}: no values`;
    return `${one.label}: from ${options.format(values[0]!)} to ${options.format(values.at(-1)!)}, at most ${options.format(Math.max(...values))}`;
  });
  return `${options.title}. ${parts.join('. ')}.`;
}
