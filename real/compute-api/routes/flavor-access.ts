import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';
import { text } from '../http/schemas.ts';
import { findFlavor } from './find-flavor.ts';

const tenant = z.strictObject({ tenant: text(1, 255) });

/** Which projects may use a flavor that is not public. */
export function flavorAccessRoutes({ tables, isProject }: ComputeParts): ComputeRoute[] {
  const action = '/flavors/:flavor_id/action';
  return [
    computeRoute({
      method: 'GET',
      path: '/flavors/:flavor_id/os-flavor-access',
      access: { rule: 'os_compute_api:os-flavor-access' },
      handler: (request) => {
        const flavor = findFlavor(tables, request, request.params['flavor_id'] ?? '');
        if (flavor.isPublic) throw new ApiError(404, 'Access list not available for public flavors.');
        return { status: 200, body: accessJson(flavor) };
      },
    }),
    computeRoute({
      method: 'POST',
      path: action,
      action: 'addTenantAccess',
      access: { rule: 'os_compute_api:os-flavor-access:add_tenant_access' },
      body: z.strictObject({ addTenantAccess: tenant }),
      handler: async (request) => {
        const project = request.body.addTenantAccess.tenant;
        await isProject(project);
        const changed = await tables.database.write(() => {
          const flavor = findFlavor(tables, request, request.params['flavor_id'] ?? '');
          if (flavor.isPublic && request.minor >= 7) {
            throw new ApiError(409, 'Can not add access to a public flavor.');
          }
          if (flavor.projects.includes(project)) {
            const both = `flavor ${flavor.id} and project ${project} combination`;
            throw new ApiError(409, `Flavor access already exists for ${both}.`);
          }
          return tables.flavors.put({ ...flavor, projects: [...flavor.projects, project] });
        });
        return { status: 200, body: accessJson(changed) };
      },
    }),
    computeRoute({
      method: 'POST',
      path: action,
      action: 'removeTenantAccess',
      access: { rule: 'os_compute_api:os-flavor-access:remove_tenant_access' },
      body: z.strictObject({ removeTenantAccess: tenant }),
      handler: async (request) => {
        const project = request.body.removeTenantAccess.tenant;
        const changed = await tables.database.write(() => {
          const flavor = findFlavor(tables, request, request.params['flavor_id'] ?? '');
          if (!flavor.projects.includes(project)) {
            throw new ApiError(404, `Flavor access not found for ${flavor.id} / ${project} combination.`);
          }
          return tables.flavors.put({ ...flavor, projects: flavor.projects.filter((each) => each !== project) });
        });
        return { status: 200, body: accessJson(changed) };
      },
    }),
  ];
}

function accessJson({ id, projects }: FlavorRow): unknown {
  return { flavor_access: projects.map((project) => ({ flavor_id: id, tenant_id: project })) };
}
