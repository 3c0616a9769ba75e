import { element } from './element.ts';
import { ReportError } from './report-source.ts';

/**
 * Fills `body` with what `load` brings and returns a function that loads anew. While it loads, the
 * former content stays, dimmed; a failure says why and offers to try again; a newer load wins.
 */
export function keepLoaded(body: HTMLElement, load: (signal: AbortSignal) => Promise<Node>): () => void {
  let current = new AbortController();
  const reload = (): void => {
    current.abort();
    const mine = (current = new AbortController());
    body.setAttribute('aria-busy', 'true');
    if (body.childElementCount === 0) body.append(element('div', { class: 'skeleton', role: 'status' }, 'Loading …'));
    load(mine.signal).then(
      (node) => finish(mine, node),
      (error: unknown) => finish(mine, failure(error, reload)),
    );
  };
  const finish = (mine: AbortController, node: Node): void => {
    if (mine.signal.aborted) return;
    body.removeAttribute('aria-busy');
    body.replaceChildren(node);
  };
  reload();
  return reload;
}

/** What a reader sees instead of content that could not be loaded. */
function failure(error: unknown, retry: () => void): HTMLElement {
  const text = error instanceof ReportError ? error.message : 'The page failed to draw this part.';
  if (!(error instanceof ReportError)) reportError(error);
  const again = element('button', { type: 'button', class: 'quiet' }, 'Try again');
  again.addEventListener('click', retry);
  return element('div', { class: 'notice error', role: 'alert' }, element('p', {}, text), again);
}
