import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts with a newer hypervisor. Nova since 28: `HypervisorVersionWeigher`. */
export const hypervisorVersionWeigher = defineWeigher({
  name: 'HypervisorVersionWeigher',
  summary: 'Prefers hosts with a newer hypervisor.',
  nova: { source: 'nova/scheduler/weights/hypervisor_version.py', since: '28.0' },
  options: ['[filter_scheduler] hypervisor_version_weight_multiplier'],
  reads: ['hypervisorVersion'],
  total: true,
  aggregateKey: 'hypervisor_version_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.hypervisor_version_weight_multiplier,
  bind: () => ({ raw: (host) => host.hypervisorVersion ?? 0 }),
});
