import { intervalAxis } from '../charts/interval-axis.ts';
import { intervalPlot } from '../charts/interval-plot.ts';
import { formatNumber } from '../format/format-number.ts';
import { formatCell, formatDifference } from '../format/format-value.ts';
import type { ComparisonData, MetricComparisonData } from '../report-data.ts';
import { element } from './element.ts';
import { metricHeading } from './metric-heading.ts';
import { shownPair, type ReportContext } from './report-context.ts';
import { responsive } from './responsive.ts';
import { effectMarks } from './verdict-words.ts';

/** The metrics that decide the verdict, and folded below them all others. */
export function comparisonTable(context: ReportContext, comparison: ComparisonData): HTMLElement {
  const deciding = comparison.metrics.filter((metric) => metric.decides);
  const others = comparison.metrics.filter((metric) => !metric.decides);
  const reach = reachOf(deciding.length > 0 ? deciding : others);
  const box = element('div', { class: 'comparison' });
  if (deciding.length > 0) box.append(table(context, comparison, deciding, reach, decidingCaption));
  if (deciding.some(isHeldBack)) box.append(element('p', { class: 'note' }, heldBackNote(deciding.length)));
  if (others.length > 0) {
    const summary = element('summary', {}, `All other figures (${others.length})`);
    const open = deciding.length === 0;
    box.append(element('details', { open }, summary, table(context, comparison, others, reach, 'All other figures')));
  }
  return box;
}

const decidingCaption =
  'What the verdict rests on. Dots are differences relative to the baseline on a logarithmic scale, bars their 95 % intervals.';

/** The interval leaves out zero, and still no difference is claimed. */
function isHeldBack({ interval, effect }: MetricComparisonData): boolean {
  return interval !== null && effect === 'no difference seen' && (interval.low > 0 || interval.high < 0);
}

function heldBackNote(figures: number): string {
  return `An interval may leave out zero and still claim no difference: ${figures} figures decide together, so each has to be surer than alone (Holm's method).`;
}

/** The axis ends at 10 % of the baseline when all rows stay below, else at 100 %. */
function reachOf(metrics: readonly MetricComparisonData[]): number {
  const ends = metrics.flatMap((metric) =>
    [metric.meanDifference, metric.interval?.low ?? 0, metric.interval?.high ?? 0].map((value) =>
      relative(metric, value),
    ),
  );
  return ends.every((end) => Math.abs(end) <= 0.1) ? 0.1 : 1;
}

/** Of the baseline; infinite when the baseline is zero and the value is not. */
function relative(metric: MetricComparisonData, value: number): number {
  return value === 0 ? 0 : value / Math.abs(metric.baselineMean);
}

function table(
  context: ReportContext,
  comparison: ComparisonData,
  metrics: readonly MetricComparisonData[],
  reach: number,
  caption: string,
): HTMLElement {
  const [baseline, candidate] = shownPair(context);
  const percent = (share: number): string => `${share > 0 ? '+' : ''}${formatNumber(share * 100)} %`;
  const head = element(
    'tr',
    { role: 'row' },
    heading('Metric', 'metric'),
    heading(comparison.baseline, `number tone-text tone-${baseline?.tone ?? 0}`),
    heading(comparison.candidate, `number tone-text tone-${candidate?.tone ?? 1}`),
    heading(comparison.seeds.length > 1 ? 'Difference, 95 % interval' : 'Difference', 'number'),
    element(
      'th',
      { role: 'columnheader', scope: 'col', class: 'plot' },
      element('span', { class: 'hidden' }, 'Difference relative to the baseline'),
      responsive((width) => intervalAxis({ width, reach, format: percent })),
    ),
  );
  return element(
    'table',
    { class: 'comparison-table', role: 'table' },
    element('caption', { class: caption === decidingCaption ? null : 'hidden' }, caption),
    element('thead', { role: 'rowgroup' }, head),
    element('tbody', { role: 'rowgroup' }, ...metrics.map((metric) => row(context, comparison, metric, reach))),
  );
}

function heading(text: string, className: string): HTMLElement {
  return element('th', { role: 'columnheader', scope: 'col', class: className }, text);
}

function row(
  context: ReportContext,
  comparison: ComparisonData,
  metric: MetricComparisonData,
  reach: number,
): HTMLElement {
  const { unit, effect } = metric;
  const definition = context.metrics.get(metric.metric)?.definition;
  const difference = metric.meanDifference === 0 ? 'none' : formatDifference(metric.meanDifference, unit);
  const interval = intervalText(metric);
  const title = `${metric.title}: difference ${difference}${interval === '' ? '' : `, 95 % interval ${interval}`}, ${effect}`;
  const plotted = {
    difference: relative(metric, metric.meanDifference),
    low: metric.interval && relative(metric, metric.interval.low),
    high: metric.interval && relative(metric, metric.interval.high),
    effect,
  };
  return element(
    'tr',
    { role: 'row', class: `effect-${effect.replaceAll(' ', '-')}` },
    metricHeading({ title: metric.title, unit, definition }),
    element(
      'td',
      { role: 'cell', class: 'number', 'data-label': comparison.baseline },
      formatCell(metric.baselineMean, unit),
    ),
    element(
      'td',
      { role: 'cell', class: 'number', 'data-label': comparison.candidate },
      formatCell(metric.candidateMean, unit),
    ),
    element(
      'td',
      { role: 'cell', class: 'number difference' },
      element('span', { class: 'mark', 'aria-hidden': 'true' }, effectMarks[effect]),
      element('span', { class: 'hidden' }, `${effect}: `),
      element('b', {}, difference),
      interval !== '' && element('span', { class: 'interval-text' }, interval),
    ),
    element(
      'td',
      { role: 'cell', class: 'plot' },
      responsive((width) => intervalPlot(plotted, { title, width, reach })),
    ),
  );
}

function intervalText({ interval, unit, effect }: MetricComparisonData): string {
  if (interval === null || effect === 'identical') return '';
  return `${formatDifference(interval.low, unit)} to ${formatDifference(interval.high, unit)}`;
}
