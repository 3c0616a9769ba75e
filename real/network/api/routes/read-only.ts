import { route } from '../../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../../http/api-route.ts';
import type { ApiError } from '../../../http/api-error.ts';
import { matches, pageLinks, pageOf, readListQuery, withFields } from '../list-query.ts';
import type { AnyResource, Json } from '../resource.ts';

/** Things that are only looked at: made of what the service knows elsewhere. */
export interface ReadOnlyCollection {
  readonly name: string;
  readonly collection: string;
  readonly path: string;
  /** Asked for each; who may not see one does not find it. */
  readonly rule: string;
  readonly filters: readonly string[];
  /** The attribute that names one in a path; none where there is no path of one. */
  readonly key?: string;
  readonly notFound: (id: string) => ApiError;
  all(): readonly Json[];
}

export function readOnlyRoutes(collection: ReadOnlyCollection): ApiRoute[] {
  const path = `/v2.0/${collection.path}`;
  const list = route({ method: 'GET', path, access: 'token', handler: (request) => listOf(collection, request) });
  const { key } = collection;
  if (key === undefined) return [list];
  const show = route({
    method: 'GET',
    path: `${path}/:id`,
    access: 'token',
    handler: (request) => {
      const id = request.params['id']!;
      const found = collection.all().find((json) => json[key] === id);
      if (!found || !request.allows(collection.rule)) throw collection.notFound(id);
      const fields = request.query.getAll('fields').filter((field) => field !== '');
      return { status: 200, body: { [collection.name]: withFields(found, fields) } };
    },
  });
  return [list, show];
}

function listOf(collection: ReadOnlyCollection, request: ApiRequest): { status: number; body: Json } {
  // Filters, pages and fields work as they do for what has rows.
  const resource = { ...collection, specialFilters: {}, indexes: {} } as unknown as AnyResource;
  const asked = readListQuery(resource, request.query);
  const all = request.allows(collection.rule) ? collection.all() : [];
  const page = pageOf(
    resource,
    asked,
    all.filter((json) => matches(resource, asked, json)),
  );
  const place = `${request.origin}${request.path}`;
  return {
    status: 200,
    body: {
      [collection.collection]: page.map((json) => withFields(json, asked.fields)),
      ...pageLinks(resource, { query: request.query, asked, page, place }),
    },
  };
}
