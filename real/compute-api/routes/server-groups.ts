import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { ServerGroupRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { slice } from '../http/paging.ts';
import { many, name, nonNegativeInteger, positiveInteger } from '../http/schemas.ts';

const hard = ['anti-affinity', 'affinity'] as const;
const all = [...hard, 'soft-anti-affinity', 'soft-affinity'] as const;
const onePolicy = (policies: readonly (typeof all)[number][]) =>
  z.strictObject({ server_group: z.strictObject({ name, policies: z.tuple([z.enum(policies)]) }) });
const bodies = {
  1: onePolicy(hard),
  15: onePolicy(all),
  64: z.strictObject({
    server_group: z.strictObject({
      name,
      policy: z.enum(all),
      rules: z.strictObject({ max_server_per_host: positiveInteger.optional() }).optional(),
    }),
  }),
};

const words = { all_projects: many(), limit: many(nonNegativeInteger), offset: many(nonNegativeInteger) };

/** Servers that are to be on one host, or not. */
export function serverGroupRoutes({ tables, quotas, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-server-groups';
  const one = `${path}/:group_id`;
  /** A deleted server is a member no more. */
  const json = ({ minor }: Pick<ComputeRequest, 'minor'>, group: ServerGroupRow): Record<string, unknown> => {
    const members = group.members.filter((uuid) => tables.instances.get(uuid)?.deletedAtSeconds === null);
    const { maxServerPerHost: max } = group;
    return {
      id: group.uuid,
      name: group.name,
      ...(minor >= 64
        ? { policy: group.policy, rules: max === null ? {} : { max_server_per_host: max } }
        : { policies: [group.policy], metadata: {} }),
      members,
      ...(minor >= 13 && { project_id: group.projectId, user_id: group.userId }),
    };
  };
  /** @throws ApiError 404, also for another project's group */
  const find = (request: ComputeRequest, rule: string): ServerGroupRow => {
    const group = tables.serverGroups.get(request.params['group_id'] ?? '');
    const isSeen = group && (group.projectId === request.credentials.project_id || request.allows('context_is_admin'));
    if (!isSeen) throw new ApiError(404, `Instance group ${request.params['group_id']} could not be found.`);
    request.authorize(`os_compute_api:os-server-groups:${rule}`, { project_id: group.projectId });
    return group;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: 'os_compute_api:os-server-groups:index' },
      query: { 1: z.looseObject(words), 75: z.strictObject(words) },
      handler: (request) => {
        const everybody = request.query.has('all_projects') && request.allows('context_is_admin');
        if (everybody) request.authorize('os_compute_api:os-server-groups:index:all_projects');
        const groups = everybody
          ? [...tables.serverGroups.all()]
          : tables.serverGroups.find('byProject', request.credentials.project_id);
        const sorted = groups.toSorted((a, b) => a.createdAtSeconds - b.createdAtSeconds);
        const shown = slice(sorted, request.query).map((group) => json(request, group));
        return { status: 200, body: { server_groups: shown } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: { rule: 'os_compute_api:os-server-groups:create' },
      body: bodies,
      handler: async (request) => {
        const asked = request.body.server_group;
        const policy = 'policy' in asked ? asked.policy : asked.policies[0];
        const rules = 'rules' in asked ? asked.rules : undefined;
        if (policy !== 'anti-affinity' && rules?.max_server_per_host !== undefined) {
          throw new ApiError(400, 'Only anti-affinity policy supports rules.');
        }
        const { project_id: projectId, user_id: userId } = request.credentials;
        const group: ServerGroupRow = {
          uuid: randomUUID(),
          name: asked.name,
          projectId: projectId ?? '',
          userId: userId ?? '',
          policy,
          maxServerPerHost: rules?.max_server_per_host ?? null,
          members: [],
          createdAtSeconds: now(),
        };
        await tables.database.write(() => {
          try {
            quotas.check(group.projectId, group.userId, { server_groups: 1 });
          } catch (error) {
            throw new ApiError(403, 'Quota exceeded, too many server groups.', { cause: error });
          }
          tables.serverGroups.put(group);
        });
        return { status: 200, body: { server_group: json(request, group) } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: 'token',
      handler: (request) => ({ status: 200, body: { server_group: json(request, find(request, 'show')) } }),
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: 'token',
      handler: async (request) => {
        await tables.database.write(() => tables.serverGroups.remove(find(request, 'delete').uuid));
        return { status: 204 };
      },
    }),
  ];
}
