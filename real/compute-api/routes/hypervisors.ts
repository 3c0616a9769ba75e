import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { isServiceUp } from '../../conductor/service-registry.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ComputeNodeRow } from '../../objects/service.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { hypervisorDetail, hypervisorResources, hypervisorSummary } from '../hosts/hypervisor-json.ts';
import type { HypervisorView } from '../hosts/hypervisor-json.ts';
import { numberOf } from '../hosts/number-of.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { cut, nextPage, pageOf } from '../http/paging.ts';
import { boolean, fqdn, nonNegativeInteger, pagingQuery, single, uuid } from '../http/schemas.ts';
import { truthOf } from '../http/truth.ts';

const withServers = { with_servers: single(boolean) };
const query = {
  33: z.looseObject(pagingQuery),
  53: z.strictObject({
    limit: single(nonNegativeInteger),
    marker: single(),
    hypervisor_hostname_pattern: single(fqdn),
    ...withServers,
  }),
};

type Request = ComputeRequest<undefined>;
type Show = (view: HypervisorView) => Record<string, unknown>;

/** Hosts with what they have. Hosts whose service was deleted are not shown. */
export function hypervisorRoutes({ tables, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-hypervisors';
  const one = `${path}/:hypervisor_id`;
  const rule = (action: string) => ({ rule: `os_compute_api:os-hypervisors:${action}` });
  const serversOn = (host: string): Instance[] =>
    tables.instances.find('byHost', host).filter(({ deletedAtSeconds }) => deletedAtSeconds === null);
  const viewOf = (node: ComputeNodeRow, minor: number): HypervisorView | undefined => {
    const service = tables.services.one('byHost', 'nova-compute', node.host);
    return service && { node, service, isUp: isServiceUp(service, now()), servers: serversOn(node.host), minor };
  };
  const views = (nodes: readonly ComputeNodeRow[], { minor }: Request): HypervisorView[] =>
    nodes.map((node) => viewOf(node, minor)).filter((view) => view !== undefined);
  const nodesInOrder = (): ComputeNodeRow[] =>
    [...tables.computeNodes.all()].toSorted(
      (a, b) => a.createdAtSeconds - b.createdAtSeconds || (a.uuid < b.uuid ? -1 : 1),
    );
  const matching = (pattern: string): ComputeNodeRow[] => {
    const found = nodesInOrder().filter(({ node }) => node.includes(pattern));
    if (found.length === 0) throw new ApiError(404, `No hypervisor matching '${pattern}' could be found.`);
    return found;
  };
  const withServersOf = (view: HypervisorView, json: Record<string, unknown>): Record<string, unknown> => {
    const servers = view.servers.map(({ displayName, uuid: id }) => ({ name: displayName, uuid: id }));
    return servers.length > 0 || view.minor >= 75 ? { ...json, servers } : json;
  };
  const list = (request: Request, collection: string, show: Show) => {
    const { query: words, minor } = request;
    const pattern = minor >= 53 ? words.get('hypervisor_hostname_pattern') : null;
    if (pattern !== null && (words.has('limit') || words.has('marker'))) {
      const what = 'Paging over hypervisors with the hypervisor_hostname_pattern query parameter';
      throw new ApiError(400, `${what} is not supported.`);
    }
    const idOf = (node: ComputeNodeRow): string => (minor >= 53 ? node.uuid : String(numberOf(node.uuid)));
    const all = pattern === null ? nodesInOrder() : matching(pattern);
    const page = pattern === null && minor >= 33 ? cut(all, pageOf(words), idOf) : all;
    const shown = views(page, request).map((view) =>
      asksForServers(request) ? withServersOf(view, show(view)) : show(view),
    );
    const hasPages = pattern === null && minor >= 33;
    const more = hasPages ? nextPage(request, collection, page.map(idOf), 'hypervisors_links') : {};
    return { status: 200, body: { hypervisors: shown, ...more } };
  };
  const find = (request: Request): HypervisorView => {
    const id = request.params['hypervisor_id'] ?? '';
    if (request.minor >= 53 && !uuid.safeParse(id).success) throw new ApiError(400, `Invalid uuid ${id}`);
    const node = [...tables.computeNodes.all()].find((each) =>
      request.minor >= 53 ? each.uuid === id.toLowerCase() : String(numberOf(each.uuid)) === id,
    );
    const view = node && viewOf(node, request.minor);
    if (!view) throw new ApiError(404, `Hypervisor with ID '${id}' could not be found.`);
    return view;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: rule('list'),
      query,
      handler: (request) => list(request, 'os-hypervisors', hypervisorSummary),
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/detail`,
      access: rule('list-detail'),
      query,
      handler: (request) => list(request, 'os-hypervisors/detail', hypervisorDetail),
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/statistics`,
      until: 87,
      access: rule('statistics'),
      handler: (request) => ({
        status: 200,
        body: { hypervisor_statistics: statistics(views(nodesInOrder(), request)) },
      }),
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: rule('show'),
      query: { 53: z.strictObject(withServers) },
      handler: (request) => {
        const view = find(request);
        const json = hypervisorDetail(view);
        return { status: 200, body: { hypervisor: asksForServers(request) ? withServersOf(view, json) : json } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${one}/uptime`,
      until: 87,
      access: rule('uptime'),
      handler: (request) => {
        find(request);
        throw new ApiError(501, 'The requested functionality is not supported.');
      },
    }),
    ...(['search', 'servers'] as const).map((what) =>
      computeRoute({
        method: 'GET',
        path: `${one}/${what}`,
        until: 52,
        access: rule(what),
        handler: (request) => {
          const found = views(matching(request.params['hypervisor_id'] ?? ''), request);
          const shown = found.map((view) => {
            const json = hypervisorSummary(view);
            return what === 'servers' ? withServersOf(view, json) : json;
          });
          return { status: 200, body: { hypervisors: shown } };
        },
      }),
    ),
  ];
}

function asksForServers({ minor, query: words }: Request): boolean {
  return minor >= 53 && truthOf(words.get('with_servers') ?? 'false') === true;
}

/** Sums over the hosts whose service is enabled. */
function statistics(all: readonly HypervisorView[]): Record<string, number> {
  const enabled = all.filter(({ service }) => !service.disabled);
  const total: Record<string, number> = { count: enabled.length };
  const names = [
    'vcpus',
    'memory_mb',
    'local_gb',
    'vcpus_used',
    'memory_mb_used',
    'local_gb_used',
    'free_ram_mb',
    'free_disk_gb',
    'current_workload',
    'running_vms',
    'disk_available_least',
  ] as const;
  const resources = enabled.map(hypervisorResources);
  for (const name of names) total[name] = resources.reduce((sum, each) => sum + each[name], 0);
  return total;
}
