import { z } from 'zod';
import { route } from '../../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../../http/api-route.ts';
import { shown } from '../attribute-schemas.ts';
import type { NetworkContext } from '../network-context.ts';
import { badRequest, fault, invalidInput, policyRefusal } from '../network-faults.ts';
import type { Json } from '../resource.ts';

const quotaMax = 2_147_483_647;

/** Limits of projects. A project sees its own; what admins set stays until it is deleted. */
export function quotaRoutes(context: NetworkContext): ApiRoute[] {
  const one = '/v2.0/quotas/:project_id';
  const get = (path: string, answer: (projectId: string) => Json): ApiRoute =>
    route({
      method: 'GET',
      path,
      access: 'token',
      handler: (request) => ({ status: 200, body: answer(readable(request)) }),
    });
  const limits = (projectId: string): Json =>
    Object.fromEntries(context.quotaResources.map((name) => [name, context.limit(name, projectId)]));
  const details = (projectId: string): Json => ({
    quota: Object.fromEntries(
      context.quotaResources.map((name) => [
        name,
        { limit: context.limit(name, projectId), used: context.used(name, projectId), reserved: 0 },
      ]),
    ),
  });
  const ownProject = ({ credentials }: ApiRequest): string => {
    if (credentials.project_id !== null) return credentials.project_id;
    throw badRequest('The token is for no project');
  };
  const owner = (name: 'tenant' | 'project'): ApiRoute =>
    route({
      method: 'GET',
      path: `/v2.0/quotas/${name}`,
      access: 'token',
      handler: (request) => ({ status: 200, body: { [name]: { [`${name}_id`]: ownProject(request) } } }),
    });
  return [
    owner('tenant'),
    owner('project'),
    route({
      method: 'GET',
      path: '/v2.0/quotas',
      access: { rule: 'get_quota' },
      handler: () => {
        const projects = new Set([...context.tables.quotas.all()].map(({ projectId }) => projectId));
        const quotas = [...projects].map((id) => ({ ...limits(id), project_id: id, tenant_id: id }));
        return { status: 200, body: { quotas } };
      },
    }),
    get(one, (projectId) => ({ quota: limits(projectId) })),
    get(`${one}/default`, () => ({
      quota: Object.fromEntries(context.quotaResources.map((name) => [name, context.defaultLimit(name)])),
    })),
    get(`${one}/details`, details),
    get(`${one}/details.json`, details),
    route({
      method: 'PUT',
      path: one,
      access: { rule: 'update_quota' },
      body: z.unknown(),
      handler: async ({ params, body }) => {
        const projectId = params['project_id']!;
        const wanted = readQuota(context, body);
        await context.write(() => {
          for (const [resource, maximum] of Object.entries(wanted)) {
            context.tables.quotas.put({ projectId, resource, maximum });
          }
        });
        return { status: 200, body: { quota: limits(projectId) } };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: { rule: 'delete_quota' },
      handler: async ({ params }) => {
        const projectId = params['project_id']!;
        await context.write(() => {
          const own = context.tables.quotas.find('byProject', projectId);
          if (own.length === 0) {
            throw fault(404, 'TenantQuotaNotFound', `Quota for tenant ${projectId} could not be found.`);
          }
          for (const { resource } of own) context.tables.quotas.remove(projectId, resource);
        });
        return { status: 204 };
      },
    }),
  ];
}

function readable(request: ApiRequest): string {
  const projectId = request.params['project_id']!;
  if (projectId !== request.credentials.project_id && !request.allows('get_quota')) throw policyRefusal(['get_quota']);
  return projectId;
}

function readQuota({ quotaResources }: NetworkContext, body: unknown): Readonly<Record<string, number>> {
  const read = z.object({ quota: z.record(z.string(), z.unknown()) }).safeParse(body);
  if (!read.success) throw badRequest("Unable to find 'quota' in request body");
  const { force: _force, check_limit: _check, tenant_id: _tenant, project_id: _project, ...limits } = read.data.quota;
  return Object.fromEntries(
    Object.entries(limits).map(([name, value]) => {
      if (!quotaResources.includes(name)) throw badRequest(`Unrecognized attribute(s) '${name.slice(0, 255)}'`);
      const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && number >= -1 && number <= quotaMax) {
        return [name, number];
      }
      const message = `'${shown(value)}' is not an integer from -1 to ${quotaMax}`;
      throw typeof number === 'number'
        ? badRequest(`Invalid input for ${name}. Reason: ${message}.`)
        : invalidInput(message);
    }),
  );
}
