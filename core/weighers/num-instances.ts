import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts with more instances; a negative multiplier spreads by count. Nova since 28. */
export const numInstancesWeigher = defineWeigher({
  name: 'NumInstancesWeigher',
  summary: 'Prefers hosts with more instances.',
  nova: { source: 'nova/scheduler/weights/num_instances.py', since: '28.0' },
  options: ['[filter_scheduler] num_instances_weight_multiplier'],
  reads: ['numInstances'],
  total: true,
  aggregateKey: 'num_instances_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.num_instances_weight_multiplier,
  bind: () => ({ raw: (host) => host.numInstances }),
});
