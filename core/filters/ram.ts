import type { HostState } from '../model/host-state.ts';
import { parseFloatText } from '../python/number.ts';
import { smallestAggregateNumber } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { roomCheck, type RoomOf } from './room.ts';

const room: RoomOf = {
  resource: 'ram',
  unit: 'MiB',
  total: (host) => host.ramTotalMib,
  used: (host) => host.ramTotalMib - host.ramFreeMib,
  ratio: (host) => host.ramAllocationRatio,
};

/** Passes hosts with enough free RAM under the host's allocation ratio. Nova until 19: `RamFilter`. */
export const ramFilter = defineFilter({
  name: 'RamFilter',
  summary: "Passes hosts with enough free RAM under the host's `ram_allocation_ratio`.",
  nova: { source: 'nova/scheduler/filters/ram_filter.py', removedIn: '20.0' },
  codes: ['too-small-ram', 'no-room-ram'],
  reads: ['ramTotalMib', 'ramFreeMib', 'ramAllocationRatio'],
  bind: ({ flavor }) => roomCheck(flavor.ramMib, room),
});

/** As RamFilter, with the smallest ratio that the host's aggregates name. Nova until 21. */
export const aggregateRamFilter = defineFilter({
  name: 'AggregateRamFilter',
  summary: 'Passes hosts with enough free RAM under the smallest `ram_allocation_ratio` of their aggregates.',
  nova: { source: 'nova/scheduler/filters/ram_filter.py', removedIn: '22.0' },
  codes: ['too-small-ram', 'no-room-ram'],
  reads: ['ramTotalMib', 'ramFreeMib', 'ramAllocationRatio', 'aggregates'],
  bind: ({ flavor }) => roomCheck(flavor.ramMib, { ...room, ratio: aggregateRatio }),
});

function aggregateRatio(host: HostState): number {
  return smallestAggregateNumber(host.aggregates, 'ram_allocation_ratio', host.ramAllocationRatio, parseFloatText);
}
