import { formatCell } from '../format/format-value.ts';
import type { FigureData, FiguresData } from '../report-data.ts';
import { element } from './element.ts';
import { metricHeading } from './metric-heading.ts';
import { notice } from './notice.ts';
import { metricTitle, metricUnit, type ReportContext } from './report-context.ts';

/** The figures of one variant alone: mean, and least and greatest over its seeds. */
export function figuresTable(context: ReportContext, data: FiguresData): HTMLElement {
  if (data.figures.length === 0) return notice('The runs of this file hold no figures.');
  const decides = (figure: FigureData): boolean => context.metrics.get(figure.metric)?.decides ?? false;
  const deciding = data.figures.filter(decides);
  const others = data.figures.filter((figure) => !decides(figure));
  const many = data.seeds.length > 1;
  const box = element('div', { class: 'comparison' });
  if (deciding.length > 0) box.append(table(context, deciding, many, 'Main figures'));
  if (others.length > 0) {
    const summary = element('summary', {}, `All other figures (${others.length})`);
    box.append(
      element('details', { open: deciding.length === 0 }, summary, table(context, others, many, 'All other figures')),
    );
  }
  return box;
}

function table(context: ReportContext, figures: readonly FigureData[], many: boolean, caption: string): HTMLElement {
  const rows = figures.map((figure) => {
    const unit = metricUnit(context, figure.metric);
    const definition = context.metrics.get(figure.metric)?.definition;
    const range =
      figure.low === figure.high
        ? 'the same in all'
        : `${formatCell(figure.low, unit)} to ${formatCell(figure.high, unit)}`;
    return element(
      'tr',
      {},
      metricHeading({ title: metricTitle(context, figure.metric), unit, definition }),
      element('td', { class: 'number' }, element('b', {}, formatCell(figure.mean, unit))),
      many && element('td', { class: 'number range' }, range),
    );
  });
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col', class: 'metric' }, 'Metric'),
    element('th', { scope: 'col', class: 'number' }, many ? 'Mean of the runs' : 'Value'),
    many && element('th', { scope: 'col', class: 'number' }, 'Least to greatest'),
  );
  return element(
    'table',
    { class: 'figures-table' },
    element('caption', { class: 'hidden' }, caption),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}
