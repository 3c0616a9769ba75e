import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { parsePrefix } from '../../ip-address.ts';
import { protocolNames, protocolNumber, protocolsWithPorts } from '../../protocol-numbers.ts';
import { description, oneOf, shown, text, uuid } from '../attribute-schemas.ts';
import type { SecurityGroupRuleRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { fault, groupNotFound, ruleNotFound } from '../network-faults.ts';
import type { Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';

const number = z.unknown().transform((value, context): number | null => {
  if (value === null) return null;
  const read = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof read === 'number' && Number.isInteger(read) && read >= 0 && read <= 65_535) return read;
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not a port number` });
  return z.NEVER;
});

const readEtherType = z.unknown().transform((value, context): 'IPv4' | 'IPv6' => {
  const version = /^ipv([46])$/i.exec(typeof value === 'string' ? value : '')?.[1];
  if (version !== undefined) return version === '4' ? 'IPv4' : 'IPv6';
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not one of IPv4, IPv6` });
  return z.NEVER;
});

const create = z.object({
  project_id: text.optional(),
  description,
  security_group_id: uuid,
  direction: oneOf(['ingress', 'egress']),
  ethertype: readEtherType.default('IPv4'),
  protocol: z
    .union([z.string().max(40), z.int()])
    .nullable()
    .default(null),
  port_range_min: number.default(null),
  port_range_max: number.default(null),
  remote_ip_prefix: z.string().max(64).nullable().default(null),
  remote_group_id: uuid.nullable().default(null),
});

type Values = z.infer<typeof create>;

/** Rules of security groups. They are made and deleted, never changed. */
export class SecurityGroupRules implements Resource<SecurityGroupRuleRow, typeof create, never> {
  readonly name = 'security_group_rule';
  readonly collection = 'security_group_rules';
  readonly path = 'security-group-rules';
  readonly rows;
  readonly notFound = ruleNotFound;
  readonly create = create;
  readonly update = undefined;
  readonly filters = [
    ...standardFilters,
    'security_group_id',
    'direction',
    'ethertype',
    'protocol',
    'port_range_min',
    'port_range_max',
    'remote_ip_prefix',
    'remote_group_id',
  ];
  readonly indexes = { security_group_id: 'byGroup', project_id: 'byProject', tenant_id: 'byProject' };
  readonly #context: NetworkContext;

  constructor(context: NetworkContext) {
    this.#context = context;
    this.rows = context.tables.rules;
  }

  toJson(row: SecurityGroupRuleRow): Json {
    return ruleJson(row);
  }

  target(row: SecurityGroupRuleRow): PolicyTarget {
    const group = this.#context.tables.groups.get(row.groupId);
    return {
      ...ownerTarget(row.projectId),
      'security_group:project_id': group?.projectId ?? row.projectId,
      'security_group:tenant_id': group?.projectId ?? row.projectId,
    };
  }

  targetOfNew(_values: Values, { projectId }: NewRow): PolicyTarget {
    return ownerTarget(projectId);
  }

