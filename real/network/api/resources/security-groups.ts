import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { description, name, text } from '../attribute-schemas.ts';
import type { SecurityGroupRow, SecurityGroupRuleRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { fault, groupNotFound } from '../network-faults.ts';
import type { Caller, Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { ruleJson } from './security-group-rules.ts';

const create = z.object({ project_id: text.optional(), name, description });
const update = z.object({ name: text.optional(), description: text.optional() });

/** Security groups. Every project has one named `default`, made when it is needed first. */
export class SecurityGroups implements Resource<SecurityGroupRow, typeof create, typeof update> {
  readonly name = 'security_group';
  readonly collection = 'security_groups';
  readonly path = 'security-groups';
  readonly rows;
  readonly notFound = groupNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = standardFilters;
  readonly indexes = { project_id: 'byProject', tenant_id: 'byProject' };
  readonly #context: NetworkContext;

  constructor(context: NetworkContext) {
    this.#context = context;
    this.rows = context.tables.groups;
  }

  async prepare({ credentials }: Caller): Promise<void> {
    const { project_id: projectId } = credentials;
    if (projectId === null || this.rows.one('byName', projectId, 'default')) return;
    await this.#context.write(() => defaultGroup(this.#context, projectId));
  }

  toJson(row: SecurityGroupRow): Json {
    return {
      ...standardJson(row),
      security_group_rules: this.#context.tables.rules.find('byGroup', row.id).map(ruleJson),
    };
  }

  target(row: SecurityGroupRow): PolicyTarget {
    return ownerTarget(row.projectId);
  }

  targetOfNew(_values: z.infer<typeof create>, { projectId }: NewRow): PolicyTarget {
    return ownerTarget(projectId);
  }

  make(values: z.infer<typeof create>, { projectId }: NewRow): SecurityGroupRow {
    if (values.name.toLowerCase() === 'default') {
      throw fault(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
    }
    // Neutron has the default group first, which counts.
    defaultGroup(this.#context, projectId);
    this.#context.checkQuota('security_group', projectId);
    const group = this.rows.put(this.#context.standard({ ...values, projectId }));
    for (const etherType of etherTypes) addRule(this.#context, group, { direction: 'egress', etherType });
    return group;
  }

  change(row: SecurityGroupRow, values: z.infer<typeof update>): SecurityGroupRow {
    if (values.name !== undefined && values.name !== row.name) {
      if (row.name === 'default') {
        throw fault(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
      }
      if (values.name.toLowerCase() === 'default') {
        throw fault(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
      }
    }
    return this.rows.put(
      this.#context.changed(row, { name: values.name ?? row.name, description: values.description ?? row.description }),
    );
  }

  remove(row: SecurityGroupRow, caller: Caller): void {
    const { members, tables } = this.#context;
    if (members.count(row.id) > 0) {
      throw fault(409, 'SecurityGroupInUse', `Security Group ${row.id} in use.`);
    }
    if (row.name === 'default' && !caller.allows('context_is_admin')) {
      throw fault(409, 'SecurityGroupCannotRemoveDefault', 'Insufficient rights for removing default security group.');
    }
    for (const rule of tables.rules.find('byGroup', row.id)) tables.rules.remove(rule.id);
    // Rules of others that meant this group are gone with it, as in Neutron.
    for (const rule of tables.rules.find('byRemoteGroup', row.id)) tables.rules.remove(rule.id);
    this.rows.remove(row.id);
  }
}

const etherTypes = ['IPv4', 'IPv6'] as const;

/** The group of a project's ports that name none; made with Neutron's rules when it is not there. Inside a write. */
export function defaultGroup(context: NetworkContext, projectId: string): SecurityGroupRow {
  const { groups } = context.tables;
  const found = groups.one('byName', projectId, 'default');
  if (found) return found;
  const group = groups.put(context.standard({ projectId, name: 'default', description: 'Default security group' }));
  for (const etherType of etherTypes) {
    addRule(context, group, { direction: 'ingress', etherType, remoteGroupId: group.id });
    addRule(context, group, { direction: 'egress', etherType });
  }
  return group;
}

function addRule(
  context: NetworkContext,
  { id, projectId }: SecurityGroupRow,
  given: Pick<SecurityGroupRuleRow, 'direction' | 'etherType'> & Partial<SecurityGroupRuleRow>,
): void {
  const { name: _name, tags: _tags, ...standard } = context.standard({ projectId });
  context.tables.rules.put({
    ...standard,
    description: null,
    revision: 0,
    groupId: id,
    protocol: null,
    portRangeMin: null,
    portRangeMax: null,
    remoteIpPrefix: null,
    remoteGroupId: null,
    ...given,
  });
}
