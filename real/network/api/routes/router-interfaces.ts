import { z } from 'zod';
import { route } from '../../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../../http/api-route.ts';
import { uuid } from '../attribute-schemas.ts';
import type { PortRow, RouterRow, SubnetRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { badRequest, badResource, fault, portNotFound, subnetNotFound } from '../network-faults.ts';
import type { Json } from '../resource.ts';
import type { ResourceDoor } from '../resource-routes.ts';
import { deletePort } from '../resources/delete-port.ts';
import type { Ports } from '../resources/ports.ts';
import { overlapping } from '../resources/routers.ts';
import type { Routers } from '../resources/routers.ts';

const interfaceBody = z.object({ subnet_id: uuid.optional(), port_id: uuid.optional() });
type Interface = z.infer<typeof interfaceBody>;

/** Puts routers into subnets, and takes them out. */
export function routerInterfaceRoutes(context: NetworkContext, { routers, ports, doors }: RouterParts): ApiRoute[] {
  const interfaces = new RouterInterfaces(context, { routers, ports, doors });
  const action = (verb: 'add' | 'remove'): ApiRoute =>
    route({
      method: 'PUT',
      path: `/v2.0/routers/:id/${verb}_router_interface`,
      access: 'token',
      body: z.unknown(),
      handler: async (request) => {
        doors.routers.visible(request);
        const asked = readInterface(request.body);
        const body = await context.write(() => {
          const router = doors.routers.authorized(request, `${verb}_router_interface`) as RouterRow;
          return verb === 'add' ? interfaces.add(request, router, asked) : interfaces.remove(router, asked);
        });
        return { status: 200, body };
      },
    });
  return [action('add'), action('remove')];
}

interface RouterParts {
  readonly routers: Routers;
  readonly ports: Ports;
  readonly doors: Readonly<Record<'routers' | 'ports' | 'subnets', ResourceDoor>>;
}

function readInterface(body: unknown): Interface {
  const read = interfaceBody.safeParse(body);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    throw badRequest(
      path.length === 0 ? 'Body contains invalid data' : `Invalid input for ${path.join('.')}. Reason: ${message}.`,
    );
  }
  if (read.data.subnet_id === undefined && read.data.port_id === undefined) {
    throw badResource('router', 'Either subnet_id or port_id must be specified');
  }
  return read.data;
}

class RouterInterfaces {
  readonly #context: NetworkContext;
  readonly #parts: RouterParts;

  constructor(context: NetworkContext, parts: RouterParts) {
    this.#context = context;
    this.#parts = parts;
  }

  add(request: ApiRequest, router: RouterRow, asked: Interface): Json {
    if (asked.subnet_id !== undefined && asked.port_id !== undefined) {
      throw badResource('router', 'Cannot specify both subnet-id and port-id');
    }
    const { doors } = this.#parts;
    if (asked.port_id !== undefined) {
      const port = doors.ports.authorized({ ...request, params: { id: asked.port_id } }, 'update_port') as PortRow;
      return this.#addPort(router, port);
    }
    const subnet = doors.subnets.visible({ ...request, params: { id: asked.subnet_id! } }) as SubnetRow;
    return this.#addSubnet(router, subnet);
  }

