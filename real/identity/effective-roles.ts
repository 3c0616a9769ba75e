import type { Assignment, Role, Scope } from './model.ts';
import type { IdentityTables } from './tables.ts';

/** An effective assignment: the role somebody has, and the assignment and prior role it comes from. */
export interface EffectiveRole {
  readonly role: Role;
  readonly assignment: Assignment;
}

/** The roles that a user has in a scope: own ones, those of groups, inherited ones, and all that these imply. */
export function effectiveRoles(tables: IdentityTables, userId: string, scope: Scope): Role[] {
  const roles = new Map<string, Role>();
  for (const { role } of effectiveAssignments(tables, userId, scope)) roles.set(role.id, role);
  return [...roles.values()];
}

export function effectiveAssignments(tables: IdentityTables, userId: string, scope: Scope): EffectiveRole[] {
  return assignmentsOf(tables, userId)
    .filter((assignment) => holdsIn(tables, assignment, scope))
    .flatMap((assignment) => withImplied(tables, assignment.roleId).map((role) => ({ role, assignment })));
}

/** Assignments to the user and to the groups the user is in. */
export function assignmentsOf(tables: IdentityTables, userId: string): Assignment[] {
  const groups = tables.memberships.find('byUser', userId);
  return [
    ...tables.assignments.find('byActor', 'user', userId),
    ...groups.flatMap(({ groupId }) => tables.assignments.find('byActor', 'group', groupId)),
  ];
}

/** The role and all that it implies, each once. */
export function withImplied(tables: IdentityTables, roleId: string): Role[] {
  const found = new Map<string, Role>();
  const visit = (id: string): void => {
    const role = tables.roles.get(id);
    if (!role || found.has(id)) return;
    found.set(id, role);
    for (const { impliedRoleId } of tables.impliedRoles.find('byPrior', id)) visit(impliedRoleId);
  };
  visit(roleId);
  return [...found.values()];
}

function holdsIn(tables: IdentityTables, assignment: Assignment, scope: Scope): boolean {
  const { targetType, targetId, inherited } = assignment;
  switch (scope.kind) {
    case 'unscoped':
      return false;
    case 'system':
      return targetType === 'system';
    case 'domain':
      return targetType === 'domain' && targetId === scope.domainId && inherited === 'no';
    case 'project':
      if (targetType === 'project' && targetId === scope.projectId) return inherited === 'no';
      return inherited === 'yes' && ancestorsOf(tables, scope.projectId).includes(targetId);
  }
}

/** Projects above a project, and its domain. */
export function ancestorsOf(tables: IdentityTables, projectId: string): string[] {
  const ancestors: string[] = [];
  let project = tables.projects.get(projectId);
  while (project?.parentId && !ancestors.includes(project.parentId)) {
    ancestors.push(project.parentId);
    project = tables.projects.get(project.parentId);
  }
  return ancestors;
}
