import { element } from './element.ts';

/** Says in place of content why there is none. */
export function notice(...sentences: readonly string[]): HTMLElement {
  return element('div', { class: 'notice' }, ...sentences.map((sentence) => element('p', {}, sentence)));
}
