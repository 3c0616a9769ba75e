import type { Group, Project, User } from './model.ts';

/** An entity as the API shows it, without its links. */
export type Json = Readonly<Record<string, unknown>>;

export function userJson(user: User): Json {
  return {
    ...user.extra,
    id: user.id,
    name: user.name,
    domain_id: user.domainId,
    enabled: user.enabled,
    ...(user.defaultProjectId !== null && { default_project_id: user.defaultProjectId }),
    password_expires_at: null,
    options: {},
  };
}

export function groupJson(group: Group): Json {
  return {
    ...group.extra,
    id: group.id,
    name: group.name,
    domain_id: group.domainId,
    description: group.description,
  };
}

export function projectJson(project: Project): Json {
  return {
    ...project.extra,
    id: project.id,
    name: project.name,
    domain_id: project.domainId,
    parent_id: project.parentId,
    is_domain: false,
    enabled: project.enabled,
    description: project.description,
    tags: project.tags,
    options: {},
  };
}

export function domainJson(domain: Project): Json {
  return {
    ...domain.extra,
    id: domain.id,
    name: domain.name,
    enabled: domain.enabled,
    description: domain.description,
    tags: domain.tags,
    options: {},
  };
}
