import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts with more free RAM; a negative multiplier stacks. Nova: `RAMWeigher`. */
export const ramWeigher = defineWeigher({
  name: 'RAMWeigher',
  summary: 'Prefers hosts with more free RAM (MiB).',
  nova: { source: 'nova/scheduler/weights/ram.py' },
  options: ['[filter_scheduler] ram_weight_multiplier'],
  minimum: 0,
  reads: ['ramFreeMib'],
  total: true,
  aggregateKey: 'ram_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.ram_weight_multiplier,
  bind: () => ({ raw: (host) => host.ramFreeMib }),
});
