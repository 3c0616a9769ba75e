import { aggregateMetadata } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

const KEY = 'availability_zone';

/** Passes hosts in the zone that was asked for. Nova until 27: `AvailabilityZoneFilter`. */
export const availabilityZoneFilter = defineFilter({
  name: 'AvailabilityZoneFilter',
  summary: 'Passes hosts in an aggregate of the requested zone; hosts of no zone are in `default_availability_zone`.',
  nova: { source: 'nova/scheduler/filters/availability_zone_filter.py', removedIn: '28.0' },
  options: ['[DEFAULT] default_availability_zone'],
  codes: ['other-zone'],
  reads: ['aggregates'],
  oncePerRequest: true,
  bind({ availabilityZone }, { options }) {
    if (availabilityZone === undefined || availabilityZone === '') return undefined;
    const defaultZone = options.topLevel.default_availability_zone;
    return {
      passes(host) {
        const zones = aggregateMetadata(host.aggregates).get(KEY);
        return zones === undefined ? availabilityZone === defaultZone : zones.has(availabilityZone);
      },
      explain(host) {
        const zones = aggregateMetadata(host.aggregates).get(KEY);
        const had = zones === undefined ? `the default zone ${defaultZone}` : `zone ${listNames(zones)}`;
        return { code: 'other-zone', needed: `zone ${availabilityZone}`, had };
      },
    };
  },
});
