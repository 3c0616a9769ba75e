import type { Assignment, Endpoint, Role } from './model.ts';
import { newId } from './new-id.ts';
import { hashPassword } from './passwords.ts';
import type { IdentityTables } from './tables.ts';

export interface BootstrapService {
  readonly type: string;
  readonly name: string;
  /** The same for the public, internal and admin interface. */
  readonly url: string;
}

export interface BootstrapOptions {
  /** Of the user `admin` in the domain Default. */
  readonly adminPassword: string;
  /** Default `RegionOne`. */
  readonly regionId?: string | undefined;
  readonly services: readonly BootstrapService[];
}

/**
 * Brings an identity service to the state that a cloud begins with, as `keystone-manage bootstrap` does: the domain
 * Default, the project and user `admin`, the roles admin, member, reader (each implies the next) and service, and the
 * catalog. What is there already stays; the password and the addresses become those given.
 */
export async function bootstrap(tables: IdentityTables, options: BootstrapOptions): Promise<Administrator> {
  const passwordHash = await hashPassword(options.adminPassword);
  return tables.database.write(() => {
    putDomain(tables);
    const roles = putRoles(tables);
    const admin = putAdmin(tables, passwordHash, roles.admin);
    for (const service of options.services) putService(tables, service, options.regionId ?? 'RegionOne');
    return admin;
  });
}

/** The user and the project `admin`. */
export interface Administrator {
  readonly userId: string;
  readonly projectId: string;
}

function putDomain(tables: IdentityTables): void {
  if (tables.projects.get('default')) return;
  tables.projects.put({
    id: 'default',
    name: 'Default',
    domainId: '',
    parentId: null,
    isDomain: true,
    enabled: true,
    description: 'The default domain',
    tags: [],
    extra: {},
  });
}

function putRoles(tables: IdentityTables): { readonly admin: Role } {
  const named = (name: string): Role => {
    const known = tables.roles.one('byName', '', name);
    return known ?? tables.roles.put({ id: newId(), name, domainId: '', description: null, extra: {} });
  };
  const [admin, member, reader] = [named('admin'), named('member'), named('reader')];
  named('service');
  tables.impliedRoles.put({ priorRoleId: admin.id, impliedRoleId: member.id });
  tables.impliedRoles.put({ priorRoleId: member.id, impliedRoleId: reader.id });
  return { admin };
}

function putAdmin(tables: IdentityTables, passwordHash: string, role: Role): Administrator {
  const project =
    tables.projects.one('byName', 'default', 'admin') ??
    tables.projects.put({
      id: newId(),
      name: 'admin',
      domainId: 'default',
      parentId: 'default',
      isDomain: false,
      enabled: true,
      description: 'For the administration of the cloud',
      tags: [],
      extra: {},
    });
  const known = tables.users.one('byName', 'default', 'admin');
  const user = tables.users.put({
    id: known?.id ?? newId(),
    name: 'admin',
    domainId: 'default',
    enabled: true,
    defaultProjectId: known?.defaultProjectId ?? project.id,
    passwordHash,
    extra: known?.extra ?? {},
  });
  const grant = { actorType: 'user', actorId: user.id, roleId: role.id, inherited: 'no' } as const;
  const grants: Assignment[] = [
    { ...grant, targetType: 'project', targetId: project.id },
    { ...grant, targetType: 'system', targetId: 'system' },
  ];
  for (const assignment of grants) tables.assignments.put(assignment);
  return { userId: user.id, projectId: project.id };
}

function putService(tables: IdentityTables, { type, name, url }: BootstrapService, regionId: string): void {
  if (!tables.regions.get(regionId)) {
    tables.regions.put({ id: regionId, description: '', parentRegionId: null, extra: {} });
  }
  const service =
    tables.services.one('byType', type) ??
    tables.services.put({ id: newId(), type, name, enabled: true, description: '', extra: {} });
  const known = tables.endpoints.find('byService', service.id);
  for (const kind of ['public', 'internal', 'admin'] as const) {
    const endpoint = known.find((each) => each.interface === kind && each.regionId === regionId);
    const row: Endpoint = {
      id: endpoint?.id ?? newId(),
      serviceId: service.id,
      interface: kind,
      regionId,
      url,
      enabled: endpoint?.enabled ?? true,
      extra: endpoint?.extra ?? {},
    };
    tables.endpoints.put(row);
  }
}
