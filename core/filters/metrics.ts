import { parseSettings } from '../options/parse-settings.ts';
import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

/** Passes hosts that report every metric which the MetricsWeigher counts. Nova: `MetricsFilter`. */
export const metricsFilter = defineFilter({
  name: 'MetricsFilter',
  summary: 'Passes hosts that report every metric of `weight_setting`.',
  nova: { source: 'nova/scheduler/filters/metrics_filter.py' },
  options: ['[metrics] weight_setting'],
  codes: ['metric-missing'],
  reads: ['metrics'],
  bind(_request, { options }) {
    const names = [...new Set(parseSettings(options.metrics.weight_setting).map(([name]) => name))];
    if (names.length === 0) return undefined;
    return {
      passes: (host) => names.every((name) => host.metrics.has(name)),
      explain: (host) => ({
        code: 'metric-missing',
        needed: `metrics ${listNames(names)}`,
        had: listNames(host.metrics.keys(), 'no metrics'),
      }),
    };
  },
});
