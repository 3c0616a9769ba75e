import { element } from './element.ts';

/** A box that draws its content for its width, and again when the width, the colour scheme or print changes. */
export function responsive(draw: (width: number) => Node): HTMLElement {
  const box = element('div', { class: 'responsive' });
  let drawn = 0;
  const redraw = (): void => {
    const width = Math.floor(box.getBoundingClientRect().width);
    if (width === 0) return;
    drawn = width;
    const focused = box.contains(document.activeElement);
    box.replaceChildren(draw(width));
    if (focused) box.querySelector<HTMLElement>('[tabindex]')?.focus();
  };
  const observer = new ResizeObserver(() => {
    // Called once before the box is in the page, and once more when it has left it.
    if (!box.isConnected) return drawn > 0 ? observer.disconnect() : undefined;
    if (Math.floor(box.getBoundingClientRect().width) !== drawn) redraw();
  });
  observer.observe(box);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    const media = matchMedia(query);
    const listener = (): void => (box.isConnected ? redraw() : media.removeEventListener('change', listener));
    media.addEventListener('change', listener);
  }
  return box;
}
