import type { Table } from '../../database/index.ts';
import { badRequest, badResource, fault } from './network-faults.ts';
import type { AnyResource, Json } from './resource.ts';

/** What a list is asked for beside its filters. */
export interface ListQuery {
  readonly filters: ReadonlyMap<string, readonly string[]>;
  readonly fields: readonly string[];
  readonly sort: readonly { readonly key: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
  readonly marker: string | undefined;
  readonly reverse: boolean;
}

const paging = ['limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir', 'fields'];
const tagFilters = ['tags', 'tags-any', 'not-tags', 'not-tags-any'];

/** @throws ApiError 400 */
export function readListQuery(resource: AnyResource, query: URLSearchParams): ListQuery {
  const filters = new Map<string, readonly string[]>();
  for (const name of new Set(query.keys())) if (!paging.includes(name)) filters.set(name, query.getAll(name));
  const accepted = new Set([...resource.filters, ...Object.keys(resource.specialFilters ?? {}), ...tagFilters, ...own]);
  const strangers = [...filters.keys()].filter((name) => !accepted.has(name));
  if (strangers.length > 0) {
    throw badRequest(`[${strangers.map((name) => `'${name}'`).join(', ')}] is invalid attribute for filtering`);
  }
  return {
    filters,
    fields: query.getAll('fields').filter((field) => field !== ''),
    sort: readSort(query),
    limit: readLimit(query.get('limit')),
    marker: query.get('marker') ?? undefined,
    reverse: /^(?:true|1|yes)$/i.test(query.get('page_reverse') ?? ''),
  };
}

const own = ['id', 'tenant_id', 'project_id'];

function readSort(query: URLSearchParams): ListQuery['sort'] {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  if (keys.length !== directions.length) throw badRequest('The number of sort_keys and sort_dirs must be same');
  const wrong = directions.filter((direction) => direction !== 'asc' && direction !== 'desc');
  if (wrong.length > 0) {
    const found = wrong.map((direction) => `'${direction}'`).join(', ');
    throw badRequest(`[${found}] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`);
  }
  return keys.map((key, at) => ({ key, descending: directions[at] === 'desc' }));
}

/** 0 is no limit. */
function readLimit(text: string | null): number | undefined {
  if (text === null || text === '0') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) || undefined;
  throw badResource('limit', `Limit must be an integer 0 or greater and not '${text}'`);
}

/** Rows that a filter with an index leaves, or all. */
export function candidates<Row extends { readonly id: string }>(
  resource: { readonly rows: Table<Row>; readonly indexes: Readonly<Record<string, string>> },
  { filters }: ListQuery,
): Iterable<Row> {
  const ids = filters.get('id');
  if (ids) return [...new Set(ids)].flatMap((id) => resource.rows.get(id) ?? []);
  for (const [attribute, index] of Object.entries(resource.indexes)) {
    const values = filters.get(attribute);
    if (values) return [...new Set(values)].flatMap((value) => resource.rows.find(index, value));
  }
  return resource.rows.all();
}

export function matches(resource: AnyResource, { filters }: ListQuery, json: Json): boolean {
  for (const [name, values] of filters) {
    const special = resource.specialFilters?.[name];
    if (special) {
      if (!values.some((value) => special(json, value))) return false;
    } else if (tagFilters.includes(name)) {
      if (!matchesTags(name, values, json)) return false;
    } else if (!values.some((value) => isEqual(json[name], value))) return false;
  }
  return true;
}

function isEqual(found: unknown, value: string): boolean {
  if (Array.isArray(found)) return found.some((one) => isEqual(one, value));
  if (typeof found === 'boolean') return found === /^(?:true|1|yes|on|t|y)$/i.test(value);
  if (found === null || found === undefined) return value === '' || value === 'None' || value === 'null';
  return String(found) === value;
}

function matchesTags(name: string, values: readonly string[], json: Json): boolean {
  const has = (json['tags'] ?? []) as readonly string[];
  const wanted = values.flatMap((value) => value.split(','));
  const found = name.endsWith('any')
    ? wanted.some((tag) => has.includes(tag))
    : wanted.every((tag) => has.includes(tag));
  return name.startsWith('not') ? !found : found;
}

/** The page of a list, and whether there is more behind it. @throws ApiError 400, 404 */
export function pageOf(resource: AnyResource, query: ListQuery, all: readonly Json[]): readonly Json[] {
  const sorted = sortedBy(query, all);
  const { marker, limit, reverse } = query;
  const at = marker === undefined ? undefined : sorted.findIndex((json) => idOf(json) === marker);
  if (at === -1) throw resource.notFound(marker!);
  if (!reverse) {
    const from = at === undefined ? 0 : at + 1;
    return sorted.slice(from, limit === undefined ? undefined : from + limit);
  }
  const end = at ?? sorted.length;
  return sorted.slice(limit === undefined ? 0 : Math.max(0, end - limit), end);
}

/** By id unless asked otherwise, as Neutron with native sorting. */
function sortedBy({ sort }: ListQuery, all: readonly Json[]): Json[] {
  const first = all[0];
  const stranger = first && sort.find(({ key }) => !Object.hasOwn(first, key));
  if (stranger) {
    throw badRequest(`['${stranger.key}'] is invalid attribute for sort_keys`);
  }

  return all.toSorted((a, b) => {
    for (const { key, descending } of sort) {
      const difference = compare(a[key], b[key]);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return compare(idOf(a), idOf(b));
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : Number(left > right);
}

/** What an availability is about has the id. */
const idOf = (json: Json): unknown => json['id'] ?? json['network_id'] ?? json['name'];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Links to the pages beside this one, where a limit is asked for. */
export function pageLinks(
  { collection }: AnyResource,
  { query, asked, page, place }: { query: URLSearchParams; asked: ListQuery; page: readonly Json[]; place: string },
): Json {
  if (asked.limit === undefined) return {};
  const link = (rel: string, marker: unknown, isReverse: boolean): Json => {
    const next = new URLSearchParams(query);
    next.delete('marker');
    next.delete('page_reverse');
    next.append('marker', String(marker));
    if (isReverse) next.append('page_reverse', 'True');
    return { rel, href: `${place}?${next.toString()}` };
  };
  if (page.length === 0) return {};
  const hasNext = asked.reverse || page.length === asked.limit;
  const links = [...(hasNext ? [link('next', idOf(page.at(-1)!), false)] : []), link('previous', idOf(page[0]!), true)];
  return { [`${collection}_links`]: links };
}

/** Only these attributes, where some are asked for. */
export function withFields(json: Json, fields: readonly string[]): Json {
  if (fields.length === 0) return json;
  return Object.fromEntries(fields.filter((field) => Object.hasOwn(json, field)).map((field) => [field, json[field]]));
}

/** `If-Match: revision_number=N`. @throws ApiError 412 */
export function checkRevision(header: string | undefined, name: string, row: { id: string; revision: number }): void {
  const wanted = /^revision_number=(\d+)$/.exec(header ?? '')?.[1];
  if (wanted === undefined || Number(wanted) === row.revision) return;
  const message = `Constrained to ${wanted}, but current revision is ${row.revision}`;
  throw fault(412, 'RevisionNumberConstraintFailed', `${name} ${row.id}: ${message}`);
}
