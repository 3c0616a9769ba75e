import { formatDuration } from '../format/format-duration.ts';
import { formatNumber } from '../format/format-number.ts';
import type { ScenarioData } from '../report-data.ts';
import { element } from './element.ts';

/** What was asked, of what, in one line each. */
export function pageHeader(scenario: ScenarioData): HTMLElement {
  return element(
    'header',
    { class: 'page-head' },
    element(
      'p',
      { class: 'brand' },
      element('span', { class: 'brand-mark', 'aria-hidden': true }),
      'Astrolabe',
      element('span', { class: 'brand-file' }, scenario.file),
    ),
    element('h1', {}, scenario.name === '' ? scenario.fileName : scenario.name),
    scenario.question !== '' && element('p', { class: 'question' }, scenario.question),
    element('p', { class: 'facts' }, ...facts(scenario).map((fact) => element('span', {}, fact))),
  );
}

function facts(scenario: ScenarioData): readonly string[] {
  const variants = scenario.variants.filter((variant) => variant.seeds.length > 0);
  const seeds = new Set(variants.flatMap((variant) => variant.seeds)).size;
  return [
    span(
      variants.map((variant) => variant.hosts),
      (value) => formatNumber(value, 9),
      'hosts',
      'host',
    ),
    span(
      variants.map((variant) => variant.durationSeconds),
      formatDuration,
      '',
      '',
    ),
    count(scenario.variants.length, 'variant'),
    count(seeds, 'seed'),
  ].filter((fact) => fact !== '');
}

function count(value: number, noun: string): string {
  return value === 0 ? '' : `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/** `120 hosts`, or `100 to 120 hosts` when variants differ. */
function span(values: readonly number[], format: (value: number) => string, plural: string, singular: string): string {
  if (values.length === 0) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const text = low === high ? format(low) : `${format(low)} to ${format(high)}`;
  return `${text} ${low === high && low === 1 ? singular : plural}`.trim();
}
