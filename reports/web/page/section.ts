import { element } from './element.ts';
import type { PageState } from './page-state.ts';
import type { ReportContext } from './report-context.ts';

export interface SectionOptions {
  readonly id: string;
  readonly title: string;
  /** One or two sentences that say how to read what follows. */
  readonly note?: string;
  readonly controls?: readonly HTMLElement[];
  /** Where the data of what is shown is as JSON; the link follows the state. */
  readonly data: (state: PageState) => string;
}

export interface Section {
  readonly node: HTMLElement;
  readonly body: HTMLElement;
}

/** A part of the page: heading and note beside, on narrow pages above, its body. */
export function section(context: ReportContext, options: SectionOptions): Section {
  const link = element('a', {}, 'Data as JSON');
  const follow = (): void => link.setAttribute('href', options.data(context.state.get()));
  context.state.on(['baseline', 'candidate', 'seed', 'resource', 'measure', 'hostMetric'], follow);
  follow();
  const body = element('div', { class: 'section-body' });
  const heading = element(
    'header',
    { class: 'section-head' },
    element('h2', { id: `${options.id}-title` }, options.title),
    options.note !== undefined && element('p', { class: 'note' }, options.note),
    element('p', { class: 'data-link' }, link),
  );
  const controls = options.controls ?? [];
  const node = element(
    'section',
    { id: options.id, class: 'section', 'aria-labelledby': `${options.id}-title` },
    heading,
    element(
      'div',
      { class: 'section-main' },
      controls.length > 0 && element('div', { class: 'controls' }, ...controls),
      body,
    ),
  );
  return { node, body };
}

/** The address of a request about the baseline and the picked seed. */
export function dataAddress(path: string, state: PageState, parameters: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(parameters);
  query.set('variant', state.baseline ?? '');
  if (state.seed !== null) query.set('seed', String(state.seed));
  return `api/${path}?${query}`;
}
