import { ApiError } from '../../../http/api-error.ts';
import type { InstanceNetworks } from '../../../network/api/instance-networks.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { ComputeTables } from '../../../objects/tables.ts';
import type { ComputeParts } from '../../compute-parts.ts';
import type { ComputeRequest } from '../../http/compute-route.ts';
import { pageOf } from '../../http/paging.ts';
import { ServerPlaces } from '../views/server-places.ts';
import { statesOf } from '../views/server-status.ts';
import { matchingTexts } from './pattern-filter.ts';
import { serverAttributes } from './server-attributes.ts';
import * as by from './server-filters.ts';
import { orderOf } from './sort-servers.ts';
import type { ServerOrder } from './sort-servers.ts';

interface ListSources extends Pick<ComputeParts, 'tables' | 'zones' | 'now'> {
  readonly networks: Pick<InstanceNetworks, 'vifs'>;
}

/** The servers of a page that the caller may see and the query names. @throws ApiError 400, 403 */
export function listServers(
  sources: ListSources,
  request: ComputeRequest,
  rule: 'index' | 'detail',
): readonly Instance[] {
  const { tables, networks } = sources;
  const { query, minor } = request;
  const isAdmin = request.allows('context_is_admin');
  const places = new ServerPlaces(sources);
  const filters = by.filtersOf(query, minor, request.allows('os_compute_api:servers:allow_all_filters'));
  const statuses = query.getAll('status');
  if (statuses.length > 0 && !statesOf(statuses)) {
    if (minor >= 38) throw new ApiError(400, 'Invalid status value');
    return [];
  }
  const candidates = candidatesOf(tables, request, filters, rule);
  const checks = [
    by.deletionFilter(filters, asksForDeleted(statuses, isAdmin)),
    by.exactFilter(filters, statuses),
    by.changesFilter(filters),
    by.tagsFilter(filters),
  ];
  let servers: readonly Instance[] = candidates.filter((server) => checks.every((check) => check(server)));
  servers = matchingPatterns(servers, filters, places);
  servers = matchingAddresses(servers, filters, networks);
  const order = orderOf(query, minor, isAdmin, places);
  const last = markerOf(tables, request, isAdmin);
  return page(servers, order, pageOf(query).limit, last);
}

/** Newest last, as they came. */
function candidatesOf(
  tables: ComputeTables,
  request: ComputeRequest,
  filters: by.ServerFilters,
  rule: 'index' | 'detail',
): readonly Instance[] {
  const { project_id: own, user_id: user } = request.credentials;
  if (!by.asksForAllProjects(filters)) {
    if (own !== null) return tables.instances.find('byProject', own);
    return [...tables.instances.all()].filter(({ userId }) => userId === user);
  }
  request.authorize(`os_compute_api:servers:${rule}:get_all_tenants`);
  const project = filters.get('tenant_id') ?? filters.get('project_id');
  return project === undefined ? [...tables.instances.all()] : tables.instances.find('byProject', project);
}

function asksForDeleted(statuses: readonly string[], isAdmin: boolean): boolean {
  const states = statuses.length > 0 ? statesOf(statuses) : undefined;
  if (states?.vmStates.size !== 1 || !states.vmStates.has('deleted')) return false;
  if (!isAdmin) throw new ApiError(403, 'Only administrators may list deleted instances');
  return true;
}

/** Other names of attributes, for filters. */
const aliases: Readonly<Record<string, string>> = { name: 'display_name' };
const exact = new Set(['user_id', 'project_id', 'host', 'vm_state', 'task_state', 'uuid', 'image_ref', 'locked']);

function matchingPatterns(
  servers: readonly Instance[],
  filters: by.ServerFilters,
  places: ServerPlaces,
): readonly Instance[] {
  let left = servers;
  for (const [name, source] of filters) {
    const attribute = serverAttributes[aliases[name] ?? name];
    if (!attribute || exact.has(name)) continue;
    const texts = left.map((server) => String(attribute(server, places) ?? ''));
    const matching = matchingTexts(source, [...new Set(texts)]);
    left = left.filter((_server, at) => matching.has(texts[at]!));
  }
  return left;
}

function matchingAddresses(
  servers: readonly Instance[],
  filters: by.ServerFilters,
  networks: Pick<InstanceNetworks, 'vifs'>,
): readonly Instance[] {
  const wanted = (['ip', 'ip6'] as const).filter((name) => filters.has(name));
  let left = servers;
  for (const name of wanted) {
    const addresses = left.map((server) => addressesOf(server, networks, name === 'ip6'));
    const matching = matchingTexts(filters.get(name) ?? '', addresses.flat());
    left = left.filter((_server, at) => addresses[at]!.some((address) => matching.has(address)));
  }
  return left;
}

function addressesOf({ uuid }: Instance, networks: Pick<InstanceNetworks, 'vifs'>, isSix: boolean): string[] {
  const all = networks
    .vifs(uuid)
    .flatMap(({ fixedIps, floatingIps }) => [...fixedIps, ...floatingIps].map(({ ipAddress }) => ipAddress));
  return all.filter((address) => address.includes(':') === isSix);
}

/** The last server of the page before. @throws ApiError 400, also for one of another project */
function markerOf(tables: ComputeTables, request: ComputeRequest, isAdmin: boolean): Instance | undefined {
  const { marker } = pageOf(request.query);
  if (marker === undefined) return undefined;
  const last = tables.instances.get(marker);
  if (last && (isAdmin || last.projectId === request.credentials.project_id)) return last;
  throw new ApiError(400, `marker [${marker}] not found`);
}

function page(
  servers: readonly Instance[],
  order: ServerOrder,
  limit: number,
  last: Instance | undefined,
): readonly Instance[] {
  // Newest first is the usual order: what is sorted already is sorted fast.
  const sorted = servers.toReversed().sort(order);
  if (!last) return sorted.slice(0, limit);
  const first = sorted.findIndex((server) => order(last, server) < 0);
  return first === -1 ? [] : sorted.slice(first, first + limit);
}
