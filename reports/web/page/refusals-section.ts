import { refusalBars, type RefusalBar } from '../charts/refusal-bars.ts';
import { formatNumber } from '../format/format-number.ts';
import type { RefusalData, RefusalsData } from '../report-data.ts';
import { element } from './element.ts';
import { keepLoaded } from './keep-loaded.ts';
import { notice } from './notice.ts';
import { pickedSeed, shownVariants, type ReportContext, type ShownVariant } from './report-context.ts';
import { responsive } from './responsive.ts';
import { dataAddress, section } from './section.ts';

/** Reasons beyond this many are drawn in one colour. */
const shadeCount = 7;

/** What was refused, by the stage that refused and its code, one bar a variant. */
export function refusalsSection(context: ReportContext): HTMLElement {
  const { node, body } = section(context, {
    id: 'refusals',
    title: 'Refusals',
    note: 'Instances refused in one run, mean over the seeds, by the stage that refused the last host and the code it gave.',
    data: (state) => dataAddress('refusals', state),
  });
  const reload = keepLoaded(body, (signal) => drawRefusals(context, signal));
  context.state.on(['baseline', 'candidate', 'seed'], reload);
  return node;
}

async function drawRefusals(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const variants = shownVariants(context);
  const data = await Promise.all(
    variants.map(({ name }) => context.source.refusals(name, pickedSeed(context), signal)),
  );
  if (data.every((one) => one.refusals.length === 0))
    return notice('Nothing was refused: every request found its hosts.');
  const reasons = reasonsOf(data);
  const bars = variants.map((variant, index) => toBar(variant, data[index]!, reasons));
  return element(
    'div',
    {},
    responsive((width) => refusalBars(bars, { title: 'Instances refused by reason', width, unit: 'instances' })),
    reasonTable(variants, data, reasons),
  );
}

interface Reason {
  readonly key: string;
  readonly stage: string;
  readonly by: string;
  readonly code: string;
}

function keyOf(refusal: RefusalData): string {
  return JSON.stringify([refusal.stage, refusal.by, refusal.code]);
}

/** All reasons, most instances over all variants first. */
function reasonsOf(data: readonly RefusalsData[]): readonly Reason[] {
  const reasons = new Map<string, Reason & { total: number }>();
  for (const refusal of data.flatMap((one) => one.refusals)) {
    const key = keyOf(refusal);
    const known = reasons.get(key) ?? { key, stage: refusal.stage, by: refusal.by, code: refusal.code, total: 0 };
    known.total += refusal.instances;
    reasons.set(key, known);
  }
  return [...reasons.values()].sort((a, b) => b.total - a.total);
}

function toBar(variant: ShownVariant, data: RefusalsData, reasons: readonly Reason[]): RefusalBar {
  const parts = reasons.flatMap((reason, index) => {
    const found = data.refusals.find((refusal) => keyOf(refusal) === reason.key);
    return found && found.instances > 0 ? [{ shade: shadeOf(index), label: reason.code, count: found.instances }] : [];
  });
  return { label: variant.name, tone: variant.tone, parts };
}

function shadeOf(index: number): number {
  return Math.min(index, shadeCount - 1);
}

function reasonTable(
  variants: readonly ShownVariant[],
  data: readonly RefusalsData[],
  reasons: readonly Reason[],
): HTMLElement {
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Code'),
    element('th', { scope: 'col' }, 'Stage'),
    ...variants.map((variant) => element('th', { scope: 'col', class: `number tone-${variant.tone}` }, variant.name)),
  );
  const rows = reasons.map((reason, index) =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        element('span', { class: `swatch shade-${shadeOf(index)}`, 'aria-hidden': true }),
        reason.code,
      ),
      element(
        'td',
        {},
        reason.by === reason.stage || reason.by === '' ? reason.stage : `${reason.stage}: ${reason.by}`,
      ),
      ...data.map((one) => {
        const found = one.refusals.find((refusal) => keyOf(refusal) === reason.key);
        return element('td', { class: 'number' }, found ? formatNumber(found.instances, 4) : '0');
      }),
    ),
  );
  const table = element('table', { class: 'reason-table' }, element('thead', {}, head), element('tbody', {}, ...rows));
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Refusals by reason' }, table);
}