  remove(router: RouterRow, asked: Interface): Json {
    const port = this.#interfaceOf(router, asked);
    const ids = port.fixedIps.map(({ subnetId }) => subnetId);
    if (asked.port_id !== undefined && asked.subnet_id !== undefined && !ids.includes(asked.subnet_id)) {
      const message = `Subnet ${asked.subnet_id} on router ${router.id} is not on port ${asked.port_id}`;
      throw fault(409, 'SubnetMismatchForPort', message);
    }
    const { floatingIps } = this.#context.tables;
    for (const floating of floatingIps.find('byRouter', router.id)) {
      const target = floating.portId === null ? undefined : this.#context.tables.ports.get(floating.portId);
      const subnetId = target?.fixedIps.find(({ ipAddress }) => ipAddress === floating.fixedIpAddress)?.subnetId;
      if (subnetId === undefined || !ids.includes(subnetId)) continue;
      const what = `Router interface for subnet ${subnetId} on router ${router.id} cannot be deleted`;
      throw fault(409, 'RouterInterfaceInUseByFloatingIP', `${what}, as it is required by one or more floating IPs.`);
    }
    deletePort(this.#context, port);
    return answerOf(router, port);
  }

  #addSubnet(router: RouterRow, subnet: SubnetRow): Json {
    const { tables } = this.#context;
    if (subnet.gatewayIp === null) throw badResource('router', `Subnet for router interface must have a gateway IP`);
    this.#refuseSubnets(router, [subnet]);
    const port = this.#parts.ports.add(tables.networks.get(subnet.networkId)!, router.projectId, {
      device_id: router.id,
      device_owner: 'network:router_interface',
      fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gatewayIp }],
      groups: () => [],
      mayBeGateway: true,
      onlyAsked: true,
    });
    return answerOf(router, port);
  }

  #addPort(router: RouterRow, port: PortRow): Json {
    const { tables } = this.#context;
    if (port.deviceId !== '') {
      const message = `Unable to complete operation on port ${port.id} for network ${port.networkId}. Port already has an attached device ${port.deviceId}.`;
      throw fault(409, 'PortInUse', message);
    }
    if (port.fixedIps.length === 0) throw badResource('router', 'Router port must have at least one fixed IP');
    this.#refuseSubnets(
      router,
      port.fixedIps.map(({ subnetId }) => tables.subnets.get(subnetId)!),
    );
    const bound = tables.ports.put(
      this.#context.changed(port, {
        deviceId: router.id,
        deviceOwner: 'network:router_interface',
        securityGroups: [],
        portSecurity: false,
        allowedAddressPairs: [],
      }),
    );
    return answerOf(router, bound);
  }

  #refuseSubnets(router: RouterRow, added: readonly SubnetRow[]): void {
    const { subnets } = this.#context.tables;
    const known = this.#parts.routers.interfaces(router.id).flatMap(({ fixedIps }) => fixedIps);
    const outer = router.gatewayNetworkId === null ? [] : subnets.find('byNetwork', router.gatewayNetworkId);
    for (const subnet of added) {
      if (known.some(({ subnetId }) => subnetId === subnet.id)) {
        throw badResource('router', `Router already has a port on subnet ${subnet.id}`);
      }
      const others = [...known.map(({ subnetId }) => subnets.get(subnetId)!), ...outer];
      const other = others.find(({ cidr }) => overlapping(cidr, subnet.cidr));
      if (!other) continue;
      const message = `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other.cidr} of subnet ${other.id}`;
      throw badResource('router', message);
    }
  }

  #interfaceOf(router: RouterRow, { port_id: portId, subnet_id: subnetId }: Interface): PortRow {
    const own = this.#parts.routers.interfaces(router.id);
    const { ports, subnets } = this.#context.tables;
    if (portId !== undefined) {
      const found = own.find(({ id }) => id === portId);
      if (found) return found;
      if (!ports.get(portId)) throw portNotFound(portId);
      const message = `Router ${router.id} does not have an interface with id ${portId}`;
      throw fault(404, 'RouterInterfaceNotFound', message);
    }
    const found = own.find(({ fixedIps }) => fixedIps.some((fixed) => fixed.subnetId === subnetId));
    if (found) return found;
    if (!subnets.get(subnetId!)) throw subnetNotFound(subnetId!);
    const message = `Router ${router.id} has no interface on subnet ${subnetId}`;
    throw fault(404, 'RouterInterfaceNotFoundForSubnet', message);
  }
}

function answerOf(router: RouterRow, port: PortRow): Json {
  const subnets = port.fixedIps.map(({ subnetId }) => subnetId);
  return {
    id: router.id,
    tenant_id: router.projectId,
    port_id: port.id,
    network_id: port.networkId,
    subnet_id: subnets.at(-1),
    subnet_ids: subnets,
  };
}
