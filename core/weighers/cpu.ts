import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts with more free vCPUs; a negative multiplier stacks. Nova: `CPUWeigher`. */
export const cpuWeigher = defineWeigher({
  name: 'CPUWeigher',
  summary: 'Prefers hosts with more free vCPUs, counted under the allocation ratio.',
  nova: { source: 'nova/scheduler/weights/cpu.py', since: '20.0' },
  options: ['[filter_scheduler] cpu_weight_multiplier'],
  minimum: 0,
  reads: ['vcpusTotal', 'vcpusUsed', 'cpuAllocationRatio'],
  total: true,
  aggregateKey: 'cpu_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.cpu_weight_multiplier,
  bind: () => ({ raw: (host) => host.vcpusTotal * host.cpuAllocationRatio - host.vcpusUsed }),
});
