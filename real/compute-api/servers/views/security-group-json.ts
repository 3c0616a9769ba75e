import type { InstanceSecurityGroup } from '../../../network/api/instance-networks.ts';
import type { Json } from './server-json.ts';

type Rule = InstanceSecurityGroup['rules'][number];

/** A group in the form of the days when it was Nova's: only what comes in. */
export function securityGroupJson(group: InstanceSecurityGroup): Json {
  const incoming = group.rules.filter(({ direction }) => direction === 'ingress');
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    tenant_id: group.projectId,
    rules: incoming.map((rule) => ruleJson(rule, group.id)),
  };
}

function ruleJson(rule: Rule, groupId: string): Json {
  const { remoteGroup } = rule;
  return {
    id: rule.id,
    parent_group_id: groupId,
    ip_protocol: rule.protocol,
    ...portsOf(rule),
    group: remoteGroup ? { name: remoteGroup.name, tenant_id: remoteGroup.projectId } : {},
    ip_range: remoteGroup ? {} : { cidr: rule.remoteIpPrefix ?? '0.0.0.0/0' },
  };
}

/** All ports of a protocol are 1 to 65535, or -1 where it has none. */
function portsOf({ protocol, portRangeMin, portRangeMax }: Rule): Json {
  if (protocol === null || portRangeMin !== null || portRangeMax !== null) {
    return { from_port: portRangeMin, to_port: portRangeMax };
  }
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  return { from_port: hasPorts ? 1 : -1, to_port: hasPorts ? 65_535 : -1 };
}
