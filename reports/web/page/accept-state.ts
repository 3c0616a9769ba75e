import type { MetricData, ScenarioData } from '../report-data.ts';
import type { PageState } from './page-state.ts';
import { hasRuns } from './report-context.ts';

/** What a reader sees first: the scenario's baseline against the first other variant, all seeds. */
export const firstState: PageState = {
  baseline: null,
  candidate: null,
  seed: null,
  resource: 'vcpu',
  measure: 'allocation',
  hostMetric: '',
  hostOrder: 'place',
};

/** The nearest state that this results file can show, whatever the address says. */
export function acceptState(state: PageState, scenario: ScenarioData, metrics: readonly MetricData[]): PageState {
  const names = scenario.variants.filter(hasRuns).map((variant) => variant.name);
  const baseline = oneOf(state.baseline, [...names.filter((name) => name === scenario.baseline), ...names]);
  const candidate = oneOf(
    state.candidate,
    names.filter((name) => name !== baseline),
  );
  const seeds = scenario.variants
    .filter(({ name }) => name === baseline || name === candidate)
    .flatMap((one) => one.seeds);
  const hostMetrics = metrics.filter((metric) => metric.shape === 'host').map((metric) => metric.key);
  return {
    ...state,
    baseline,
    candidate,
    seed: state.seed !== null && seeds.includes(state.seed) ? state.seed : null,
    resource: oneOf(state.resource, ['vcpu', 'ram', 'disk'])!,
    measure: oneOf(state.measure, ['allocation', 'utilisation', 'stranded'])!,
    hostMetric: oneOf(state.hostMetric, hostMetrics) ?? '',
  };
}

function oneOf(wanted: string | null, accepted: readonly string[]): string | null {
  return wanted !== null && accepted.includes(wanted) ? wanted : (accepted[0] ?? null);
}
