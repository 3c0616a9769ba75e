import { smallestAggregateNumber } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { limitCheck } from './limit.ts';

const CODE = 'too-many-instances';
const THINGS = 'instances';

/** Passes hosts that still have an instance slot. Nova: `NumInstancesFilter`. */
export const numInstancesFilter = defineFilter({
  name: 'NumInstancesFilter',
  summary: 'Passes hosts with fewer than `max_instances_per_host` instances.',
  nova: { source: 'nova/scheduler/filters/num_instances_filter.py' },
  options: ['[filter_scheduler] max_instances_per_host'],
  codes: [CODE],
  reads: ['numInstances'],
  bind(_request, { options }) {
    const most = options.filterScheduler.max_instances_per_host;
    return limitCheck(
      CODE,
      THINGS,
      (host) => host.numInstances,
      () => most,
    );
  },
});

/** As NumInstancesFilter, with the smallest limit that the host's aggregates name. Nova: same name. */
export const aggregateNumInstancesFilter = defineFilter({
  name: 'AggregateNumInstancesFilter',
  summary:
    'As NumInstancesFilter; the smallest `max_instances_per_host` of the aggregates of a host goes before the option.',
  nova: { source: 'nova/scheduler/filters/num_instances_filter.py' },
  options: ['[filter_scheduler] max_instances_per_host'],
  codes: [CODE],
  reads: ['numInstances', 'aggregates'],
  bind(_request, { options }) {
    const most = options.filterScheduler.max_instances_per_host;
    return limitCheck(
      CODE,
      THINGS,
      (host) => host.numInstances,
      (host) => smallestAggregateNumber(host.aggregates, 'max_instances_per_host', most),
    );
  },
});
