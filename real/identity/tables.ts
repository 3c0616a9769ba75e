import { createTableSql, defineTable, ServiceDatabase } from '../database/index.ts';
import type { Schema, Table } from '../database/index.ts';
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
const schema: Schema = {
  applicationId: 0x41_53_54_69,
  migrations: [
    Object.values(definitions)
      .map((definition) => createTableSql(definition as never))
      .join('; '),
  ],
};

/** Everything that the identity service knows. */
export interface IdentityTables {
  readonly database: ServiceDatabase;
  readonly projects: Table<Project>;
  readonly users: Table<User>;
  readonly groups: Table<Group>;
  readonly memberships: Table<Membership>;
  readonly roles: Table<Role>;
  readonly impliedRoles: Table<ImpliedRole>;
  readonly assignments: Table<Assignment>;
  readonly regions: Table<Region>;
  readonly services: Table<Service>;
  readonly endpoints: Table<Endpoint>;
  readonly applicationCredentials: Table<ApplicationCredential>;
  readonly tokens: Table<Token>;
}

/** @throws DatabaseError */
export async function openIdentityTables(file: string): Promise<IdentityTables> {
  const database = await ServiceDatabase.open(file, schema);
  return {
    database,
    projects: await database.table(definitions.projects),
    users: await database.table(definitions.users),
    groups: await database.table(definitions.groups),
    memberships: await database.table(definitions.memberships),
    roles: await database.table(definitions.roles),
    impliedRoles: await database.table(definitions.impliedRoles),
    assignments: await database.table(definitions.assignments),
    regions: await database.table(definitions.regions),
    services: await database.table(definitions.services),
    endpoints: await database.table(definitions.endpoints),
    applicationCredentials: await database.table(definitions.applicationCredentials),
    tokens: await database.table(definitions.tokens),
  };
}
