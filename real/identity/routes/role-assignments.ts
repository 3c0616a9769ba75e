import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import { effectiveAssignments } from '../effective-roles.ts';
import type { Json } from '../entity-json.ts';
import type { Assignment, Scope } from '../model.ts';
import type { IdentityTables } from '../tables.ts';
import { collection } from './entity-routes.ts';

/** `GET /v3/role_assignments`: who has which role where; with `effective`, what follows from groups and implied roles. */
export function roleAssignmentRoutes(tables: IdentityTables): ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/v3/role_assignments',
      access: {
        rule: 'identity:list_role_assignments',
        target: ({ query }) => ({ 'target.domain_id': query.get('scope.domain.id') }),
      },
      handler: (request) => {
        const { query } = request;
        if (isSet(query, 'effective') && query.has('group.id')) {
          throw new ApiError(400, 'Combining effective and group filter will always result in an empty list.');
        }
        const rows = isSet(query, 'effective') ? effectiveRows(tables) : [...tables.assignments.all()];
        const wanted = rows.filter((row) => matches(row, query));
        const names = isSet(query, 'include_names');
        const shown = wanted.map((row) => assignmentJson(tables, request, row, names));
        return { status: 200, body: collection(request, 'role_assignments', shown) };
      },
    }),
  ];
}

/** A flag of a query: there, and not 0. */
function isSet(query: URLSearchParams, flag: string): boolean {
  return query.has(flag) && !/^(0|false)$/i.test(query.get(flag) ?? '');
}

function matches({ actorType, actorId, targetType, targetId, roleId, inherited }: Assignment, query: URLSearchParams) {
  const asks = (key: string, value: string | undefined): boolean => !query.has(key) || query.get(key) === value;
  return (
    asks('user.id', actorType === 'user' ? actorId : undefined) &&
    asks('group.id', actorType === 'group' ? actorId : undefined) &&
    asks('scope.project.id', targetType === 'project' ? targetId : undefined) &&
    asks('scope.domain.id', targetType === 'domain' ? targetId : undefined) &&
    (!query.has('scope.system') || targetType === 'system') &&
    asks('role.id', roleId) &&
    (!query.has('scope.OS-INHERIT:inherited_to') || inherited === 'yes')
  );
}

/** Every user's roles on every target, as if they had been given one by one. */
function effectiveRows(tables: IdentityTables): Assignment[] {
  const rows = new Map<string, Assignment>();
  const scopes: Scope[] = [{ kind: 'system' }];
  for (const { id, isDomain } of tables.projects.all()) {
    scopes.push(isDomain ? { kind: 'domain', domainId: id } : { kind: 'project', projectId: id });
  }
  for (const user of tables.users.all()) {
    for (const scope of scopes) {
      for (const { role } of effectiveAssignments(tables, user.id, scope)) {
        const row: Assignment = {
          actorType: 'user',
          actorId: user.id,
          ...target(scope),
          roleId: role.id,
          inherited: 'no',
        };
        rows.set(`${row.actorId} ${row.targetType} ${row.targetId} ${row.roleId}`, row);
      }
    }
  }
  return [...rows.values()];
}

function target(scope: Scope): Pick<Assignment, 'targetType' | 'targetId'> {
  if (scope.kind === 'project') return { targetType: 'project', targetId: scope.projectId };
  if (scope.kind === 'domain') return { targetType: 'domain', targetId: scope.domainId };
  return { targetType: 'system', targetId: 'system' };
}

function assignmentJson(tables: IdentityTables, request: ApiRequest, row: Assignment, names: boolean): Json {
  const { actorType, actorId, targetType, targetId, roleId, inherited } = row;
  const named = (found: { name: string; domainId?: string } | undefined): Json => {
    if (!names || !found) return {};
    const domain = found.domainId ? tables.projects.get(found.domainId) : undefined;
    return { name: found.name, ...(domain && { domain: { id: domain.id, name: domain.name } }) };
  };
  const actor = actorType === 'user' ? tables.users.get(actorId) : tables.groups.get(actorId);
  const place = targetType === 'system' ? { all: true } : { id: targetId, ...named(tables.projects.get(targetId)) };
  const ending = inherited === 'yes' ? '/inherited_to_projects' : '';
  const where = targetType === 'system' ? 'system' : `${targetType}s/${targetId}`;
  const prefix = inherited === 'yes' ? '/v3/OS-INHERIT' : '/v3';
  const link = `${request.origin}${prefix}/${where}/${actorType}s/${actorId}/roles/${roleId}${ending}`;
  return {
    role: { id: roleId, ...named(tables.roles.get(roleId)) },
    [actorType]: { id: actorId, ...named(actor) },
    scope: { [targetType]: place, ...(inherited === 'yes' && { 'OS-INHERIT:inherited_to': 'projects' }) },
    links: { assignment: link },
  };
}
