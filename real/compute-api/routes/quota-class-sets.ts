import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { resourcesAt } from './quota-limits.ts';
import { quotaLimit } from './quota-sets.ts';

/** Limits that many projects share; only the class `default` counts, for those without limits of their own. */
export function quotaClassRoutes({ tables, quotas }: ComputeParts): ComputeRoute[] {
  const path = '/os-quota-class-sets/:name';
  const limits = (request: Pick<ComputeRequest, 'minor' | 'params'>): Record<string, number> => {
    const names = resourcesAt(request, 50).filter((name) => request.minor >= 50 || !name.startsWith('server_group'));
    return Object.fromEntries(names.map((name) => [name, quotas.classLimit(request.params['name'] ?? '', name)]));
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: 'os_compute_api:os-quota-class-sets:show' },
      handler: (request) => ({
        status: 200,
        body: { quota_class_set: { id: request.params['name'], ...limits(request) } },
      }),
    }),
    computeRoute({
      method: 'PUT',
      path,
      access: { rule: 'os_compute_api:os-quota-class-sets:update' },
      body: { 1: updateBody(1), 50: updateBody(50), 57: updateBody(57) },
      handler: async (request) => {
        const name = request.params['name'] ?? '';
        if (name.length > 255) throw new ApiError(400, 'quota_class_name has more than 255 characters.');
        await tables.database.write(() => {
          for (const [resource, limit] of Object.entries(request.body.quota_class_set)) {
            tables.quotas.put({ owner: `class:${name}`, resource, limit });
          }
        });
        return { status: 200, body: { quota_class_set: limits(request) } };
      },
    }),
  ];
}

function updateBody(minor: number) {
  const names: string[] = [...resourcesAt({ minor }, 50), ...(minor < 50 ? ['networks'] : [])];
  const limits = Object.fromEntries(names.map((name) => [name, quotaLimit.optional()]));
  return z.strictObject({ quota_class_set: z.strictObject(limits) }) as unknown as z.ZodType<{
    quota_class_set: Record<string, number>;
  }>;
}
