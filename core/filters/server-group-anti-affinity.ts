import type { HostState } from '../model/host-state.ts';
import { defineFilter } from './define-filter.ts';

/** Passes hosts that still may take a member of the group. Nova: same name. */
export const serverGroupAntiAffinityFilter = defineFilter({
  name: 'ServerGroupAntiAffinityFilter',
  summary: 'For an `anti-affinity` group, passes hosts that hold fewer of its members than `max_server_per_host` (1).',
  nova: { source: 'nova/scheduler/filters/affinity_filter.py' },
  codes: ['group-member-on-host'],
  reads: ['instances'],
  bind({ serverGroup }, { instanceUuid }) {
    if (serverGroup?.policy !== 'anti-affinity') return undefined;
    const members = new Set(serverGroup.members);
    const most = serverGroup.maxServerPerHost ?? 1;
    return {
      // A host that holds the instance itself passes: a resize may stay where it is.
      passes: (host) => host.instances.has(instanceUuid) || countMembers(host, members) < most,
      explain: (host) => ({
        code: 'group-member-on-host',
        needed: `fewer than ${most} of the group's servers on the host`,
        had: `${countMembers(host, members)}`,
      }),
    };
  },
});

/** How many of these instances run on the host; walks the smaller of the two sets. */
export function countMembers({ instances }: HostState, members: ReadonlySet<string>): number {
  let count = 0;
  if (members.size <= instances.size) {
    for (const uuid of members) if (instances.has(uuid)) count += 1;
  } else {
    for (const uuid of instances) if (members.has(uuid)) count += 1;
  }
  return count;
}
