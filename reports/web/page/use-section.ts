import { lineBandChart } from '../charts/line-band-chart.ts';
import type { LineBandSeries } from '../charts/line-band-series.ts';
import { formatValue } from '../format/format-value.ts';
import type { SeriesData } from '../report-data.ts';
import { choice } from './choice.ts';
import { element } from './element.ts';
import { keepLoaded } from './keep-loaded.ts';
import { notice } from './notice.ts';
import {
  metricTitle,
  metricUnit,
  pickedSeed,
  shownVariants,
  type ReportContext,
  type ShownVariant,
} from './report-context.ts';
import { responsive } from './responsive.ts';
import { dataAddress, section } from './section.ts';

const resources = [
  { value: 'vcpu', label: 'vCPU' },
  { value: 'ram', label: 'RAM' },
  { value: 'disk', label: 'Disk' },
];

/** Endings of the catalogue's series of one resource. */
const measures = [
  { value: 'allocation', label: 'Allocated' },
  { value: 'utilisation', label: 'Of the hardware' },
  { value: 'stranded', label: 'Stranded' },
];

/** How full the cloud was over time, one line a variant, and small below it every other series. */
export function useSection(context: ReportContext): HTMLElement {
  const { resource, measure } = context.state.get();
  const { node, body } = section(context, {
    id: 'use',
    title: 'Use over time',
    note: 'Lines are means over the seeds, bands reach from the least to the greatest.',
    data: (state) => dataAddress('series', state, { metric: `${state.resource}-${state.measure}` }),
    controls: [
      choice('Resource', resources, resource, (value) => context.state.set({ resource: value })),
      choice('Measure', measures, measure, (value) => context.state.set({ measure: value })),
    ],
  });
  const small = element('div', { class: 'small-multiples-box' });
  body.after(small);
  const reload = keepLoaded(body, (signal) => drawUse(context, signal));
  const reloadSmall = keepLoaded(small, (signal) => drawOthers(context, signal));
  context.state.on(['resource', 'measure', 'baseline', 'candidate', 'seed'], reload);
  context.state.on(['baseline', 'candidate', 'seed'], reloadSmall);
  return node;
}

async function drawUse(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const { resource, measure } = context.state.get();
  const metric = `${resource}-${measure}`;
  const series = await loadSeries(context, metric, signal);
  if (series.every((one) => one.atSeconds.length === 0)) {
    return notice(`No run recorded ${metricTitle(context, metric)} over time.`);
  }
  const unit = metricUnit(context, metric);
  const title = metricTitle(context, metric);
  const definition = context.metrics.get(metric)?.definition ?? '';
  const chart = responsive((width) =>
    lineBandChart(series, { title, width, format: (value) => formatValue(value, unit) }),
  );
  return element('div', {}, element('h3', {}, title), chart, element('p', { class: 'note' }, definition));
}

async function drawOthers(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const keys = [...context.metrics.values()].filter((metric) => metric.shape === 'series' && !isUse(metric.key));
  const charts = element('div', { class: 'small-multiples' });
  for (const { key, title, unit, definition } of keys) {
    const series = await loadSeries(context, key, signal);
    if (!series.some((one) => one.high.some((value) => value !== null && value !== 0))) continue;
    const format = (value: number): string => formatValue(value, unit);
    charts.append(
      element(
        'div',
        {},
        element('h3', { title: definition }, title),
        responsive((width) => lineBandChart(series, { title, width, height: 120, format, compact: true })),
      ),
    );
  }
  return charts;
}

function isUse(key: string): boolean {
  return resources.some(({ value }) => measures.some((measure) => key === `${value}-${measure.value}`));
}

async function loadSeries(
  context: ReportContext,
  metric: string,
  signal: AbortSignal,
): Promise<readonly LineBandSeries[]> {
  const variants = shownVariants(context);
  const data = await Promise.all(
    variants.map((variant) => context.source.series(metric, variant.name, pickedSeed(context), signal)),
  );
  return variants.map((variant, index) => toLine(variant, data[index]!));
}

function toLine(variant: ShownVariant, data: SeriesData): LineBandSeries {
  return {
    label: variant.name,
    tone: variant.tone,
    atSeconds: data.atSeconds,
    mean: data.mean,
    low: data.low,
    high: data.high,
  };
}
