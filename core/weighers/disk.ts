import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts with more free disk; a negative multiplier stacks. Nova: `DiskWeigher`. */
export const diskWeigher = defineWeigher({
  name: 'DiskWeigher',
  summary: 'Prefers hosts with more free disk (MiB).',
  nova: { source: 'nova/scheduler/weights/disk.py' },
  options: ['[filter_scheduler] disk_weight_multiplier'],
  minimum: 0,
  reads: ['diskFreeMib'],
  total: true,
  aggregateKey: 'disk_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.disk_weight_multiplier,
  bind: () => ({ raw: (host) => host.diskFreeMib }),
});
