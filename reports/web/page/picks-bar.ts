import { element } from './element.ts';
import { picker } from './picker.ts';
import { hasRuns, type ReportContext } from './report-context.ts';

/** Which variants are compared and which runs are shown, for the whole page. */
export function picksBar(context: ReportContext): HTMLElement {
  const bar = element('form', { class: 'picks', 'aria-label': 'What is shown' });
  bar.addEventListener('submit', (event) => event.preventDefault());
  const draw = (): void => {
    const focused = [...bar.querySelectorAll('select')].findIndex((select) => select === document.activeElement);
    bar.replaceChildren(...pickers(context));
    if (focused >= 0) bar.querySelectorAll('select')[focused]?.focus();
  };
  draw();
  context.state.on(['baseline', 'candidate', 'seed'], draw);
  return bar;
}

function pickers(context: ReportContext): readonly HTMLElement[] {
  const { baseline, candidate, seed } = context.state.get();
  const names = context.scenario.variants.filter(hasRuns).map((one) => one.name);
  const list: HTMLElement[] = [];
  if (baseline !== null && candidate !== null) {
    list.push(picker('Baseline', options(names), baseline, (value) => context.state.set({ baseline: value })));
    const others = names.filter((name) => name !== baseline);
    list.push(picker('Compared with', options(others), candidate, (value) => context.state.set({ candidate: value })));
  }
  const seeds = [...new Set(context.scenario.variants.flatMap((one) => one.seeds))].sort((a, b) => a - b);
  if (seeds.length > 1) {
    const all = { value: '', label: `All ${seeds.length} seeds` };
    const single = seeds.map((one) => ({ value: String(one), label: `Seed ${one}` }));
    const pick = (value: string): void => context.state.set({ seed: value === '' ? null : Number(value) });
    list.push(picker('Charts show', [all, ...single], seed === null ? '' : String(seed), pick));
  }
  return list;
}

function options(names: readonly string[]): readonly { value: string; label: string }[] {
  return names.map((name) => ({ value: name, label: name }));
}
