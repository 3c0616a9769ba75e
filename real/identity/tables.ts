import { createTablesSql, defineTable, openTables } from '../database/index.ts';
import type { OpenTables, Schema } from '../database/index.ts';
import type {
  ApplicationCredential,
  Assignment,
  Endpoint,
  Group,
  ImpliedRole,
  Membership,
  Project,
  Region,
  Role,
  Service,
  Token,
  User,
} from './model.ts';

const definitions = {
  projects: defineTable<Project>({
    name: 'project',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      domainId: 'text',
      parentId: 'text',
      isDomain: 'boolean',
      enabled: 'boolean',
      description: 'text',
      tags: 'json',
      extra: 'json',
    },
    indexes: { byName: ['domainId', 'name'], byDomain: ['domainId'], byParent: ['parentId'] },
  }),
  users: defineTable<User>({
    name: 'user',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      domainId: 'text',
      enabled: 'boolean',
      defaultProjectId: 'text',
      passwordHash: 'text',
      extra: 'json',
    },
    indexes: { byName: ['domainId', 'name'], byDomain: ['domainId'] },
  }),
  groups: defineTable<Group>({
    name: 'user_group',
    key: ['id'],
    columns: { id: 'text', name: 'text', domainId: 'text', description: 'text', extra: 'json' },
    indexes: { byName: ['domainId', 'name'], byDomain: ['domainId'] },
  }),
  memberships: defineTable<Membership>({
    name: 'membership',
    key: ['userId', 'groupId'],
    columns: { userId: 'text', groupId: 'text' },
    indexes: { byUser: ['userId'], byGroup: ['groupId'] },
  }),
  roles: defineTable<Role>({
    name: 'role',
    key: ['id'],
    columns: { id: 'text', name: 'text', domainId: 'text', description: 'text', extra: 'json' },
    indexes: { byName: ['domainId', 'name'] },
  }),
  impliedRoles: defineTable<ImpliedRole>({
    name: 'implied_role',
    key: ['priorRoleId', 'impliedRoleId'],
    columns: { priorRoleId: 'text', impliedRoleId: 'text' },
    indexes: { byPrior: ['priorRoleId'] },
  }),
  assignments: defineTable<Assignment>({
    name: 'assignment',
    key: ['actorType', 'actorId', 'targetType', 'targetId', 'roleId', 'inherited'],
    columns: {
      actorType: 'text',
      actorId: 'text',
      targetType: 'text',
      targetId: 'text',
      roleId: 'text',
      inherited: 'text',
    },
    indexes: {
      byActor: ['actorType', 'actorId'],
      byTarget: ['targetType', 'targetId'],
      byRole: ['roleId'],
    },
  }),
  regions: defineTable<Region>({
    name: 'region',
    key: ['id'],
    columns: { id: 'text', description: 'text', parentRegionId: 'text', extra: 'json' },
  }),
  services: defineTable<Service>({
    name: 'service',
    key: ['id'],
    columns: { id: 'text', type: 'text', name: 'text', enabled: 'boolean', description: 'text', extra: 'json' },
    indexes: { byType: ['type'] },
  }),
  endpoints: defineTable<Endpoint>({
    name: 'endpoint',
    key: ['id'],
    columns: {
      id: 'text',
      serviceId: 'text',
      interface: 'text',
      regionId: 'text',
      url: 'text',
      enabled: 'boolean',
      extra: 'json',
    },
    indexes: { byService: ['serviceId'] },
  }),
  applicationCredentials: defineTable<ApplicationCredential>({
    name: 'application_credential',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      userId: 'text',
      projectId: 'text',
      secretHash: 'text',
      roleIds: 'json',
      expiresAtSeconds: 'real',
      unrestricted: 'boolean',
      description: 'text',
    },
    indexes: { byName: ['userId', 'name'], byUser: ['userId'], byProject: ['projectId'] },
  }),
  tokens: defineTable<Token>({
    name: 'token',
    key: ['hash'],
    columns: {
      hash: 'text',
      userId: 'text',
      methods: 'json',
      projectId: 'text',
      domainId: 'text',
      system: 'boolean',
      applicationCredentialId: 'text',
      auditIds: 'json',
      issuedAtSeconds: 'real',
      expiresAtSeconds: 'real',
    },
    indexes: { byUser: ['userId'], byApplicationCredential: ['applicationCredentialId'] },
  }),
};

/** `ASTi` in ASCII. */
const schema: Schema = { applicationId: 0x41_53_54_69, migrations: [createTablesSql(definitions)] };

/** Everything that the identity service knows. */
export type IdentityTables = OpenTables<typeof definitions>;

/** @throws DatabaseError */
export function openIdentityTables(file: string): Promise<IdentityTables> {
  return openTables(file, schema, definitions);
}
