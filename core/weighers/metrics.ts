import { parseSettings } from '../options/parse-settings.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts by a weighted sum of their monitor metrics. Nova: `MetricsWeigher`. */
export const metricsWeigher = defineWeigher({
  name: 'MetricsWeigher',
  summary: 'Prefers hosts with a larger sum of metric × ratio, over the metrics of `weight_setting`.',
  nova: { source: 'nova/scheduler/weights/metrics.py' },
  options: [
    '[metrics] weight_multiplier',
    '[metrics] weight_setting',
    '[metrics] required',
    '[metrics] weight_of_unavailable',
  ],
  reads: ['metrics', 'aggregates'],
  aggregateKey: 'metrics_weight_multiplier',
  multiplier: ({ metrics }) => metrics.weight_multiplier,
  bind(_request, _hosts, context) {
    const { metrics } = context.options;
    const settings = parseSettings(metrics.weight_setting);
    if (settings.length === 0) return { raw: () => 0, constant: 0 };
    return {
      raw(host) {
        let sum = 0;
        for (const [name, ratio] of settings) {
          const value = host.metrics.get(name);
          if (value !== undefined) {
            sum += value * ratio;
          } else if (metrics.required) {
            throw new RequestError(
              'ComputeHostMetricNotFound',
              `Metric ${name} could not be found on the compute host node ${host.host}.${host.node}.`,
            );
          } else if (ratio * context.multiplierOf(host) !== 0) {
            return metrics.weight_of_unavailable;
          }
        }
        return sum;
      },
    };
  },
});
