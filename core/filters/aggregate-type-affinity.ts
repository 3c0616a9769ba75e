import { aggregateMetadata } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

/** Passes hosts that are open to every flavor or to this one. Nova: same name. */
export const aggregateTypeAffinityFilter = defineFilter({
  name: 'AggregateTypeAffinityFilter',
  summary: "Passes hosts whose aggregates name no flavor in `instance_type`, or name the request's.",
  nova: { source: 'nova/scheduler/filters/type_filter.py' },
  codes: ['reserved-for-flavors'],
  reads: ['aggregates'],
  oncePerRequest: true,
  bind({ flavor }) {
    return {
      passes(host) {
        if (host.aggregates.length === 0) return true;
        const flavors = aggregateMetadata(host.aggregates).get('instance_type');
        return flavors === undefined || flavors.has(flavor.name);
      },
      explain: (host) => ({
        code: 'reserved-for-flavors',
        needed: `a host open to flavor ${flavor.name}`,
        had: `reserved for ${listNames(aggregateMetadata(host.aggregates).get('instance_type') ?? [])}`,
      }),
    };
  },
});
