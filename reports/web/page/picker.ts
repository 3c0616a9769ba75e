import type { Option } from './choice.ts';
import { element } from './element.ts';

/** One of many options. */
export function picker(
  label: string,
  options: readonly Option[],
  picked: string,
  pick: (value: string) => void,
): HTMLElement {
  const items = options.map((option) =>
    element('option', { value: option.value, selected: option.value === picked }, option.label),
  );
  const select = element('select', {}, ...items);
  select.addEventListener('change', () => pick(select.value));
  return element('label', { class: 'picker' }, element('span', {}, label), select);
}
