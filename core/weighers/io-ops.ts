import { defineWeigher } from './define-weigher.ts';

/** Prefers busy hosts; the negative default multiplier makes that idle ones. Nova: `IoOpsWeigher`. */
export const ioOpsWeigher = defineWeigher({
  name: 'IoOpsWeigher',
  summary: 'Prefers hosts with more I/O operations in flight; the default multiplier of -1 turns that round.',
  nova: { source: 'nova/scheduler/weights/io_ops.py' },
  options: ['[filter_scheduler] io_ops_weight_multiplier'],
  minimum: 0,
  reads: ['numIoOps'],
  total: true,
  aggregateKey: 'io_ops_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.io_ops_weight_multiplier,
  bind: () => ({ raw: (host) => host.numIoOps }),
});
