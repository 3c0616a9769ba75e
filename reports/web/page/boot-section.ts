import { histogramChart } from '../charts/histogram-chart.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatValue } from '../format/format-value.ts';
import type { FiguresData } from '../report-data.ts';
import { element } from './element.ts';
import { keepLoaded } from './keep-loaded.ts';
import { notice } from './notice.ts';
import {
  metricTitle,
  metricUnit,
  pickedSeed,
  shownPair,
  type ReportContext,
  type ShownVariant,
} from './report-context.ts';
import { responsive } from './responsive.ts';
import { dataAddress, section } from './section.ts';

const metric = 'boot-seconds';

/** How long instances took from the request to ACTIVE. */
export function bootSection(context: ReportContext): HTMLElement {
  const { node, body } = section(context, {
    id: 'boot',
    title: 'Boot time',
    note: 'Share of boots by the time from the request to ACTIVE. Steps are as recorded and grow with the time.',
    data: (state) => dataAddress('histogram', state, { metric }),
  });
  const reload = keepLoaded(body, (signal) => drawBoots(context, signal));
  context.state.on(['baseline', 'candidate', 'seed'], reload);
  return node;
}

async function drawBoots(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const variants = shownPair(context);
  const seed = pickedSeed(context);
  const [data, figures] = await Promise.all([
    Promise.all(variants.map(({ name }) => context.source.histogram(metric, name, seed, signal))),
    Promise.all(variants.map(({ name }) => context.source.figures(name, seed, signal))),
  ]);
  if (data.every((one) => one.counts.every((count) => count === 0))) return notice('No run recorded boot times.');
  const series = variants.map((variant, index) => ({
    label: variant.name,
    tone: variant.tone,
    edges: data[index]!.edges,
    counts: data[index]!.counts,
  }));
  return element(
    'div',
    {},
    responsive((width) => histogramChart(series, { title: 'Boot time', width, format: formatDuration })),
    quantiles(context, variants, figures),
  );
}

function quantiles(context: ReportContext, variants: readonly ShownVariant[], figures: readonly FiguresData[]): Node {
  const keys = ['p50', 'p95', 'p99'].map((quantile) => `${metric}-${quantile}`);
  const known = keys.filter((key) => figures.some((one) => one.figures.some((figure) => figure.metric === key)));
  if (known.length === 0) return document.createDocumentFragment();
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, ''),
    ...variants.map((variant) => element('th', { scope: 'col', class: `number tone-${variant.tone}` }, variant.name)),
  );
  const rows = known.map((key) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, metricTitle(context, key)),
      ...figures.map((one) => {
        const figure = one.figures.find((candidate) => candidate.metric === key);
        return element('td', { class: 'number' }, formatValue(figure?.mean ?? null, metricUnit(context, key)));
      }),
    ),
  );
  const table = element('table', { class: 'reason-table' }, element('thead', {}, head), element('tbody', {}, ...rows));
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Boot time quantiles' }, table);
}
