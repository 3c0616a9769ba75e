import type { Assignment } from './model.ts';
import type { IdentityTables } from './tables.ts';
import { revokeTokensOf } from './tokens.ts';

/** Inside a write: the user with tokens, roles, memberships and application credentials. */
export function removeUser(tables: IdentityTables, userId: string): void {
  revokeTokensOf(tables, userId);
  for (const row of tables.memberships.find('byUser', userId)) tables.memberships.remove(row.userId, row.groupId);
  removeAssignments(tables, tables.assignments.find('byActor', 'user', userId));
  for (const { id: credentialId } of tables.applicationCredentials.find('byUser', userId)) {
    tables.applicationCredentials.remove(credentialId);
  }
  tables.users.remove(userId);
}

/** Inside a write: with its members' membership and its roles. */
export function removeGroup(tables: IdentityTables, groupId: string): void {
  for (const row of tables.memberships.find('byGroup', groupId)) tables.memberships.remove(row.userId, row.groupId);
  removeAssignments(tables, tables.assignments.find('byActor', 'group', groupId));
  tables.groups.remove(groupId);
}

/** Inside a write: with the roles on it and the application credentials for it. Tokens for it are no longer valid. */
export function removeProject(tables: IdentityTables, projectId: string): void {
  for (const type of ['project', 'domain']) {
    removeAssignments(tables, tables.assignments.find('byTarget', type, projectId));
  }
  for (const credential of tables.applicationCredentials.find('byProject', projectId)) {
    tables.applicationCredentials.remove(credential.id);
  }
  tables.projects.remove(projectId);
}

/** Inside a write: the role with all that is assigned or implied by it. */
export function removeRole(tables: IdentityTables, roleId: string): void {
  removeAssignments(tables, tables.assignments.find('byRole', roleId));
  for (const { priorRoleId, impliedRoleId } of [...tables.impliedRoles.all()]) {
    if (priorRoleId === roleId || impliedRoleId === roleId) tables.impliedRoles.remove(priorRoleId, impliedRoleId);
  }
  tables.roles.remove(roleId);
}

function removeAssignments(tables: IdentityTables, rows: readonly Assignment[]): void {
  for (const row of rows) {
    tables.assignments.remove(row.actorType, row.actorId, row.targetType, row.targetId, row.roleId, row.inherited);
  }
}