  make(values: Values, { projectId, caller }: NewRow): SecurityGroupRuleRow {
    const group = this.#context.tables.groups.get(values.security_group_id);
    const isOwn = group?.projectId === projectId || caller.allows('context_is_admin');
    if (!group || !isOwn) throw groupNotFound(values.security_group_id);
    const checked = checkRule(values);
    this.#checkRemoteGroup(checked.remoteGroupId, group.projectId, caller.allows('context_is_admin'));
    const twin = this.rows.find('byGroup', group.id).find((rule) => isSame(rule, checked));
    if (twin) {
      throw fault(409, 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${twin.id}.`);
    }
    const { name: _name, tags: _tags, ...standard } = this.#context.standard({ ...values, projectId: group.projectId });
    const row = this.rows.put({ ...standard, revision: 0, ...checked });
    this.#context.tables.groups.put(this.#context.changed(group, {}));
    return row;
  }

  remove(row: SecurityGroupRuleRow): void {
    const group = this.#context.tables.groups.get(row.groupId);
    this.rows.remove(row.id);
    if (group) this.#context.tables.groups.put(this.#context.changed(group, {}));
  }

  #checkRemoteGroup(id: string | null, projectId: string, isAdmin: boolean): void {
    if (id === null) return;
    const remote = this.#context.tables.groups.get(id);
    if (!remote || (remote.projectId !== projectId && !isAdmin)) throw groupNotFound(id);
  }
}

export function ruleJson(row: SecurityGroupRuleRow): Json {
  return {
    ...standardJson(row),
    security_group_id: row.groupId,
    ethertype: row.etherType,
    direction: row.direction,
    protocol: row.protocol,
    port_range_min: row.portRangeMin,
    port_range_max: row.portRangeMax,
    remote_ip_prefix: row.remoteIpPrefix,
    normalized_cidr: row.remoteIpPrefix === null ? null : (parsePrefix(row.remoteIpPrefix)?.text ?? null),
    remote_group_id: row.remoteGroupId,
  };
}

type Checked = Pick<
  SecurityGroupRuleRow,
  | 'groupId'
  | 'direction'
  | 'etherType'
  | 'protocol'
  | 'portRangeMin'
  | 'portRangeMax'
  | 'remoteIpPrefix'
  | 'remoteGroupId'
>;

function checkRule(values: Values): Checked {
  const protocol = checkProtocol(values.protocol, values.ethertype);
  const { port_range_min: min, port_range_max: max, remote_ip_prefix: prefix, remote_group_id: remoteGroup } = values;
  checkRange(protocol, values.ethertype, min, max);
  if (prefix !== null && remoteGroup !== null) {
    throw fault(
      400,
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id may be provided.',
    );
  }
  if (prefix !== null) checkPrefix(prefix, values.ethertype);
  return {
    groupId: values.security_group_id,
    direction: values.direction,
    etherType: values.ethertype,
    protocol,
    portRangeMin: min,
    portRangeMax: max,
    remoteIpPrefix: prefix === null || prefix.includes('/') ? prefix : parsePrefix(prefix)!.text,
    remoteGroupId: remoteGroup,
  };
}

/** Names stay as they are sent, numbers become text; `any` is none. */
function checkProtocol(given: string | number | null, etherType: 'IPv4' | 'IPv6'): string | null {
  if (given === null) return null;
  const protocol = String(given).toLowerCase();
  if (protocol === 'any' || protocol === '') return null;
  const version = etherType === 'IPv4' ? 4 : 6;
  if (protocolNumber(protocol, version) === undefined) {
    const names = protocolNames.map((name) => `'${name}'`).join(', ');
    const message = `Security group rule protocol ${shown(given)} not supported. Only protocol values [None, ${names}] and integer representations [0 to 255] are supported.`;
    throw fault(400, 'SecurityGroupRuleInvalidProtocol', message);
  }
  if (version === 4 && (protocol.startsWith('ipv6-') || protocol === 'icmpv6' || protocol === '58')) {
    const message = `Invalid ethertype IPv4 for protocol ${protocol}.`;
    throw fault(400, 'SecurityGroupEthertypeConflictWithProtocol', message);
  }
  return protocol;
}

function checkRange(protocol: string | null, etherType: 'IPv4' | 'IPv6', min: number | null, max: number | null): void {
  if (min === null && max === null) return;
  if (protocol === null) {
    throw fault(400, 'SecurityGroupProtocolRequiredWithPorts', 'Must also specify protocol if port range is given.');
  }
  const code = protocolNumber(protocol, etherType === 'IPv4' ? 4 : 6)!;
  if (code === 1 || code === 58) return checkIcmp(min, max);
  if (!protocolsWithPorts.includes(code)) {
    const message = `Port range cannot be specified for protocol ${protocol}. Port range is only supported for TCP, UDP, UDPLITE, SCTP and DCCP.`;
    throw fault(400, 'SecurityGroupInvalidProtocolForPort', message);
  }
  if (min === null || max === null || min > max) {
    const message = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
    throw fault(400, 'SecurityGroupInvalidPortRange', message);
  }
  if (min === 0) {
    throw fault(400, 'SecurityGroupInvalidPortValue', 'Invalid value for port 0');
  }
}

/** Type and code. */
function checkIcmp(type: number | null, code: number | null): void {
  for (const [field, name, value] of [
    ['port_range_min', 'type', type],
    ['port_range_max', 'code', code],
  ] as const) {
    if (value === null || value <= 255) continue;
    const message = `Invalid value for ICMP ${name} (${field}) ${value}. It must be 0 to 255.`;
    throw fault(400, 'SecurityGroupInvalidIcmpValue', message);
  }
  if (type !== null || code === null) return;
  const message = `ICMP code (port-range-max) ${code} is provided but ICMP type (port-range-min) is missing.`;
  throw fault(400, 'SecurityGroupMissingIcmpType', message);
}

function checkPrefix(prefix: string, etherType: 'IPv4' | 'IPv6'): void {
  const read = parsePrefix(prefix);
  if (!read) throw fault(400, 'InvalidCIDR', `Invalid CIDR ${shown(prefix)} given as IP prefix.`);
  if (read.version === (etherType === 'IPv4' ? 4 : 6)) return;
  const message = `Conflicting value ethertype ${etherType} for CIDR ${prefix}`;
  throw fault(400, 'SecurityGroupRuleParameterConflict', message);
}

const isSame = (rule: SecurityGroupRuleRow, other: Checked): boolean =>
  (Object.keys(other) as (keyof Checked)[]).every((key) => rule[key] === other[key]);
