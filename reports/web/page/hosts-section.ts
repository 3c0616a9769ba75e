import { hostHeatmap } from '../charts/host-heatmap.ts';
import { heatLegend } from '../charts/heat-legend.ts';
import { formatNumber } from '../format/format-number.ts';
import { formatValue } from '../format/format-value.ts';
import type { HostsData, RunData } from '../report-data.ts';
import { choice } from './choice.ts';
import { currentTheme } from './current-theme.ts';
import { decodeLevels } from './decode-levels.ts';
import { element } from './element.ts';
import { keepLoaded } from './keep-loaded.ts';
import { notice } from './notice.ts';
import { orderHostsByUse } from './order-hosts.ts';
import { picker } from './picker.ts';
import { metricTitle, metricUnit, shownPair, type ReportContext, type ShownVariant } from './report-context.ts';
import { responsive } from './responsive.ts';
import { section } from './section.ts';

/** Every host of one run over time, the baseline above the variant with the same seed. */
export function hostsSection(context: ReportContext): HTMLElement {
  const metrics = [...context.metrics.values()].filter((metric) => metric.shape === 'host');
  const { hostMetric, hostOrder } = context.state.get();
  const orders = [
    { value: 'place', label: 'By zone and kind' },
    { value: 'use', label: 'Fullest first' },
  ];
  const { node, body } = section(context, {
    id: 'hosts',
    title: 'Hosts',
    note: 'A row is a host, a column a stretch of time, colour how full the host was. All seeds together are shown by their first.',
    data: (state) => hostsAddress(context, state.hostMetric),
    controls: [
      picker(
        'Colour',
        metrics.map(({ key, title }) => ({ value: key, label: title })),
        hostMetric,
        (value) => context.state.set({ hostMetric: value }),
      ),
      choice('Order', orders, hostOrder, (value) =>
        context.state.set({ hostOrder: value === 'use' ? 'use' : 'place' }),
      ),
    ],
  });
  const reload = keepLoaded(body, (signal) => drawHosts(context, signal));
  context.state.on(['hostMetric', 'hostOrder', 'baseline', 'candidate', 'seed'], reload);
  return node;
}

async function drawHosts(context: ReportContext, signal: AbortSignal): Promise<Node> {
  const { hostMetric, hostOrder } = context.state.get();
  const { seed, runs } = shownRuns(context);
  const data = await Promise.all(runs.map(({ run }) => context.source.hosts(run.id, hostMetric, signal)));
  if (data.every((one) => one.atSeconds.length === 0 || one.hosts.length === 0)) {
    return notice(
      `No run recorded ${metricTitle(context, hostMetric)}.`,
      'A scenario records hosts when it sets an interval for host samples.',
    );
  }
  const unit = metricUnit(context, hostMetric);
  const domain: readonly [number, number] = [
    Math.min(...data.map((one) => one.domain[0])),
    Math.max(...data.map((one) => one.domain[1])),
  ];
  const format = (value: number): string => formatValue(value, unit);
  const box = element(
    'div',
    {},
    responsive((width) => heatLegend({ width, domain, theme: currentTheme(), format })),
  );
  for (const [index, { variant }] of runs.entries())
    box.append(oneRun(variant, seed, data[index]!, { format, hostOrder, title: metricTitle(context, hostMetric) }));
  return box;
}

/** The complete runs of the shown variants with one seed. */
function shownRuns(context: ReportContext): { readonly seed: number; readonly runs: readonly ShownRun[] } {
  const seed = context.state.get().seed ?? commonSeed(context);
  const runs = shownPair(context).flatMap((variant) => {
    const run = context.runs.find(
      (one) => one.variant === variant.name && one.seed === seed && one.status === 'complete',
    );
    return run ? [{ variant, run }] : [];
  });
  return { seed, runs };
}

interface ShownRun {
  readonly variant: ShownVariant;
  readonly run: RunData;
}

function hostsAddress(context: ReportContext, metric: string): string {
  const first = shownRuns(context).runs[0];
  return first ? `api/runs/${first.run.id}/hosts?${new URLSearchParams({ metric })}` : 'api/runs';
}

interface RunOptions {
  readonly title: string;
  readonly hostOrder: 'place' | 'use';
  readonly format: (value: number) => string;
}

function oneRun(variant: ShownVariant, seed: number, data: HostsData, options: RunOptions): HTMLElement {
  const decoded = { ...data, levels: decodeLevels(data.levels) };
  const ordered = options.hostOrder === 'use' ? orderHostsByUse(decoded) : decoded;
  const title = `${variant.name}, seed ${seed}`;
  return element(
    'div',
    { class: 'host-run' },
    element(
      'h3',
      {},
      element('span', { class: `tone-text tone-${variant.tone}` }, variant.name),
      ` seed ${seed}, ${formatNumber(data.hosts.length, 9)} hosts`,
    ),
    responsive((width) =>
      hostHeatmap(ordered, {
        title: `${options.title}: ${title}`,
        width,
        theme: currentTheme(),
        pixelRatio: window.devicePixelRatio,
        format: options.format,
        grouped: options.hostOrder === 'place',
      }),
    ),
  );
}

/** The least seed that all shown variants have, else the first one's least. */
function commonSeed(context: ReportContext): number {
  const lists = shownPair(context).map(
    ({ name }) => context.scenario.variants.find((one) => one.name === name)?.seeds ?? [],
  );
  const [first = [], ...others] = lists;
  return first.find((seed) => others.every((seeds) => seeds.includes(seed))) ?? first[0] ?? 0;
}
