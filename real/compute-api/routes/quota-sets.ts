import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import type { PolicyTarget } from '../../http/api-route.ts';
import { boolean, largestInteger, many } from '../http/schemas.ts';
import type { ComputeParts } from '../compute-parts.ts';
import type { QuotaResource } from '../quotas/quota-resources.ts';
import { ownerOf } from '../quotas/usage-counters.ts';
import { resourcesAt } from './quota-limits.ts';

/** -1: no limit. */
export const quotaLimit = z
  .union([z.int(), z.string().regex(/^-?[0-9]+$/)], 'is not a whole number')
  .transform(Number)
  .pipe(
    z
      .number()
      .min(-1, 'is less than the minimum of -1')
      .max(largestInteger, `is greater than the maximum of ${largestInteger}`),
  );

const user = { user_id: many() };
const query = { 1: z.looseObject(user), 75: z.strictObject(user) };

/** Limits of a project, or of a user in it. */
export function quotaSetRoutes({ tables, quotas, isProject }: ComputeParts): ComputeRoute[] {
  const path = '/os-quota-sets/:project_id';
  const target = ({ params }: Pick<ComputeRequest, 'params'>): PolicyTarget => ({
    project_id: params['project_id'] ?? '',
  });
  const rule = (name: string) => ({ rule: `os_compute_api:os-quota-sets:${name}`, target });
  const about = (request: ComputeRequest) => ({
    projectId: request.params['project_id'] ?? '',
    userId: request.query.get('user_id') ?? undefined,
  });
  const limits = (request: ComputeRequest): Record<string, number> => {
    const { projectId, userId } = about(request);
    return Object.fromEntries(resourcesAt(request, 36).map((name) => [name, quotas.limit(name, projectId, userId)]));
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: rule('show'),
      query,
      handler: async (request) => {
        const { projectId } = about(request);
        await isProject(projectId);
        return { status: 200, body: { quota_set: { id: projectId, ...limits(request) } } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/detail`,
      access: rule('detail'),
      query,
      handler: async (request) => {
        const { projectId, userId } = about(request);
        await isProject(projectId);
        const used: Readonly<Record<string, number>> = { ...quotas.used(projectId, userId) };
        const detail = Object.entries(limits(request)).map(([name, limit]) => {
          return [name, { in_use: used[name] ?? 0, limit, reserved: 0 }];
        });
        return { status: 200, body: { quota_set: { id: projectId, ...Object.fromEntries(detail) } } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/defaults`,
      access: rule('defaults'),
      handler: async (request) => {
        const { projectId } = about(request);
        await isProject(projectId);
        const values = resourcesAt(request, 36).map((name) => [name, quotas.classLimit('default', name)]);
        return { status: 200, body: { quota_set: { id: projectId, ...Object.fromEntries(values) } } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path,
      access: rule('update'),
      query,
      body: { 1: updateBody(1), 36: updateBody(36), 57: updateBody(57) },
      handler: async (request) => {
        const { projectId, userId } = about(request);
        await isProject(projectId);
        const { force, networks, ...wanted } = request.body.quota_set;
        if (networks !== undefined) throw new ApiError(400, 'The networks quota has been removed');
        await tables.database.write(() => {
          for (const [name, limit] of Object.entries(wanted)) {
            const resource = name as QuotaResource;
            if (limit === undefined) continue;
            if (!force) checkLimit(resource, limit, projectId, userId);
            tables.quotas.put({ owner: ownerOf(projectId, userId), resource, limit });
          }
        });
        return { status: 200, body: { quota_set: limits(request) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path,
      access: rule('delete'),
      query,
      handler: async (request) => {
        const { projectId, userId } = about(request);
        await tables.database.write(() => {
          const users = [...tables.quotas.all()].filter(({ owner }) => owner.startsWith(`${projectId}/`));
          const rows = tables.quotas.find('byOwner', ownerOf(projectId, userId));
          for (const { owner, resource } of userId === undefined ? [...rows, ...users] : rows) {
            tables.quotas.remove(owner, resource);
          }
        });
        return { status: 202 };
      },
    }),
  ];

  /** Not below what is used, or given to users; a user's not above what the project has left. */
  function checkLimit(resource: QuotaResource, limit: number, projectId: string, userId: string | undefined): void {
    const used = (quotas.used(projectId, userId) as unknown as Partial<Record<string, number>>)[resource] ?? 0;
    const given = [...tables.quotas.all()].filter(
      (row) => row.owner.startsWith(`${projectId}/`) && row.resource === resource,
    );
    const others = given.filter(({ owner }) => userId === undefined || owner !== ownerOf(projectId, userId));
    const sum = others.reduce((total, row) => total + row.limit, 0);
    const project = quotas.limit(resource, projectId);
    const minimum = userId === undefined ? Math.max(sum, used) : used;
    const maximum = userId === undefined || project === -1 ? Infinity : project - sum;
    const value = limit === -1 ? Infinity : limit;
    if (value < minimum) {
      const bound = `must be greater than or equal to already used and reserved ${minimum}.`;
      throw new ApiError(400, `Quota limit ${limit} for ${resource} ${bound}`);
    }
    if (value > maximum) {
      throw new ApiError(400, `Quota limit ${limit} for ${resource} must be less than or equal to ${maximum}.`);
    }
  }
}

function updateBody(minor: number) {
  const names = resourcesAt({ minor }, 36);
  const limits = Object.fromEntries(names.map((name) => [name, quotaLimit.optional()]));
  const networks = minor < 36 ? { networks: quotaLimit.optional() } : {};
  return z.strictObject({
    quota_set: z.strictObject({ ...limits, ...networks, force: boolean.optional() }),
  }) as unknown as z.ZodType<{
    quota_set: Partial<Record<QuotaResource, number>> & { force?: boolean; networks?: number };
  }>;
}
