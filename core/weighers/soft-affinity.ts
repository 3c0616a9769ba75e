import { countMembers } from '../filters/server-group-anti-affinity.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ServerGroupPolicy } from '../model/server-group.ts';
import { defineWeigher, type HostScore } from './define-weigher.ts';

/** Prefers hosts that hold more members of a soft-affinity group. Nova: same name. */
export const serverGroupSoftAffinityWeigher = defineWeigher({
  name: 'ServerGroupSoftAffinityWeigher',
  summary: 'For a `soft-affinity` group, prefers hosts that hold more of its members.',
  nova: { source: 'nova/scheduler/weights/affinity.py', since: '13.0' },
  options: ['[filter_scheduler] soft_affinity_weight_multiplier'],
  reads: ['instances'],
  total: true,
  aggregateKey: 'soft_affinity_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.soft_affinity_weight_multiplier,
  bind: (request) => memberScore(request, 'soft-affinity', 1),
});

/** Prefers hosts that hold fewer members of a soft-anti-affinity group. Nova: same name. */
export const serverGroupSoftAntiAffinityWeigher = defineWeigher({
  name: 'ServerGroupSoftAntiAffinityWeigher',
  summary: 'For a `soft-anti-affinity` group, prefers hosts that hold fewer of its members.',
  nova: { source: 'nova/scheduler/weights/affinity.py', since: '13.0' },
  options: ['[filter_scheduler] soft_anti_affinity_weight_multiplier'],
  reads: ['instances'],
  total: true,
  aggregateKey: 'soft_anti_affinity_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.soft_anti_affinity_weight_multiplier,
  bind: (request) => memberScore(request, 'soft-anti-affinity', -1),
});

function memberScore({ serverGroup }: RequestSpec, policy: ServerGroupPolicy, sign: number): HostScore {
  if (serverGroup?.policy !== policy) return { raw: () => 0, constant: 0 };
  const members = new Set(serverGroup.members);
  return { raw: (host: HostState) => sign * countMembers(host, members) };
}
