import type { MetricData, RunData, ScenarioData, VariantData } from '../report-data.ts';
import type { PageStateStore } from './page-state.ts';
import type { ReportSource } from './report-source.ts';

/** What every section of the page is given. */
export interface ReportContext {
  readonly source: ReportSource;
  readonly state: PageStateStore;
  readonly scenario: ScenarioData;
  readonly runs: readonly RunData[];
  readonly metrics: ReadonlyMap<string, MetricData>;
}

/** One variant as the charts show it. */
export interface ShownVariant {
  readonly name: string;
  readonly tone: number;
}

const toneCount = 6;

/** The baseline, then the variant compared with it, then others as long as there are colours for them. */
export function shownVariants(context: ReportContext): readonly ShownVariant[] {
  const pair = shownPair(context);
  const names = new Set(pair.map(({ name }) => name));
  const all = context.scenario.variants;
  if (all.length > toneCount) return pair;
  return [
    ...pair,
    ...all
      .filter((variant) => !names.has(variant.name) && hasRuns(variant))
      .map((variant) => shown(context, variant.name)),
  ];
}

/** The baseline and the variant compared with it, or the one there is. */
export function shownPair(context: ReportContext): readonly ShownVariant[] {
  const { baseline, candidate } = context.state.get();
  return [baseline, candidate].filter((name) => name !== null).map((name) => shown(context, name));
}

/** Seeds to ask for: the picked one, or all. */
export function pickedSeed(context: ReportContext): number | undefined {
  return context.state.get().seed ?? undefined;
}

export function metricTitle(context: ReportContext, key: string): string {
  return context.metrics.get(key)?.title ?? key;
}

export function metricUnit(context: ReportContext, key: string): string {
  return context.metrics.get(key)?.unit ?? '';
}

export function hasRuns(variant: VariantData): boolean {
  return variant.seeds.length > 0;
}

/** A variant keeps its colour whichever is the baseline; with more variants than colours, the pair has the first two. */
function shown(context: ReportContext, name: string): ShownVariant {
  const { variants } = context.scenario;
  if (variants.length > toneCount) return { name, tone: name === context.state.get().baseline ? 0 : 1 };
  return {
    name,
    tone: Math.max(
      0,
      variants.findIndex((variant) => variant.name === name),
    ),
  };
}
