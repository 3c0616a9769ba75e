import type { ComparisonData, VerdictData } from '../report-data.ts';
import { comparisonTable } from './comparison-table.ts';
import { element } from './element.ts';
import { figuresTable } from './figures-table.ts';
import { keepLoaded } from './keep-loaded.ts';
import { notice } from './notice.ts';
import { hasRuns, pickedSeed, type ReportContext } from './report-context.ts';
import { verdictHeadline, verdictWarnings, verdictWords } from './verdict-words.ts';

/** The answer first: the verdict in words, then the figures that it rests on, then all others. */
export function verdictSection(context: ReportContext): HTMLElement {
  const body = element('div', { class: 'verdict-body' });
  const reload = keepLoaded(body, (signal) => drawVerdict(context, signal));
  context.state.on(['baseline', 'candidate'], reload);
  context.state.on(['seed'], () => {
    if (context.state.get().candidate === null) reload();
  });
  return element('section', { id: 'verdict', class: 'verdict', 'aria-label': 'Verdict' }, body);
}

async function drawVerdict(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const { baseline, candidate } = context.state.get();
  if (baseline === null) {
    return notice(
      'No run of this file has finished yet.',
      'Reload this page when one has: a sweep adds its runs as they end.',
    );
  }
  if (candidate === null) return drawSingle(context, baseline, signal);
  const [{ comparisons }, comparison] = await Promise.all([
    context.source.comparisons(baseline, signal),
    context.source.comparison(baseline, candidate, signal),
  ]);
  return element(
    'div',
    {},
    headline(comparison),
    comparisons.length > 1 && verdictList(context, comparisons, candidate),
    comparisonTable(context, comparison),
  );
}

async function drawSingle(context: ReportContext, variant: string, signal: AbortSignal): Promise<Node> {
  const figures = await context.source.figures(variant, pickedSeed(context), signal);
  const runs = figures.seeds.length;
  const text =
    runs === 1
      ? 'One run, and nothing to compare it with.'
      : `${runs} runs of one variant, and nothing to compare them with.`;
  const waiting = context.scenario.variants.filter((one) => !hasRuns(one)).map((one) => one.name);
  const note =
    waiting.length > 0
      ? `No run has finished yet of ${waiting.join(', ')}.`
      : 'A scenario with a second variant is compared with its baseline here.';
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'headline' },
      element('p', { class: 'headline-text' }, text),
      element('p', { class: 'note' }, note),
    ),
    figuresTable(context, figures),
  );
}

function headline(comparison: ComparisonData): HTMLElement {
  const pairs = comparison.seeds.length;
  const basis = pairs === 1 ? 'One pair of runs' : `${pairs} pairs of runs, each pair with the same demand`;
  return element(
    'div',
    { class: 'headline' },
    verdictChip(comparison),
    element('p', { class: 'headline-text' }, verdictHeadline(comparison, comparison.metrics)),
    element(
      'p',
      { class: 'note' },
      `${comparison.sameDemand ? basis : `${pairs} pairs of runs`} (${seedList(comparison.seeds)}).`,
    ),
    ...verdictWarnings(comparison).map((warning) => element('p', { class: 'warning' }, warning)),
  );
}

function verdictChip(verdict: VerdictData): HTMLElement {
  const { mark, word } = verdictWords[verdict.verdict];
  const className = `chip verdict-${verdict.verdict.replaceAll(' ', '-')}`;
  return element(
    'span',
    { class: className },
    element('span', { class: 'chip-mark', 'aria-hidden': 'true' }, mark),
    word,
  );
}

function seedList(seeds: readonly number[]): string {
  if (seeds.length > 8) return `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
}

/** Every variant's verdict; a click compares that one below. */
function verdictList(context: ReportContext, comparisons: readonly VerdictData[], picked: string): HTMLElement {
  const items = comparisons.map((one) => {
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': one.candidate === picked ? 'true' : 'false' },
      element('span', { class: 'verdict-name' }, one.candidate),
      verdictChip(one),
    );
    button.addEventListener('click', () => context.state.set({ candidate: one.candidate }));
    return element('li', {}, button);
  });
  return element('ul', { class: 'verdict-list', 'aria-label': 'All variants against the baseline' }, ...items);
}
