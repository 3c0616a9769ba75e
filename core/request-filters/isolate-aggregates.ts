import type { RequestFilter } from './request-filter.ts';

const PREFIX = 'trait:';

/** Leaves out aggregates that are kept for requests with traits which this one does not ask for. */
export const isolateAggregates: RequestFilter = {
  name: 'isolate_aggregates',
  summary: 'Leaves out aggregates with a `trait:NAME=required` that neither flavor nor image requires.',
  option: '[scheduler] enable_isolated_aggregate_filtering',
  apply(_request, { options, aggregates }, draft) {
    if (!options.scheduler.enable_isolated_aggregate_filtering) return;
    const required = new Set([...draft.groups.values()].flatMap((group) => [...group.requiredTraits]));
    for (const { metadata, uuid } of aggregates) {
      const isKept = Object.entries(metadata).some(([key, value]) => {
        return key.startsWith(PREFIX) && value === 'required' && !required.has(key.slice(PREFIX.length));
      });
      if (isKept) draft.group().forbiddenAggregates.add(uuid);
    }
  },
};
