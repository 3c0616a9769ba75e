import { create, scaleLinear, type Selection } from 'd3';
import { formatNumber } from '../format/format-number.ts';
import { shorten } from '../format/shorten.ts';

/** One bar: what one variant refused, by reason. */
export interface RefusalBar {
  readonly label: string;
  readonly tone: number;
  readonly parts: readonly RefusalPart[];
}

export interface RefusalPart {
  /** Equal reasons have equal `shade`s in every bar: an index into the page's colours of parts. */
  readonly shade: number;
  readonly label: string;
  readonly count: number;
}

export interface RefusalBarsOptions {
  readonly title: string;
  readonly width: number;
  /** What is counted, for the accessible name: `instances`. */
  readonly unit: string;
}

const barHeight = 34;
const rowHeight = 66;

/** Horizontal stacked bars on one scale; a part is labelled inside when its label fits. */
export function refusalBars(bars: readonly RefusalBar[], options: RefusalBarsOptions): SVGSVGElement {
  const totals = bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.count, 0));
  const x = scaleLinear([0, Math.max(1, ...totals)], [0, options.width]);
  const height = bars.length * rowHeight;
  const svg = create('svg')
    .attr('class', 'chart-svg refusal-bars')
    .attr('viewBox', `0 0 ${options.width} ${height}`)
    .attr('width', options.width)
    .attr('height', height)
    .attr('role', 'img')
    .attr('aria-label', describe(bars, totals, options));
  for (const [row, bar] of bars.entries()) {
    const group = svg.append('g').attr('transform', `translate(0,${row * rowHeight})`);
    const heading = group.append('text').attr('class', 'bar-label').attr('x', 0).attr('y', 14);
    heading.append('tspan').attr('class', `bar-name tone-${bar.tone}`).text(shorten(bar.label, 48));
    heading
      .append('tspan')
      .attr('class', 'bar-total')
      .attr('dx', 10)
      .text(`${formatNumber(totals[row]!, 4)} ${options.unit}`);
    let from = 0;
    for (const part of bar.parts) {
      drawPart(group.append('g').attr('transform', `translate(${x(from)},22)`), part, x(part.count), options.unit);
      from += part.count;
    }
  }
  return svg.node()!;
}

function drawPart(
  group: Selection<SVGGElement, undefined, null, undefined>,
  part: RefusalPart,
  width: number,
  unit: string,
): void {
  const count = formatNumber(part.count, 4);
  group.append('title').text(`${part.label}: ${count} ${unit}`);
  group
    .append('rect')
    .attr('class', `part shade-${part.shade}`)
    .attr('width', Math.max(1, width - 1.5))
    .attr('height', barHeight)
    .attr('rx', 2);
  const text = [`${part.label} ${count}`, count].find((candidate) => candidate.length * 7.2 + 16 <= width);
  if (text === undefined) return;
  group
    .append('text')
    .attr('class', `part-label on-shade-${part.shade}`)
    .attr('x', 8)
    .attr('y', barHeight / 2)
    .attr('dy', '0.35em')
    .text(text);
}

function describe(bars: readonly RefusalBar[], totals: readonly number[], options: RefusalBarsOptions): string {
  const sentences = bars.map((bar, row) => {
    const parts = bar.parts.map((part) => `${part.label} ${formatNumber(part.count, 4)}`).join(', ');
    return `${bar.label}: ${formatNumber(totals[row]!, 4)} ${options.unit}${parts === '' ? '' : `, of these ${parts}`}`;
  });
  return `${options.title}. ${sentences.join('. ')}.`;
}
