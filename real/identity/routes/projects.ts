import { z } from 'zod';
import { checkDomain } from '../check-domain.ts';
import { domainJson, projectJson } from '../entity-json.ts';
import { newId } from '../new-id.ts';
import { removeGroup, removeProject, removeUser } from '../remove-entities.ts';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute, RouteAccess } from '../../http/api-route.ts';
import type { Project } from '../model.ts';
import type { IdentityTables } from '../tables.ts';
import { description, enabled, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { checkNameFree, existing, notFound } from './entity-checks.ts';
import { entityRoutes } from './entity-routes.ts';

const tag = z.string().regex(/^[^/,]{1,255}$/, 'a text without slash or comma, of 1 to 255 characters');
const tags = z.array(tag).max(80).optional();
const members = ['name', 'domain_id', 'parent_id', 'is_domain', 'enabled', 'description', 'tags', 'options'];

const projectCreate = z.object({
  project: z.looseObject({
    name: name.max(64),
    domain_id: id.nullable().optional(),
    parent_id: id.nullable().optional(),
    is_domain: z.literal(false, 'domains are made at /v3/domains').optional(),
    enabled,
    description,
    tags,
  }),
});
const projectUpdate = z.object({
  project: z.looseObject({
    name: name.max(64).optional(),
    domain_id: id.optional(),
    parent_id: id.nullable().optional(),
    enabled,
    description,
    tags,
  }),
});
const domainCreate = z.object({ domain: z.looseObject({ name: name.max(64), enabled, description, tags }) });
const domainUpdate = z.object({
  domain: z.looseObject({ name: name.max(64).optional(), enabled, description, tags }),
});

/** Projects in trees below domains, and their tags. */
export function projectRoutes(tables: IdentityTables): ApiRoute[] {
  return [
    ...entityRoutes(tables, {
      singular: 'project',
      plural: 'projects',
      table: tables.projects,
      holds: ({ isDomain }) => !isDomain,
      createBody: projectCreate,
      updateBody: projectUpdate,
      toJson: projectJson,
      target: targetOf,
      create: async ({ project: body }, { credentials }) => {
        return () => {
          const parent = body.parent_id ? existing(tables.projects, 'project', body.parent_id) : undefined;
          const inherited = parent && (parent.isDomain ? parent.id : parent.domainId);
          const domainId = body.domain_id ?? inherited ?? credentials.domain_id ?? 'default';
          checkDomain(tables, domainId);
          if (inherited !== undefined && inherited !== domainId) {
            throw new ApiError(400, `The parent project is in domain ${inherited}, not in ${domainId}.`);
          }
          checkNameFree(tables.projects, 'project', { domainId, name: body.name });
          return tables.projects.put({
            id: newId(),
            name: body.name,
            domainId,
            parentId: parent?.id ?? domainId,
            isDomain: false,
            enabled: body.enabled ?? true,
            description: body.description ?? '',
            tags: body.tags ?? [],
            extra: extraOf(body, members),
          });
        };
      },
      update: async ({ project: body }) => {
        return (project) => {
          if (body.domain_id !== undefined && body.domain_id !== project.domainId) {
            throw new ApiError(400, 'Cannot change Domain ID');
          }
          if (body.parent_id !== undefined && body.parent_id !== project.parentId) {
            throw new ApiError(403, 'Update of `parent_id` is not allowed.');
          }
          return putChanged(tables, project, body);
        };
      },
      remove: ({ id: projectId }) => {
        if (tables.projects.find('byParent', projectId).length > 0) {
          throw new ApiError(403, `Cannot delete project ${projectId}: it has projects below it.`);
        }
        removeProject(tables, projectId);
      },
    }),
    ...tagRoutes(tables),
  ];
}

/** Domains: they hold users, groups and projects, and can only be deleted when they are disabled. */
export function domainRoutes(tables: IdentityTables): ApiRoute[] {
  return entityRoutes(tables, {
    singular: 'domain',
    plural: 'domains',
    table: tables.projects,
    holds: ({ isDomain }) => isDomain,
    createBody: domainCreate,
    updateBody: domainUpdate,
    toJson: domainJson,
    target: ({ id: domainId }) => ({ 'target.domain.id': domainId }),
    create: async ({ domain: body }) => {
      return () => {
        checkNameFree(tables.projects, 'domain', { domainId: '', name: body.name });
        return tables.projects.put({
          id: newId(),
          name: body.name,
          domainId: '',
          parentId: null,
          isDomain: true,
          enabled: body.enabled ?? true,
          description: body.description ?? '',
          tags: body.tags ?? [],
          extra: extraOf(body, members),
        });
      };
    },
    update: async ({ domain: body }) => {
      return (domain) => {
        if (domain.id === 'default' && body.enabled === false) {
          throw new ApiError(403, 'The default domain cannot be disabled: everybody would be locked out.');
        }
        return putChanged(tables, domain, body);
      };
    },
    remove: (domain) => {
      if (domain.enabled) {
        throw new ApiError(403, 'Cannot delete a domain that is enabled, please disable it first.');
      }
      for (const user of tables.users.find('byDomain', domain.id)) removeUser(tables, user.id);
      for (const group of tables.groups.find('byDomain', domain.id)) removeGroup(tables, group.id);
      for (const project of tables.projects.find('byDomain', domain.id)) removeProject(tables, project.id);
      removeProject(tables, domain.id);
    },
  });
}

function targetOf(project: Project): Record<string, string> {
  return { 'target.project.id': project.id, 'target.project.domain_id': project.domainId };
}

interface ProjectChange extends Readonly<Record<string, unknown>> {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly description?: string | null | undefined;
  readonly tags?: string[] | undefined;
}

function putChanged(tables: IdentityTables, project: Project, body: ProjectChange): Project {
  const { domainId, id: own } = project;
  checkNameFree(tables.projects, project.isDomain ? 'domain' : 'project', { domainId, name: body.name, own });
  return tables.projects.put({
    ...project,
    name: body.name ?? project.name,
    enabled: body.enabled ?? project.enabled,
    description: body.description === undefined ? project.description : (body.description ?? ''),
    tags: body.tags ?? project.tags,
    extra: mergedExtra(project.extra, body, members),
  });
}

function tagRoutes(tables: IdentityTables): ApiRoute[] {
  const path = '/v3/projects/:id/tags';
  const one = `${path}/:tag`;
  const access = (action: 'get' | 'update'): RouteAccess => ({
    rule: `identity:${action}_project`,
    target: ({ params }) => {
      const project = tables.projects.get(params['id'] ?? '');
      return project ? targetOf(project) : {};
    },
  });
  const named = ({ params }: ApiRequest): Project => existing(tables.projects, 'project', params['id']);
  const replace = (projectId: string, next: (before: readonly string[]) => readonly string[]): Promise<Project> => {
    return tables.database.write(() => {
      const project = existing(tables.projects, 'project', projectId);
      return tables.projects.put({ ...project, tags: next(project.tags) });
    });
  };
  return [
    route({
      method: 'GET',
      path,
      access: access('get'),
      handler: (request) => ({ status: 200, body: { tags: named(request).tags } }),
    }),
    route({
      method: 'PUT',
      path,
      access: access('update'),
      body: z.object({ tags: z.array(tag).max(80) }),
      handler: async (request) => {
        const project = await replace(named(request).id, () => request.body.tags);
        return { status: 200, body: { tags: project.tags } };
      },
    }),
    route({
      method: 'DELETE',
      path,
      access: access('update'),
      handler: async (request) => {
        await replace(named(request).id, () => []);
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: access('get'),
      handler: (request) => {
        const wanted = request.params['tag'] ?? '';
        if (!named(request).tags.includes(wanted)) throw notFound('project tag', wanted);
        return { status: 204 };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      access: access('update'),
      handler: async (request) => {
        const wanted = tag.safeParse(request.params['tag']);
        if (!wanted.success) throw new ApiError(400, 'A tag is a text without slash or comma, of 1 to 255 characters.');
        const { id: projectId } = named(request);
        await replace(projectId, (before) => [...new Set([...before, wanted.data])]);
        return { status: 201 };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: access('update'),
      handler: async (request) => {
        const wanted = request.params['tag'] ?? '';
        const project = named(request);
        if (!project.tags.includes(wanted)) throw notFound('project tag', wanted);
        await replace(project.id, (before) => before.filter((each) => each !== wanted));
        return { status: 204 };
      },
    }),
  ];
}
