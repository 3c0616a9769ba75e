import { RequestError } from '../scheduler/request-error.ts';
import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts that reach a segment of each routed network. */
export const routedNetworksFilter: RequestFilter = {
  name: 'routed_networks_filter',
  summary: 'Asks for hosts in the aggregates of the segments of each requested network.',
  option: '[scheduler] query_placement_for_routed_network_aggregates',
  apply({ requestedNetworks }, { options }, draft) {
    if (!options.scheduler.query_placement_for_routed_network_aggregates) return;
    for (const { name, segmentAggregates } of requestedNetworks ?? []) {
      if (segmentAggregates === undefined) continue;
      if (segmentAggregates.length === 0) {
        const message = `Scheduling failed: aggregates not found for the network ${name}`;
        throw new RequestError('RequestFilterFailed', message, { stage: 'request' });
      }
      draft.group().memberOf.push(segmentAggregates);
    }
  },
};
