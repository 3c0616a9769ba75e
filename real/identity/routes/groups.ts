import { z } from 'zod';
import { checkDomain } from '../check-domain.ts';
import { groupJson, userJson } from '../entity-json.ts';
import { newId } from '../new-id.ts';
import { removeGroup } from '../remove-entities.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute, RouteAccess } from '../../http/api-route.ts';
import type { Group, User } from '../model.ts';
import type { IdentityTables } from '../tables.ts';
import { description, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { collection, duplicate, entityRoutes, filtered, notFound, withSelf } from './entity-routes.ts';

const members = ['name', 'domain_id', 'description'];

/** Groups and who is in them. */
export function groupRoutes(tables: IdentityTables): ApiRoute[] {
  return [
    ...entityRoutes(tables, {
      singular: 'group',
      plural: 'groups',
      table: tables.groups,
      createBody: z.object({ group: z.looseObject({ name, domain_id: id.optional(), description }) }),
      updateBody: z.object({ group: z.looseObject({ name: name.optional(), description }) }),
      toJson: groupJson,
      target: ({ domainId }) => ({ 'target.group.domain_id': domainId }),
      create: async ({ group: body }, { credentials }) => {
        return () => {
          const domainId = body.domain_id ?? credentials.domain_id ?? 'default';
          checkDomain(tables, domainId);
          if (tables.groups.one('byName', domainId, body.name)) throw duplicate('group', body.name);
          return tables.groups.put({
            id: newId(),
            name: body.name,
            domainId,
            description: body.description ?? '',
            extra: extraOf(body, members),
          });
        };
      },
      update: async ({ id: groupId }, { group: body }) => {
        return () => {
          const group = tables.groups.get(groupId);
          if (!group) throw notFound('group', groupId);
          const other = body.name === undefined ? undefined : tables.groups.one('byName', group.domainId, body.name);
          if (other && other.id !== groupId) throw duplicate('group', other.name);
          return tables.groups.put({
            ...group,
            name: body.name ?? group.name,
            description: body.description ?? group.description,
            extra: mergedExtra(group.extra, body, members),
          });
        };
      },
      remove: ({ id: groupId }) => removeGroup(tables, groupId),
    }),
    ...membershipRoutes(tables),
  ];
}

function membershipRoutes(tables: IdentityTables): ApiRoute[] {
  const path = '/v3/groups/:id/users';
  const one = `${path}/:user_id`;
  const access = (action: string): RouteAccess => ({
    rule: `identity:${action}`,
    target: ({ params }) => ({ 'target.group.domain_id': tables.groups.get(params['id'] ?? '')?.domainId ?? null }),
  });
  const groupOf = ({ params }: ApiRequest): Group => {
    const group = tables.groups.get(params['id'] ?? '');
    if (!group) throw notFound('group', params['id'] ?? '');
    return group;
  };
  const userOf = (request: ApiRequest): User => {
    const user = tables.users.get(request.params['user_id'] ?? '');
    if (!user) throw notFound('user', request.params['user_id'] ?? '');
    return user;
  };
  return [
    route({
      method: 'GET',
      path,
      access: access('list_users_in_group'),
      handler: (request) => {
        const users = tables.memberships.find('byGroup', groupOf(request).id);
        const rows = users.flatMap(({ userId }) => {
          const user = tables.users.get(userId);
          return user ? [withSelf(request, '/v3/users', userJson(user))] : [];
        });
        return { status: 200, body: collection(request, 'users', filtered(rows, request.query)) };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      access: access('add_user_to_group'),
      handler: async (request) => {
        const group = groupOf(request);
        const user = userOf(request);
        await tables.database.write(() => tables.memberships.put({ userId: user.id, groupId: group.id }));
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: access('check_user_in_group'),
      handler: (request) => {
        const group = groupOf(request);
        const user = userOf(request);
        if (!tables.memberships.get(user.id, group.id)) throw notFound('user in the group', user.id);
        return { status: 204 };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: access('remove_user_from_group'),
      handler: async (request) => {
        const group = groupOf(request);
        const user = userOf(request);
        const removed = await tables.database.write(() => tables.memberships.remove(user.id, group.id));
        if (!removed) throw notFound('user in the group', user.id);
        return { status: 204 };
      },
    }),
  ];
}
