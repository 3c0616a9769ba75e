import type { RequestFilter } from './request-filter.ts';

/** Asks for the aggregates of the requested zone; a zone that no aggregate names asks for nothing. */
export const mapAzToPlacementAggregate: RequestFilter = {
  name: 'map_az_to_placement_aggregate',
  summary: 'Asks for hosts in one of the aggregates of the requested availability zone.',
  option: '[scheduler] query_placement_for_availability_zone',
  apply({ availabilityZone }, { options, aggregates }, draft) {
    if (!options.scheduler.query_placement_for_availability_zone) return;
    if (availabilityZone === undefined || availabilityZone === '') return;
    const uuids = aggregates.filter(({ metadata }) => metadata['availability_zone'] === availabilityZone);
    if (uuids.length > 0) draft.group().memberOf.push(uuids.map(({ uuid }) => uuid));
  },
};
