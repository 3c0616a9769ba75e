import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { contains, parseAddress, parsePrefix } from '../../ip-address.ts';
import { address, boolean, description, flag, listOf, name, route, text, uuid } from '../attribute-schemas.ts';
import type { NetworkRow, PortRow, RouterRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { badResource, fault, networkNotFound, routerNotFound } from '../network-faults.ts';
import type { Caller, Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { deletePort } from './delete-port.ts';
import { networkTarget } from './networks.ts';
import type { Ports } from './ports.ts';

/** Neutron's `max_routes`. */
const routesMax = 30;

const gateway = z
  .union([
    z.strictObject({
      network_id: uuid,
      enable_snat: boolean.optional(),
      external_fixed_ips: z
        .array(z.strictObject({ subnet_id: uuid.optional(), ip_address: address.optional() }))
        .max(5)
        .optional(),
    }),
    z.strictObject({}),
  ])
  .nullable();

const create = z.object({
  project_id: text.optional(),
  name,
  description,
  admin_state_up: flag(true),
  external_gateway_info: gateway.default(null),
});

const update = z.object({
  name: text.optional(),
  description: text.optional(),
  admin_state_up: boolean.optional(),
  external_gateway_info: gateway.optional(),
  routes: listOf(route, routesMax).optional(),
});

type Gateway = z.infer<typeof gateway>;

/** Routers: they join subnets of a project, and lead to an external network. */
export class Routers implements Resource<RouterRow, typeof create, typeof update> {
  readonly name = 'router';
  readonly collection = 'routers';
  readonly path = 'routers';
  readonly rows;
  readonly notFound = routerNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = [...standardFilters, 'admin_state_up', 'status'];
  readonly indexes = { name: 'byName', project_id: 'byProject', tenant_id: 'byProject' };
  readonly #context: NetworkContext;
  readonly #ports: Ports;

  constructor(context: NetworkContext, ports: Ports) {
    this.#context = context;
    this.#ports = ports;
    this.rows = context.tables.routers;
  }

  toJson(row: RouterRow): Json {
    const port = row.gatewayPortId === null ? undefined : this.#context.tables.ports.get(row.gatewayPortId);
    return {
      ...standardJson(row),
      admin_state_up: row.adminStateUp,
      status: 'ACTIVE',
      external_gateway_info:
        row.gatewayNetworkId === null
          ? null
          : {
              network_id: row.gatewayNetworkId,
              external_fixed_ips: (port?.fixedIps ?? []).map((fixed) => ({
                subnet_id: fixed.subnetId,
                ip_address: fixed.ipAddress,
              })),
              enable_snat: row.enableSnat,
            },
      routes: row.routes,
    };
  }

  target(row: RouterRow): PolicyTarget {
    return ownerTarget(row.projectId);
  }

  targetOfNew(_values: z.infer<typeof create>, { projectId }: NewRow): PolicyTarget {
    return ownerTarget(projectId);
  }

  make(values: z.infer<typeof create>, { projectId, caller }: NewRow): RouterRow {
    const row = this.rows.put({
      ...this.#context.standard({ ...values, projectId }),
      adminStateUp: values.admin_state_up,
      gatewayNetworkId: null,
      gatewayPortId: null,
      enableSnat: true,
      routes: [],
    });
    if (!isGiven(values.external_gateway_info)) return row;
    return this.rows.put({ ...row, ...this.#openGateway(row, values.external_gateway_info, caller) });
  }

  change(row: RouterRow, values: z.infer<typeof update>, caller: Caller): RouterRow {
    if (values.routes) this.#checkRoutes(row, values.routes);
    const way =
      values.external_gateway_info === undefined ? {} : this.#changeGateway(row, values.external_gateway_info, caller);
    return this.rows.put(
      this.#context.changed(row, {
        name: values.name ?? row.name,
        description: values.description ?? row.description,
        adminStateUp: values.admin_state_up ?? row.adminStateUp,
        routes: values.routes ?? row.routes,
        ...way,
      }),
    );
  }

  remove(row: RouterRow): void {
    const ports = this.interfaces(row.id);
    if (ports.length > 0) {
      const ids = ports.map(({ id }) => id).join(',');
      throw fault(409, 'RouterInUse', `Router ${row.id} has ports still attached: ${ids}`);
    }
    this.#closeGateway(row);
    this.rows.remove(row.id);
  }

  /** Ports of a router in the networks that it joins. */
  interfaces(routerId: string): readonly PortRow[] {
    const ports = this.#context.tables.ports.find('byDevice', routerId);
    return ports.filter(({ deviceOwner }) => deviceOwner === 'network:router_interface');
  }

  #changeGateway(row: RouterRow, given: Gateway, caller: Caller): Partial<RouterRow> {
    if (!isGiven(given)) return this.#closeGateway(row);
    const isSame = given.network_id === row.gatewayNetworkId && given.external_fixed_ips === undefined;
    if (isSame) return { enableSnat: given.enable_snat ?? true };
    return { ...this.#closeGateway(row), ...this.#openGateway(row, given, caller) };
  }

  #openGateway(row: RouterRow, given: GivenGateway, caller: Caller): Partial<RouterRow> {
    const network = this.#context.tables.networks.get(given.network_id);
    if (!network || !caller.allows('get_network', networkTarget(network))) throw networkNotFound(given.network_id);
    if (!network.external) throw badResource('router', `Network ${network.id} is not an external network`);
    this.#refuseOverlap(row, network);
    // As in Neutron, the gateway's port belongs to nobody: the project neither sees nor pays for it.
    const port = this.#ports.add(network, '', {
      device_id: row.id,
      device_owner: 'network:router_gateway',
      fixed_ips: given.external_fixed_ips,
      groups: () => [],
    });
    return { gatewayNetworkId: network.id, gatewayPortId: port.id, enableSnat: given.enable_snat ?? true };
  }

  #closeGateway(row: RouterRow): Partial<RouterRow> {
    if (row.gatewayPortId === null) return {};
    const { floatingIps, ports } = this.#context.tables;
    if (floatingIps.count('byRouter', row.id) > 0) {
      const what = `Gateway cannot be updated for router ${row.id}, since a gateway to external network ${row.gatewayNetworkId}`;
      throw fault(409, 'RouterExternalGatewayInUseByFloatingIp', `${what} is required by one or more floating IPs.`);
    }
    const port = ports.get(row.gatewayPortId);
    if (port) deletePort(this.#context, port);
    return { gatewayNetworkId: null, gatewayPortId: null, enableSnat: true };
  }

  #refuseOverlap(row: RouterRow, network: NetworkRow): void {
    const { subnets } = this.#context.tables;
    for (const { fixedIps, networkId } of this.interfaces(row.id)) {
      if (networkId === network.id) throw badResource('router', 'Router interface and gateway are on one network');
      for (const { subnetId } of fixedIps) {
        const inner = subnets.get(subnetId)!;
        const outer = subnets.find('byNetwork', network.id).find(({ cidr }) => overlapping(cidr, inner.cidr));
        if (outer) {
          const message = `Cidr ${inner.cidr} of subnet ${inner.id} overlaps with cidr ${outer.cidr} of subnet ${outer.id}`;
          throw badResource('router', message);
        }
      }
    }
  }

  #checkRoutes(row: RouterRow, routes: readonly z.infer<typeof route>[]): void {
    const ports = this.#context.tables.ports.find('byDevice', row.id);
    const blocks = ports.flatMap(({ fixedIps }) =>
      fixedIps.map(({ subnetId }) => parsePrefix(this.#context.tables.subnets.get(subnetId)!.cidr)!),
    );
    for (const { destination, nexthop } of routes) {
      const hop = parseAddress(nexthop)!;
      const isOwn = ports.some(({ fixedIps }) => fixedIps.some(({ ipAddress }) => ipAddress === nexthop));
      if (!isOwn && blocks.some((block) => contains(block, hop))) continue;
      const reason = isOwn ? 'the nexthop is used by router' : 'the nexthop is not connected with router';
      const message = `Invalid format for routes: [{"destination": "${destination}", "nexthop": "${nexthop}"}], ${reason}`;
      throw fault(400, 'InvalidRoutes', message);
    }
  }
}

type GivenGateway = Exclude<Gateway, null> & { readonly network_id: string };

const isGiven = (given: Gateway): given is GivenGateway => given !== null && 'network_id' in given;

export function overlapping(one: string, other: string): boolean {
  const [a, b] = [parsePrefix(one)!, parsePrefix(other)!];
  return contains(a, b) || contains(b, a);
}
