import type { HostState } from '../model/host-state.ts';
import { parseFloatText } from '../python/number.ts';
import { smallestAggregateNumber } from './aggregate-metadata.ts';
import { defineFilter, type HostCheck } from './define-filter.ts';

type Ratio = (host: HostState) => number;

/** Passes hosts with enough free vCPUs under the host's allocation ratio. Nova until 19: `CoreFilter`. */
export const coreFilter = defineFilter({
  name: 'CoreFilter',
  aliases: ['CpuFilter'],
  summary: "Passes hosts with enough free vCPUs under the host's `cpu_allocation_ratio`.",
  nova: { source: 'nova/scheduler/filters/core_filter.py', removedIn: '20.0' },
  codes: ['too-small-vcpu', 'no-room-vcpu'],
  reads: ['vcpusTotal', 'vcpusUsed', 'cpuAllocationRatio'],
  bind: ({ flavor }) => coreCheck(flavor.vcpus, (host) => host.cpuAllocationRatio),
});

/** As CoreFilter, with the smallest ratio that the host's aggregates name. Nova until 21. */
export const aggregateCoreFilter = defineFilter({
  name: 'AggregateCoreFilter',
  summary: 'Passes hosts with enough free vCPUs under the smallest `cpu_allocation_ratio` of their aggregates.',
  nova: { source: 'nova/scheduler/filters/core_filter.py', removedIn: '22.0' },
  codes: ['too-small-vcpu', 'no-room-vcpu'],
  reads: ['vcpusTotal', 'vcpusUsed', 'cpuAllocationRatio', 'aggregates'],
  bind: ({ flavor }) => coreCheck(flavor.vcpus, aggregateRatio),
});

function aggregateRatio(host: HostState): number {
  return smallestAggregateNumber(host.aggregates, 'cpu_allocation_ratio', host.cpuAllocationRatio, parseFloatText);
}

/** A host that reports no CPUs passes: its driver does not count them. */
function coreCheck(wanted: number, ratio: Ratio): HostCheck {
  const isTooSmall = (host: HostState) => host.vcpusTotal * ratio(host) > 0 && wanted > host.vcpusTotal;
  return {
    passes(host) {
      if (host.vcpusTotal === 0) return true;
      return !isTooSmall(host) && host.vcpusTotal * ratio(host) - host.vcpusUsed >= wanted;
    },
    explain(host) {
      const needed = `${wanted} vCPU`;
      if (isTooSmall(host)) return { code: 'too-small-vcpu', needed, had: `${host.vcpusTotal} vCPU in all` };
      const free = host.vcpusTotal * ratio(host) - host.vcpusUsed;
      return { code: 'no-room-vcpu', needed, had: `${free} vCPU free at ratio ${ratio(host)}` };
    },
  };
}
