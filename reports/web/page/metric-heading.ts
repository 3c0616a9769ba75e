import { namedUnit } from '../format/format-value.ts';
import { element } from './element.ts';

export interface MetricHeading {
  readonly title: string;
  readonly unit: string;
  /** Shown when the pointer rests on the heading. */
  readonly definition: string | undefined;
}

/** The row heading of a metric: its title, and its unit where the title leaves it open. */
export function metricHeading({ title, unit, definition }: MetricHeading): HTMLElement {
  const named = namedUnit(unit);
  const said = title.toLowerCase().includes(named.toLowerCase());
  return element(
    'th',
    { scope: 'row', role: 'rowheader', class: 'metric', title: definition },
    title,
    !said && element('span', { class: 'unit' }, ` ${named}`),
  );
}
