import { element } from './element.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

let names = 0;

/** A few options side by side, one picked: radio buttons, so that arrow keys move between them. */
export function choice(
  label: string,
  options: readonly Option[],
  picked: string,
  pick: (value: string) => void,
): HTMLElement {
  const name = `choice-${names++}`;
  const items = options.map((option) => {
    const input = element('input', { type: 'radio', name, value: option.value, checked: option.value === picked });
    input.addEventListener('change', () => pick(option.value));
    return element('label', {}, input, element('span', {}, option.label));
  });
  return element('fieldset', { class: 'choice' }, element('legend', {}, label), ...items);
}
