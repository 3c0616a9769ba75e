import { ApiError } from '../../../http/api-error.ts';
import type { InstanceSecurityGroup } from '../../../network/api/instance-networks.ts';
import type { Instance } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRoute } from '../../http/compute-route.ts';
import { targetOf } from '../server-door.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import { addressesJson } from '../views/addresses-json.ts';
import { diagnosticsOf } from '../views/diagnostics-json.ts';
import { securityGroupJson } from '../views/security-group-json.ts';
import type { Json } from '../views/server-json.ts';

const one = '/servers/:server_id';
const rules = 'os_compute_api';
const topology = 'compute:server:topology';

/** What can be read of a server beside itself. */
export function aboutServerRoutes(services: ServerServices, door: ServerDoor): ComputeRoute[] {
  const { networks } = services;
  return [
    computeRoute({
      method: 'GET',
      path: `${one}/ips`,
      access: { rule: `${rules}:ips:index` },
      handler: (request) => {
        const { uuid } = door.authorized(request, `${rules}:ips:index`);
        return { status: 200, body: { addresses: addressesJson(networks.vifs(uuid), false) } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${one}/ips/:label`,
      access: { rule: `${rules}:ips:show` },
      handler: (request) => {
        const { uuid } = door.authorized(request, `${rules}:ips:show`);
        const label = request.params['label'] ?? '';
        const addresses = addressesJson(networks.vifs(uuid), false)[label];
        if (!addresses) throw new ApiError(404, 'Instance is not a member of specified network');
        return { status: 200, body: { [label]: addresses } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${one}/os-security-groups`,
      access: { rule: `${rules}:os-security-groups:list` },
      handler: (request) => {
        const { uuid } = door.authorized(request, `${rules}:os-security-groups:list`);
        const groups = onceEach(networks.securityGroups(uuid)).map(securityGroupJson);
        return { status: 200, body: { security_groups: groups } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${one}/diagnostics`,
      access: { rule: `${rules}:os-server-diagnostics` },
      handler: async (request) => {
        const server = door.authorized(request, `${rules}:os-server-diagnostics`);
        return { status: 200, body: await diagnosticsOf(services, request, server) };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${one}/topology`,
      since: 78,
      access: { rule: `${topology}:index` },
      handler: (request) => {
        const server = door.authorized(request, `${topology}:index`);
        const showsHost = request.allows(`${topology}:host:index`, targetOf(server));
        return { status: 200, body: topologyJson(server, showsHost) };
      },
    }),
    ...passwordRoutes(door),
  ];
}

/** A password that the guest would give back: no guest here has a way to. */
function passwordRoutes(door: ServerDoor): ComputeRoute[] {
  const path = `${one}/os-server-password`;
  const rule = `${rules}:os-server-password`;
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: `${rule}:show` },
      handler: (request) => {
        door.authorized(request, `${rule}:show`);
        return { status: 200, body: { password: '' } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path,
      access: { rule: `${rule}:clear` },
      handler: (request) => {
        door.authorized(request, `${rule}:clear`);
        return { status: 204 };
      },
    }),
  ];
}

function onceEach(groups: readonly InstanceSecurityGroup[]): readonly InstanceSecurityGroup[] {
  const unique = [...new Map(groups.map((group) => [group.id, group])).values()];
  return unique.toSorted((a, b) => (a.projectId + a.name < b.projectId + b.name ? -1 : 1));
}

function topologyJson({ numaTopology }: Instance, showsHost: boolean): Json {
  if (numaTopology === null) return { nodes: [], pagesize_kb: null };
  const { cells } = numaTopology;
  return {
    nodes: cells.map((cell) => ({
      vcpu_set: [...(cell.cpuset ?? []), ...(cell.pcpuset ?? [])].toSorted((a, b) => a - b),
      siblings: [],
      memory_mb: cell.memory,
      ...(showsHost && { host_node: cell.id, cpu_pinning: cell.cpu_pinning ?? {} }),
    })),
    pagesize_kb: cells.find((cell) => cell.pagesize)?.pagesize ?? null,
  };
}
