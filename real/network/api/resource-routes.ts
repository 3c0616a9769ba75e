import { z } from 'zod';
import type { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import { candidates, checkRevision, matches, pageLinks, pageOf, readListQuery, withFields } from './list-query.ts';
import { badRequest, policyRefusal } from './network-faults.ts';
import type { NetworkContext } from './network-context.ts';
import { networkRules } from './network-rules.ts';
import { authorizeValues, readValues } from './read-values.ts';
import type { AnyResource, Json } from './resource.ts';

/** Neutron's five operations for a resource; several may be made at once. */
export function resourceRoutes(context: NetworkContext, resource: AnyResource): ApiRoute[] {
  const path = `/v2.0/${resource.path}`;
  const one = `${path}/:id`;
  const door = new ResourceDoor(context, resource);
  const routes = [
    route({ method: 'GET', path, access: 'token', handler: (request) => door.list(request) }),
    route({ method: 'POST', path, access: 'token', body: z.unknown(), handler: (request) => door.create(request) }),
    route({ method: 'GET', path: one, access: 'token', handler: (request) => door.show(request) }),
    route({ method: 'DELETE', path: one, access: 'token', handler: (request) => door.remove(request) }),
  ];
  if (!resource.update) return routes;
  return [
    ...routes,
    route({ method: 'PUT', path: one, access: 'token', body: z.unknown(), handler: (request) => door.update(request) }),
  ];
}

type Answer = ReturnType<ApiRoute['handler']>;

/** Lets callers to the rows of a resource that are theirs to see, and to do something with. */
export class ResourceDoor {
  readonly #context: NetworkContext;
  readonly #resource: AnyResource;
  readonly #hideable: readonly string[];
  readonly #notFound: (id: string) => ApiError;

  constructor(context: NetworkContext, resource: AnyResource, notFound = resource.notFound) {
    this.#context = context;
    this.#resource = resource;
    this.#notFound = notFound;
    const prefix = `get_${resource.name}:`;
    this.#hideable = Object.keys(networkRules).flatMap((rule) =>
      rule.startsWith(prefix) ? [rule.slice(prefix.length)] : [],
    );
  }

  async list(request: ApiRequest): Promise<Awaited<Answer>> {
    const resource = this.#resource;
    const asked = readListQuery(resource, request.query);
    await resource.prepare?.(request);
    const found: Json[] = [];
    const caller = { allows: remembering(request) };
    for (const row of candidates(resource, asked)) {
      if (!this.#isVisible(caller, row)) continue;
      const json = this.#shown(caller, row);
      if (matches(resource, asked, json)) found.push(json);
    }
    const page = pageOf(resource, asked, found);
    const place = `${request.origin}${request.path}`;
    return {
      status: 200,
      body: {
        [resource.collection]: page.map((json) => withFields(json, asked.fields)),
        ...pageLinks(resource, { query: request.query, asked, page, place }),
      },
    };
  }

  async create(request: ApiRequest): Promise<Awaited<Answer>> {
    const resource = this.#resource;
    const { name, collection } = resource;
    const body = bodyOf(request.body);
    const isMany = Object.hasOwn(body, collection);
    const given = isMany ? listOf(body[collection]) : [body[name]];
    if (!isMany && !Object.hasOwn(body, name)) throw badRequest(`Unable to find '${name}' in request body`);
    await resource.prepare?.(request);
    const rows = await this.#context.write(() => given.map((each) => this.#make(request, each)));
    const made = rows.map((row) => this.#shown(request, row));
    return { status: 201, body: isMany ? { [collection]: made } : { [name]: made[0] } };
  }

  async show(request: ApiRequest): Promise<Awaited<Answer>> {
    await this.#resource.prepare?.(request);
    const json = this.#shown(request, this.visible(request));
    const fields = request.query.getAll('fields').filter((field) => field !== '');
    return { status: 200, body: { [this.#resource.name]: withFields(json, fields) } };
  }

  async update(request: ApiRequest): Promise<Awaited<Answer>> {
    const resource = this.#resource;
    const body = bodyOf(request.body);
    this.visible(request);
    if (!Object.hasOwn(body, resource.name)) throw badRequest(`Unable to find '${resource.name}' in request body`);
    const sent = readValues(resource, 'update', body[resource.name]);
    const row = await this.#context.write(() => {
      // Looked up again: what is read and what is changed must be the same row.
      const before = this.visible(request);
      authorizeValues(resource, { verb: 'update', sent, target: resource.target(before), caller: request });
      checkRevision(request.headers['if-match'], resource.name, before);
      return resource.change!(before, sent, request);
    });
    return { status: 200, body: { [resource.name]: this.#shown(request, row) } };
  }

  async remove(request: ApiRequest): Promise<Awaited<Answer>> {
    await this.#context.write(() => {
      const row = this.authorized(request, `delete_${this.#resource.name}`);
      checkRevision(request.headers['if-match'], this.#resource.name, row);
      this.#resource.remove(row, request);
    });
    return { status: 204 };
  }

  /** @throws ApiError 404, also for what the caller may not see */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each resource keeps its own types
  visible(request: Pick<ApiRequest, 'params' | 'allows'>): any {
    const id = request.params['id'] ?? '';
    const row = this.#resource.rows.get(id);
    if (!row || !this.#isVisible(request, row)) throw this.#notFound(id);
    return row;
  }

  /** @throws ApiError 404 for what the caller does not see, 403 for what is only to be looked at */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each resource keeps its own types
  authorized(request: Pick<ApiRequest, 'params' | 'allows'>, rule: string): any {
    const row = this.visible(request);
    if (!request.allows(rule, this.#resource.target(row))) throw policyRefusal([rule]);
    return row;
  }

  #make(request: ApiRequest, given: unknown): { readonly id: string } {
    const resource = this.#resource;
    const values = readValues(resource, 'create', given);
    const own = request.credentials.project_id;
    const projectId = (values['project_id'] as string | undefined) ?? own;
    if (projectId === null || projectId === '') {
      throw badRequest('Running without keystone AuthN requires that tenant_id is specified');
    }
    if (projectId !== own && !request.allows('context_is_admin')) {
      throw badRequest(
        "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges",
      );
    }
    const place = { projectId, caller: request };
    const target = { project_id: projectId, tenant_id: projectId, ...resource.targetOfNew(values, place) };
    authorizeValues(resource, {
      verb: 'create',
      sent: withoutDefaults(given as Json, values),
      target,
      caller: request,
    });
    this.#context.checkQuota(resource.name, projectId);
    return resource.make(values, place);
  }

  #isVisible(request: Pick<ApiRequest, 'allows'>, row: unknown): boolean {
    return request.allows(`get_${this.#resource.name}`, this.#resource.target(row));
  }

  #shown(request: Pick<ApiRequest, 'allows'>, row: unknown): Json {
    const json = this.#resource.toJson(row);
    if (this.#hideable.length === 0) return json;
    const target = this.#resource.target(row);
    const hidden = this.#hideable.filter((name) => !request.allows(`get_${this.#resource.name}:${name}`, target));
    if (hidden.length === 0) return json;
    return Object.fromEntries(Object.entries(json).filter(([name]) => !hidden.includes(name)));
  }
}

/** Most rows of a list are the same to the rules: each question is asked once. */
function remembering(request: Pick<ApiRequest, 'allows'>): ApiRequest['allows'] {
  const answers = new Map<string, boolean>();
  return (rule, target = {}) => {
    const question = `${rule} ${Object.values(target).join(' ')}`;
    let answer = answers.get(question);
    if (answer === undefined) {
      answer = request.allows(rule, target);
      answers.set(question, answer);
    }
    return answer;
  };
}

/** What was sent, in the form in which it was read. */
const withoutDefaults = (given: Json, values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(given, name)));

function bodyOf(body: unknown): Json {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
  throw badRequest('Body contains invalid data');
}

function listOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given) && given.length > 0) return given;
  throw badRequest('Resources required');
}
