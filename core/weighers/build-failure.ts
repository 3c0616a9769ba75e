import { defineWeigher } from './define-weigher.ts';

/** Shuns hosts where builds failed lately. Nova: `BuildFailureWeigher`. */
export const buildFailureWeigher = defineWeigher({
  name: 'BuildFailureWeigher',
  summary: 'Shuns hosts where builds failed since the last success; the multiplier counts negated.',
  nova: { source: 'nova/scheduler/weights/compute.py', since: '17.0' },
  options: ['[filter_scheduler] build_failure_weight_multiplier'],
  reads: ['failedBuilds'],
  total: true,
  aggregateKey: 'build_failure_weight_multiplier',
  negated: true,
  multiplier: ({ filterScheduler }) => filterScheduler.build_failure_weight_multiplier,
  bind: () => ({ raw: (host) => host.failedBuilds }),
});
