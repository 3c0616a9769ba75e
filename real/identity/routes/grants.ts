import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import type { Assignment, Role } from '../model.ts';
import type { IdentityTables } from '../tables.ts';
import { existing, notFound } from './entity-checks.ts';
import { collection, withSelf } from './entity-routes.ts';
import { roleJson } from './roles.ts';

interface GrantPath {
  readonly prefix: string;
  readonly targetType: Assignment['targetType'];
  readonly inherited: Assignment['inherited'];
}

const grantPaths: readonly GrantPath[] = [
  { prefix: '/v3/projects/:target_id', targetType: 'project', inherited: 'no' },
  { prefix: '/v3/domains/:target_id', targetType: 'domain', inherited: 'no' },
  { prefix: '/v3/system', targetType: 'system', inherited: 'no' },
  { prefix: '/v3/OS-INHERIT/projects/:target_id', targetType: 'project', inherited: 'yes' },
  { prefix: '/v3/OS-INHERIT/domains/:target_id', targetType: 'domain', inherited: 'yes' },
];

/** Giving roles to users and groups on projects, domains and the system, also for all projects below. */
export function grantRoutes(tables: IdentityTables): ApiRoute[] {
  return grantPaths.flatMap((place) => [...routesFor(tables, place, 'user'), ...routesFor(tables, place, 'group')]);
}

function routesFor(tables: IdentityTables, place: GrantPath, actorType: 'user' | 'group'): ApiRoute[] {
  const ending = place.inherited === 'yes' ? '/inherited_to_projects' : '';
  const list = `${place.prefix}/${actorType}s/:actor_id/roles${ending}`;
  const one = `${place.prefix}/${actorType}s/:actor_id/roles/:role_id${ending}`;
  const at = (request: ApiRequest): Omit<Assignment, 'roleId'> => {
    const actorId = request.params['actor_id'] ?? '';
    const actor = actorType === 'user' ? tables.users.get(actorId) : tables.groups.get(actorId);
    if (!actor) throw notFound(actorType, actorId);
    const targetId = place.targetType === 'system' ? 'system' : (request.params['target_id'] ?? '');
    if (place.targetType !== 'system') {
      const target = tables.projects.get(targetId);
      if (!target || target.isDomain !== (place.targetType === 'domain')) throw notFound(place.targetType, targetId);
    }
    return { actorType, actorId, targetType: place.targetType, targetId, inherited: place.inherited };
  };
  const grant = (request: ApiRequest): Assignment => {
    const { id: roleId } = existing(tables.roles, 'role', request.params['role_id']);
    return { ...at(request), roleId };
  };
  const missing = (request: ApiRequest): never => {
    throw notFound('role assignment with role', request.params['role_id'] ?? '');
  };
  return [
    route({
      method: 'GET',
      path: list,
      access: { rule: 'identity:list_grants' },
      handler: (request) => {
        const held = at(request);
        const roles = tables.assignments
          .find('byActor', actorType, held.actorId)
          .filter(({ targetType, targetId, inherited }) => {
            return targetType === held.targetType && targetId === held.targetId && inherited === held.inherited;
          })
          .flatMap(({ roleId }) => tables.roles.get(roleId) ?? ([] as Role[]));
        const rows = roles.map((role) => withSelf(request, '/v3/roles', roleJson(role)));
        return { status: 200, body: collection(request, 'roles', rows) };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      access: { rule: 'identity:create_grant' },
      handler: async (request) => {
        const assignment = grant(request);
        await tables.database.write(() => tables.assignments.put(assignment));
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: { rule: 'identity:check_grant' },
      handler: (request) => {
        const { targetType, targetId, actorId, roleId, inherited } = grant(request);
        if (!tables.assignments.get(actorType, actorId, targetType, targetId, roleId, inherited)) missing(request);
        return { status: 204 };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: { rule: 'identity:revoke_grant' },
      handler: async (request) => {
        const { targetType, targetId, actorId, roleId, inherited } = grant(request);
        const removed = await tables.database.write(() => {
          return tables.assignments.remove(actorType, actorId, targetType, targetId, roleId, inherited);
        });
        if (!removed) missing(request);
        return { status: 204 };
      },
    }),
  ];
}
