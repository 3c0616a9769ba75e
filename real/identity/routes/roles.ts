import { z } from 'zod';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import { checkDomain } from '../check-domain.ts';
import { withImplied } from '../effective-roles.ts';
import type { Json } from '../entity-json.ts';
import type { Role } from '../model.ts';
import { newId } from '../new-id.ts';
import { removeRole } from '../remove-entities.ts';
import type { IdentityTables } from '../tables.ts';
import { ApiError } from '../../http/api-error.ts';
import { description, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { checkNameFree, existing, notFound } from './entity-checks.ts';
import { entityRoutes, withSelf } from './entity-routes.ts';

const members = ['name', 'domain_id', 'description', 'options'];

/** Roles, and which of them imply others. */
export function roleRoutes(tables: IdentityTables): ApiRoute[] {
  return [
    ...entityRoutes(tables, {
      singular: 'role',
      plural: 'roles',
      table: tables.roles,
      createBody: z.object({ role: z.looseObject({ name, domain_id: id.nullable().optional(), description }) }),
      updateBody: z.object({ role: z.looseObject({ name: name.optional(), description }) }),
      toJson: roleJson,
      target: () => ({}),
      create: async ({ role: body }) => {
        return () => {
          const domainId = body.domain_id ?? '';
          if (domainId !== '') checkDomain(tables, domainId);
          checkNameFree(tables.roles, 'role', { domainId, name: body.name });
          return tables.roles.put({
            id: newId(),
            name: body.name,
            domainId,
            description: body.description ?? null,
            extra: extraOf(body, members),
          });
        };
      },
      update: async ({ role: body }) => {
        return (role) => {
          checkNameFree(tables.roles, 'role', { domainId: role.domainId, name: body.name, own: role.id });
          return tables.roles.put({
            ...role,
            name: body.name ?? role.name,
            description: body.description === undefined ? role.description : body.description,
            extra: mergedExtra(role.extra, body, members),
          });
        };
      },
      remove: ({ id: roleId }) => removeRole(tables, roleId),
    }),
    ...impliedRoleRoutes(tables),
  ];
}

export function roleJson(role: Role): Json {
  return {
    ...role.extra,
    id: role.id,
    name: role.name,
    domain_id: role.domainId || null,
    description: role.description,
    options: {},
  };
}

function impliedRoleRoutes(tables: IdentityTables): ApiRoute[] {
  const path = '/v3/roles/:id/implies';
  const one = `${path}/:implied_id`;
  const priorOf = ({ params }: ApiRequest): Role => existing(tables.roles, 'role', params['id']);
  const impliedOf = ({ params }: ApiRequest): Role => existing(tables.roles, 'role', params['implied_id']);
  const reference = (request: ApiRequest, role: Role): Json => {
    return withSelf(request, '/v3/roles', { id: role.id, name: role.name });
  };
  const inference = (request: ApiRequest, prior: Role): Json => ({
    prior_role: reference(request, prior),
    implies: tables.impliedRoles.find('byPrior', prior.id).flatMap(({ impliedRoleId }) => {
      const implied = tables.roles.get(impliedRoleId);
      return implied ? [reference(request, implied)] : [];
    }),
  });
  const self = (request: ApiRequest): Json => ({ links: { self: `${request.origin}${request.path}` } });
  return [
    route({
      method: 'GET',
      path,
      access: { rule: 'identity:list_implied_roles' },
      handler: (request) => {
        return { status: 200, body: { role_inference: inference(request, priorOf(request)), ...self(request) } };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      access: { rule: 'identity:create_implied_role' },
      handler: async (request) => {
        const [prior, implied] = [priorOf(request), impliedOf(request)];
        await tables.database.write(() => {
          if (withImplied(tables, implied.id).some((role) => role.id === prior.id)) {
            throw new ApiError(
              400,
              `Role ${implied.name} implies ${prior.name} already: the two would imply each other.`,
            );
          }
          tables.impliedRoles.put({ priorRoleId: prior.id, impliedRoleId: implied.id });
        });
        const rule = { prior_role: reference(request, prior), implies: reference(request, implied) };
        return { status: 201, body: { role_inference: rule, ...self(request) } };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: { rule: 'identity:get_implied_role' },
      handler: (request) => {
        const [prior, implied] = [priorOf(request), impliedOf(request)];
        if (!tables.impliedRoles.get(prior.id, implied.id)) throw notFound('implied role', implied.id);
        const rule = { prior_role: reference(request, prior), implies: reference(request, implied) };
        return { status: 200, body: { role_inference: rule, ...self(request) } };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: { rule: 'identity:delete_implied_role' },
      handler: async (request) => {
        const [prior, implied] = [priorOf(request), impliedOf(request)];
        const removed = await tables.database.write(() => tables.impliedRoles.remove(prior.id, implied.id));
        if (!removed) throw notFound('implied role', implied.id);
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/role_inferences',
      access: { rule: 'identity:list_role_inference_rules' },
      handler: (request) => {
        const priors = new Set([...tables.impliedRoles.all()].map(({ priorRoleId }) => priorRoleId));
        const rules = [...priors].flatMap((priorId) => {
          const prior = tables.roles.get(priorId);
          return prior ? [inference(request, prior)] : [];
        });
        return { status: 200, body: { role_inferences: rules, ...self(request) } };
      },
    }),
  ];
}
