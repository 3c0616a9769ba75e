import { flavorDiskMib } from '../model/flavor.ts';
import type { HostState } from '../model/host-state.ts';
import { parseFloatText } from '../python/number.ts';
import { smallestAggregateNumber } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { roomCheck, type RoomOf } from './room.ts';

const room: RoomOf = {
  resource: 'disk',
  unit: 'MiB',
  total: (host) => host.diskTotalGib * 1024,
  used: (host) => host.diskTotalGib * 1024 - host.diskFreeMib,
  ratio: (host) => host.diskAllocationRatio,
};

/** Passes hosts with enough free disk under the host's allocation ratio. Nova until 19: `DiskFilter`. */
export const diskFilter = defineFilter({
  name: 'DiskFilter',
  summary: "Passes hosts with enough free disk, swap included, under the host's `disk_allocation_ratio`.",
  nova: { source: 'nova/scheduler/filters/disk_filter.py', removedIn: '20.0' },
  codes: ['too-small-disk', 'no-room-disk'],
  reads: ['diskTotalGib', 'diskFreeMib', 'diskAllocationRatio'],
  bind: ({ flavor }) => roomCheck(flavorDiskMib(flavor), room),
});

/** As DiskFilter, with the smallest ratio that the host's aggregates name. Nova until 21. */
export const aggregateDiskFilter = defineFilter({
  name: 'AggregateDiskFilter',
  summary: 'Passes hosts with enough free disk under the smallest `disk_allocation_ratio` of their aggregates.',
  nova: { source: 'nova/scheduler/filters/disk_filter.py', removedIn: '22.0' },
  codes: ['too-small-disk', 'no-room-disk'],
  reads: ['diskTotalGib', 'diskFreeMib', 'diskAllocationRatio', 'aggregates'],
  bind: ({ flavor }) => roomCheck(flavorDiskMib(flavor), { ...room, ratio: aggregateRatio }),
});

function aggregateRatio(host: HostState): number {
  return smallestAggregateNumber(host.aggregates, 'disk_allocation_ratio', host.diskAllocationRatio, parseFloatText);
}
