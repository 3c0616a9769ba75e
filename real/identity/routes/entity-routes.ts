import type { z } from 'zod';
import type { Table } from '../../database/index.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute, PolicyTarget, RouteAccess } from '../../http/api-route.ts';
import type { Json } from '../entity-json.ts';
import type { IdentityTables } from '../tables.ts';
import { notFound } from './entity-checks.ts';

/** A kind of entity with the five routes that Keystone has for each. */
export interface EntityKind<Row extends { readonly id: string }, Create extends z.ZodType, Update extends z.ZodType> {
  /** `user` */
  readonly singular: string;
  /** `users` */
  readonly plural: string;
  readonly table: Table<Row>;
  /** The body is `{ user: … }`. */
  readonly createBody: Create;
  readonly updateBody: Update;
  /** Whether the table's row is of this kind: domains and projects share a table. */
  readonly holds?: (row: Row) => boolean;
  readonly toJson: (row: Row) => Json;
  readonly target: (row: Row) => PolicyTarget;
  /** May wait (passwords are hashed), then changes tables inside `write`. */
  readonly create: (body: z.infer<Create>, request: ApiRequest) => Promise<() => Row>;
  /** The same; the second part is given the row as it is then. */
  readonly update: (body: z.infer<Update>) => Promise<(row: Row) => Row>;
  /** Inside a write: with all that depends on it. */
  readonly remove: (row: Row) => void;
}

/** List, create, show, update and delete. */
export function entityRoutes<Row extends { readonly id: string }, Create extends z.ZodType, Update extends z.ZodType>(
  tables: IdentityTables,
  kind: EntityKind<Row, Create, Update>,
): ApiRoute[] {
  const { singular, plural, table } = kind;
  const path = `/v3/${plural}`;
  const one = `${path}/:id`;
  const holds = kind.holds ?? (() => true);
  const found = (id: string): Row => {
    const row = table.get(id);
    if (!row || !holds(row)) throw notFound(singular, id);
    return row;
  };
  const shown = (request: Pick<ApiRequest, 'origin'>, row: Row): Json => withSelf(request, path, kind.toJson(row));
  /** Those who may not see it do not learn that it is there: without a target only the rules for all of them hold. */
  const access = (action: string): RouteAccess => ({
    rule: `identity:${action}_${singular}`,
    target: ({ params }) => {
      const row = table.get(params['id'] ?? '');
      return row && holds(row) ? kind.target(row) : {};
    },
  });
  const named = (request: Pick<ApiRequest, 'params'>): Row => found(request.params['id'] ?? '');
  return [
    route({
      method: 'GET',
      path,
      access: {
        rule: `identity:list_${plural}`,
        target: ({ query }) => ({ 'target.domain_id': query.get('domain_id') }),
      },
      handler: (request) => {
        const rows = [...table.all()].filter(holds).map((row) => shown(request, row));
        return { status: 200, body: collection(request, plural, filtered(rows, request.query)) };
      },
    }),
    route({
      method: 'POST',
      path,
      access: { rule: `identity:create_${singular}` },
      body: kind.createBody,
      handler: async (request) => {
        const row = await tables.database.write(await kind.create(request.body, request));
        return { status: 201, body: { [singular]: shown(request, row) } };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: access('get'),
      handler: (request) => ({ status: 200, body: { [singular]: shown(request, named(request)) } }),
    }),
    route({
      method: 'PATCH',
      path: one,
      access: access('update'),
      body: kind.updateBody,
      handler: async (request) => {
        const { id } = named(request);
        const change = await kind.update(request.body);
        const row = await tables.database.write(() => change(found(id)));
        return { status: 200, body: { [singular]: shown(request, row) } };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: access('delete'),
      handler: async (request) => {
        const { id } = named(request);
        await tables.database.write(() => kind.remove(found(id)));
        return { status: 204 };
      },
    }),
  ];
}

/** A list in Keystone's form. */
export function collection(request: Pick<ApiRequest, 'origin' | 'path'>, plural: string, rows: readonly Json[]): Json {
  return { [plural]: rows, links: { self: `${request.origin}${request.path}`, previous: null, next: null } };
}

export function withSelf(request: Pick<ApiRequest, 'origin'>, path: string, json: Json): Json {
  return { ...json, links: { self: `${request.origin}${path}/${String(json['id'])}` } };
}

/** Rows whose members have the values that the query asks for; Keystone's comparisons (`name__contains`) included. */
export function filtered(rows: readonly Json[], query: URLSearchParams): readonly Json[] {
  let left = rows;
  for (const [key, wanted] of query) {
    const [member = '', comparison = 'exact'] = key.split('__');
    const compare = comparisons[comparison];
    // As in Keystone: what no entity has is not a filter.
    if (!compare || !left.some((row) => member in row)) continue;
    left = left.filter((row) => compare(asText(row[member]), wanted));
  }
  return left;
}

type Comparison = (value: string, wanted: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  exact: (value, wanted) => value === wanted || (value === 'true' && wanted === '') || sameTruth(value, wanted),
  iexact: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  contains: (value, wanted) => value.includes(wanted),
  icontains: (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase()),
  startswith: (value, wanted) => value.startsWith(wanted),
  istartswith: (value, wanted) => value.toLowerCase().startsWith(wanted.toLowerCase()),
  endswith: (value, wanted) => value.endsWith(wanted),
  iendswith: (value, wanted) => value.toLowerCase().endsWith(wanted.toLowerCase()),
};

/** `enabled=True`, `enabled=1` and `enabled` all mean true; 0 and false mean false. */
function sameTruth(value: string, wanted: string): boolean {
  if (value === 'true') return /^(1|true)$/i.test(wanted);
  return value === 'false' && /^(0|false)$/i.test(wanted);
}

function asText(value: unknown): string {
  return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
