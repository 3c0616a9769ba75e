import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

/** Passes the hosts that hold the group already, or all while it has none. Nova: same name. */
export const serverGroupAffinityFilter = defineFilter({
  name: 'ServerGroupAffinityFilter',
  summary: 'For an `affinity` group, passes the hosts of its members; all hosts while it has none.',
  nova: { source: 'nova/scheduler/filters/affinity_filter.py' },
  codes: ['group-elsewhere'],
  reads: [],
  bind({ serverGroup }) {
    if (serverGroup?.policy !== 'affinity' || serverGroup.hosts.length === 0) return undefined;
    const hosts = serverGroup.hosts;
    return {
      passes: (host) => hosts.includes(host.host),
      explain: (host) => ({
        code: 'group-elsewhere',
        needed: `a host of the group: ${listNames(hosts)}`,
        had: `${host.host}, which holds no member`,
      }),
    };
  },
});
