import { create, max, scaleLinear } from 'd3';
import { shorten } from '../format/shorten.ts';

/** A distribution: `counts[i]` values fell in [edges[i], edges[i + 1]); a `null` edge is infinite. */
export interface HistogramSeries {
  readonly label: string;
  readonly tone: number;
  readonly edges: readonly (number | null)[];
  readonly counts: readonly number[];
}

export interface HistogramOptions {
  readonly title: string;
  readonly width: number;
  /** Default 260. */
  readonly height?: number;
  /** Formats an edge. */
  readonly format: (value: number) => string;
}

interface Bin {
  readonly from: number | null;
  readonly to: number | null;
  /** Per series, the share of its values. */
  readonly shares: readonly number[];
}

/**
 * Outlines of several distributions over the same bins, each as shares of its own total. Bins are
 * drawn equally wide, because recorded bins grow with the value; empty ends are cut off.
 */
export function histogramChart(series: readonly HistogramSeries[], options: HistogramOptions): SVGSVGElement {
  const height = options.height ?? 260;
  const [left, right, top, bottom] = [52, options.width - 12, 40, height - 28];
  const bins = joinedBins(series);
  const x = scaleLinear([0, Math.max(1, bins.length)], [left, right]);
  const y = scaleLinear([0, max(bins, (bin) => max(bin.shares)) || 1], [bottom, top]).nice(4);
  const svg = create('svg')
    .attr('class', 'chart-svg histogram')
    .attr('viewBox', `0 0 ${options.width} ${height}`)
    .attr('width', options.width)
    .attr('height', height)
    .attr('role', 'img')
    .attr('aria-label', describe(series, bins, options));
  const axis = svg.append('g').attr('class', 'axis').attr('aria-hidden', 'true');
  for (const share of y.ticks(4)) {
    axis
      .append('line')
      .attr('class', share === 0 ? 'axis-base' : 'axis-grid')
      .attr('x1', left)
      .attr('x2', right)
      .attr('y1', y(share))
      .attr('y2', y(share));
    axis
      .append('text')
      .attr('x', left - 8)
      .attr('y', y(share))
      .attr('dy', '0.32em')
      .attr('text-anchor', 'end')
      .text(`${Math.round(share * 1000) / 10} %`);
  }
  const every = Math.max(1, Math.ceil((bins.length * 64) / (right - left)));
  for (let edge = 0; edge <= bins.length; edge += every) {
    const value = edge < bins.length ? bins[edge]!.from : (bins.at(-1)?.to ?? null);
    if (value === null) continue;
    axis
      .append('line')
      .attr('class', 'axis-tick')
      .attr('x1', x(edge))
      .attr('x2', x(edge))
      .attr('y1', bottom)
      .attr('y2', bottom + 4);
    axis
      .append('text')
      .attr('x', x(edge))
      .attr('y', bottom + 18)
      .attr('text-anchor', edge === 0 ? 'start' : x(edge) > right - 20 ? 'end' : 'middle')
      .text(options.format(value));
  }
  for (const [index, one] of series.entries()) {
    const group = svg.append('g').attr('class', `series tone-${one.tone}`);
    const outline = bins.map((bin, at) => `V${y(bin.shares[index]!)}H${x(at + 1)}`).join('');
    group
      .append('path')
      .attr('class', 'band')
      .attr('d', `M${x(0)},${y(0)}${outline}V${y(0)}Z`);
    group
      .append('path')
      .attr('class', 'line')
      .attr('d', `M${x(0)},${y(0)}${outline}V${y(0)}`);
    const label = svg
      .append('text')
      .attr('class', `line-label tone-${one.tone}`)
      .attr('text-anchor', 'end')
      .attr('x', right)
      .attr('y', 14 + index * 16);
    label.text(shorten(one.label, 32));
  }
  return svg.node()!;
}

/** The bins of all series, joined by their edges, without the empty ones at both ends. */
function joinedBins(series: readonly HistogramSeries[]): readonly Bin[] {
  const keys = new Map<string, { from: number | null; to: number | null; shares: number[] }>();
  for (const [index, one] of series.entries()) {
    const total = one.counts.reduce((sum, count) => sum + count, 0);
    for (const [at, count] of one.counts.entries()) {
      const [from, to] = [one.edges[at]!, one.edges[at + 1]!];
      const key = `${from}:${to}`;
      const bin = keys.get(key) ?? { from, to, shares: series.map(() => 0) };
      bin.shares[index] = total === 0 ? 0 : count / total;
      keys.set(key, bin);
    }
  }
  const bins = [...keys.values()].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
  const filled = (bin: Bin): boolean => bin.shares.some((share) => share > 0);
  const first = bins.findIndex(filled);
  return first < 0 ? [] : bins.slice(first, bins.findLastIndex(filled) + 1);
}

function describe(series: readonly HistogramSeries[], bins: readonly Bin[], options: HistogramOptions): string {
  const sentences = series.map((one, index) => {
    const top = bins.reduce<Bin | undefined>(
      (best, bin) => (best && best.shares[index]! >= bin.shares[index]! ? best : bin),
      undefined,
    );
    if (!top || top.shares[index] === 0) return `${one.label}: no values`;
    const range =
      top.to === null
        ? `${options.format(top.from ?? 0)} or more`
        : `${options.format(top.from ?? 0)} to ${options.format(top.to)}`;
    return `${one.label}: most often ${range}, ${Math.round(top.shares[index]! * 100)} %`;
  });
  return `${options.title}. ${sentences.join('. ')}.`;
}
