import { defineFilter } from './define-filter.ts';

/** Passes every host. Nova: `AllHostsFilter`. */
export const allHostsFilter = defineFilter({
  name: 'AllHostsFilter',
  summary: 'Passes every host.',
  nova: { source: 'nova/scheduler/filters/all_hosts_filter.py' },
  codes: [],
  reads: [],
  oncePerRequest: true,
  bind: () => undefined,
});
