import { z } from 'zod';
import { checkDomain } from '../check-domain.ts';
import { groupJson, userJson } from '../entity-json.ts';
import { newId } from '../new-id.ts';
import { removeGroup } from '../remove-entities.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute, RouteAccess } from '../../http/api-route.ts';
import type { Group, Membership } from '../model.ts';
import type { IdentityTables } from '../tables.ts';
import { description, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { checkNameFree, existing, notFound } from './entity-checks.ts';
import { collection, entityRoutes, filtered, withSelf } from './entity-routes.ts';

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
          checkNameFree(tables.groups, 'group', { domainId, name: body.name });
          return tables.groups.put({
            id: newId(),
            name: body.name,
            domainId,
            description: body.description ?? '',
            extra: extraOf(body, members),
          });
        };
      },
      update: async ({ group: body }) => {
        return (group) => {
          checkNameFree(tables.groups, 'group', { domainId: group.domainId, name: body.name, own: group.id });
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
  const groupOf = ({ params }: ApiRequest): Group => existing(tables.groups, 'group', params['id']);
  /** Of a path that names a group and a user. */
  const memberOf = (request: ApiRequest): Membership => {
    const { id: groupId } = groupOf(request);
    return { groupId, userId: existing(tables.users, 'user', request.params['user_id']).id };
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
        const membership = memberOf(request);
        await tables.database.write(() => tables.memberships.put(membership));
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: access('check_user_in_group'),
      handler: (request) => {
        const { userId, groupId } = memberOf(request);
        if (!tables.memberships.get(userId, groupId)) throw notFound('user in the group', userId);
        return { status: 204 };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: access('remove_user_from_group'),
      handler: async (request) => {
        const { userId, groupId } = memberOf(request);
        const removed = await tables.database.write(() => tables.memberships.remove(userId, groupId));
        if (!removed) throw notFound('user in the group', userId);
        return { status: 204 };
      },
    }),
  ];
}
