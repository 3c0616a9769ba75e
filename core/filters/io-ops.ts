import { smallestAggregateNumber } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { limitCheck } from './limit.ts';

const CODE = 'too-many-io-ops';
const THINGS = 'I/O operations in flight';

/** Passes hosts with few builds, resizes, migrations and snapshots in flight. Nova: same name. */
export const ioOpsFilter = defineFilter({
  name: 'IoOpsFilter',
  summary: 'Passes hosts with fewer than `max_io_ops_per_host` builds, resizes, migrations and snapshots in flight.',
  nova: { source: 'nova/scheduler/filters/io_ops_filter.py' },
  options: ['[filter_scheduler] max_io_ops_per_host'],
  codes: [CODE],
  reads: ['numIoOps'],
  bind(_request, { options }) {
    const most = options.filterScheduler.max_io_ops_per_host;
    return limitCheck(
      CODE,
      THINGS,
      (host) => host.numIoOps,
      () => most,
    );
  },
});

/** As IoOpsFilter, with the smallest limit that the host's aggregates name. Nova: same name. */
export const aggregateIoOpsFilter = defineFilter({
  name: 'AggregateIoOpsFilter',
  summary: 'As IoOpsFilter; the smallest `max_io_ops_per_host` of the aggregates of a host goes before the option.',
  nova: { source: 'nova/scheduler/filters/io_ops_filter.py' },
  options: ['[filter_scheduler] max_io_ops_per_host'],
  codes: [CODE],
  reads: ['numIoOps', 'aggregates'],
  bind(_request, { options }) {
    const most = options.filterScheduler.max_io_ops_per_host;
    return limitCheck(
      CODE,
      THINGS,
      (host) => host.numIoOps,
      (host) => smallestAggregateNumber(host.aggregates, 'max_io_ops_per_host', most),
    );
  },
});
