import { z } from 'zod';
import { checkDomain } from '../check-domain.ts';
import { groupJson, projectJson, userJson } from '../entity-json.ts';
import type { Json } from '../entity-json.ts';
import { newId } from '../new-id.ts';
import { removeUser } from '../remove-entities.ts';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import { unauthenticated } from '../../http/unauthenticated.ts';
import type { ApiRequest, ApiRoute, RouteAccess } from '../../http/api-route.ts';
import { effectiveRoles } from '../effective-roles.ts';
import type { User } from '../model.ts';
import { hashPassword, passwordMatches } from '../passwords.ts';
import type { IdentityTables } from '../tables.ts';
import { revokeTokensOf } from '../tokens.ts';
import { enabled, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { checkNameFree, existing } from './entity-checks.ts';
import { collection, entityRoutes, filtered, withSelf } from './entity-routes.ts';

const password = z.string().min(1).max(4096);
const members = ['name', 'domain_id', 'enabled', 'default_project_id', 'password', 'original_password', 'options'];

const createBody = z.object({
  user: z.looseObject({
    name,
    domain_id: id.optional(),
    enabled,
    default_project_id: id.nullable().optional(),
    password: password.nullable().optional(),
  }),
});

const updateBody = z.object({
  user: z.looseObject({
    name: name.optional(),
    domain_id: id.optional(),
    enabled,
    default_project_id: id.nullable().optional(),
    password: password.nullable().optional(),
  }),
});

const passwordBody = z.object({ user: z.object({ password, original_password: password }) });

/** Users, their passwords, and the groups and projects they are in. */
export function userRoutes(tables: IdentityTables): ApiRoute[] {
  const access = (action: string): RouteAccess => ({
    rule: `identity:${action}`,
    target: ({ params }) => ({ 'target.user.id': params['id'] ?? null }),
  });
  const named = ({ params }: ApiRequest): User => existing(tables.users, 'user', params['id']);
  return [
    ...entityRoutes(tables, {
      singular: 'user',
      plural: 'users',
      table: tables.users,
      createBody,
      updateBody,
      toJson: userJson,
      target: (user) => ({ 'target.user.id': user.id, 'target.user.domain_id': user.domainId }),
      create: async ({ user: body }, request) => {
        const domainId = body.domain_id ?? request.credentials.domain_id ?? 'default';
        const passwordHash = body.password ? await hashPassword(body.password) : null;
        return () => {
          checkDomain(tables, domainId);
          checkNameFree(tables.users, 'user', { domainId, name: body.name });
          return tables.users.put({
            id: newId(),
            name: body.name,
            domainId,
            enabled: body.enabled ?? true,
            defaultProjectId: body.default_project_id ?? null,
            passwordHash,
            extra: extraOf(body, members),
          });
        };
      },
      update: async ({ user: body }) => {
        const passwordHash = body.password ? await hashPassword(body.password) : undefined;
        return (user) => {
          if (body.domain_id !== undefined && body.domain_id !== user.domainId) {
            throw new ApiError(400, 'Cannot change Domain ID');
          }
          checkNameFree(tables.users, 'user', { domainId: user.domainId, name: body.name, own: user.id });
          if (passwordHash !== undefined || body.enabled === false) revokeTokensOf(tables, user.id);
          return tables.users.put({
            ...user,
            name: body.name ?? user.name,
            enabled: body.enabled ?? user.enabled,
            defaultProjectId: body.default_project_id === undefined ? user.defaultProjectId : body.default_project_id,
            passwordHash: passwordHash ?? user.passwordHash,
            extra: mergedExtra(user.extra, body, members),
          });
        };
      },
      remove: ({ id: userId }) => removeUser(tables, userId),
    }),
    route({
      method: 'POST',
      path: '/v3/users/:id/password',
      // Whoever knows the present password may change it, as in Keystone: a token is not needed.
      access: 'open',
      body: passwordBody,
      handler: async ({ params, body }) => {
        const user = tables.users.get(params['id'] ?? '');
        const matches = await passwordMatches(user?.passwordHash, body.user.original_password);
        if (!user || !matches) throw unauthenticated();
        const passwordHash = await hashPassword(body.user.password);
        await tables.database.write(() => {
          revokeTokensOf(tables, user.id);
          tables.users.put({ ...(tables.users.get(user.id) ?? user), passwordHash });
        });
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/users/:id/groups',
      access: access('list_groups_for_user'),
      handler: (request) => {
        const user = named(request);
        const groups = tables.memberships.find('byUser', user.id).flatMap(({ groupId }) => {
          const group = tables.groups.get(groupId);
          return group ? [withSelf(request, '/v3/groups', groupJson(group))] : [];
        });
        return { status: 200, body: collection(request, 'groups', filtered(groups, request.query)) };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/users/:id/projects',
      access: access('list_user_projects'),
      handler: (request) => {
        const user = named(request);
        const projects = projectsOf(tables, user.id, request);
        return { status: 200, body: collection(request, 'projects', filtered(projects, request.query)) };
      },
    }),
  ];
}

/** Projects on which the user has a role. */
export function projectsOf(tables: IdentityTables, userId: string, request: Pick<ApiRequest, 'origin'>): Json[] {
  return [...tables.projects.all()]
    .filter(({ id: projectId, isDomain, enabled: open }) => {
      return !isDomain && open && effectiveRoles(tables, userId, { kind: 'project', projectId }).length > 0;
    })
    .map((project) => withSelf(request, '/v3/projects', projectJson(project)));
}
