import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { address, description, text, uuid } from '../attribute-schemas.ts';
import type { FloatingIpRow, PortRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { badResource, fault, floatingIpNotFound, portNotFound } from '../network-faults.ts';
import type { Caller, Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { deletePort } from './delete-port.ts';
import { visibleNetwork } from './networks.ts';
import type { Ports } from './ports.ts';

const create = z.object({
  project_id: text.optional(),
  description,
  floating_network_id: uuid,
  floating_ip_address: address.nullable().default(null),
  subnet_id: uuid.nullable().default(null),
  port_id: uuid.nullable().default(null),
  fixed_ip_address: address.nullable().default(null),
});

const update = z.object({
  description: text.optional(),
  port_id: uuid.nullable().optional(),
  fixed_ip_address: address.nullable().optional(),
});

/** Floating IPs: addresses of an external network that lead to a port of a project. */
export class FloatingIps implements Resource<FloatingIpRow, typeof create, typeof update> {
  readonly name = 'floatingip';
  readonly collection = 'floatingips';
  readonly path = 'floatingips';
  readonly rows;
  readonly notFound = floatingIpNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = [
    ...standardFilters.filter((name) => name !== 'name'),
    'floating_network_id',
    'floating_ip_address',
    'fixed_ip_address',
    'port_id',
    'router_id',
    'status',
  ];
  readonly indexes = {
    port_id: 'byPort',
    floating_ip_address: 'byAddress',
    router_id: 'byRouter',
    floating_network_id: 'byNetwork',
    project_id: 'byProject',
    tenant_id: 'byProject',
  };
  readonly #context: NetworkContext;
  readonly #ports: Ports;

  constructor(context: NetworkContext, ports: Ports) {
    this.#context = context;
    this.#ports = ports;
    this.rows = context.tables.floatingIps;
  }

  toJson(row: FloatingIpRow): Json {
    const port = row.portId === null ? undefined : this.#context.tables.ports.get(row.portId);
    return {
      ...standardJson(row),
      floating_ip_address: row.ipAddress,
      floating_network_id: row.networkId,
      router_id: row.routerId,
      port_id: row.portId,
      fixed_ip_address: row.fixedIpAddress,
      status: port?.status === 'ACTIVE' ? 'ACTIVE' : 'DOWN',
      port_details: port ? detailsOf(port) : null,
    };
  }

  target(row: FloatingIpRow): PolicyTarget {
    return ownerTarget(row.projectId);
  }

  targetOfNew(_values: z.infer<typeof create>, { projectId }: NewRow): PolicyTarget {
    return ownerTarget(projectId);
  }

  make(values: z.infer<typeof create>, place: NewRow): FloatingIpRow {
    const network = visibleNetwork(this.#context, values.floating_network_id, place);
    if (!network.external) {
      throw badResource('floatingip', `Network ${network.id} is not a valid external network`);
    }
    const standard = this.#context.standard({ ...values, projectId: place.projectId });
    const { floating_ip_address: wanted, subnet_id: subnet } = values;
    const asked = { ...(wanted !== null && { ip_address: wanted }), ...(subnet !== null && { subnet_id: subnet }) };
    const holder = this.#ports.add(network, '', {
      device_id: standard.id,
      device_owner: 'network:floatingip',
      ...(Object.keys(asked).length > 0 && { fixed_ips: [asked] }),
      groups: () => [],
    });
    const ip = holder.fixedIps.find(({ ipAddress }) => !ipAddress.includes(':'));
    if (!ip)
      throw fault(
        400,
        'ExternalIpAddressExhausted',
        `Unable to find any IP address on external network ${network.id}.`,
      );
    const { name: _name, ...unnamed } = standard;
    const row: FloatingIpRow = {
      ...unnamed,
      revision: 0,
      networkId: network.id,
      ipAddress: ip.ipAddress,
      holderPortId: holder.id,
      portId: null,
      fixedIpAddress: null,
      routerId: null,
    };
    return this.rows.put({ ...row, ...this.#association(row, values.port_id, values.fixed_ip_address, place.caller) });
  }

  change(row: FloatingIpRow, values: z.infer<typeof update>, caller: Caller): FloatingIpRow {
    const portId = values.port_id === undefined ? row.portId : values.port_id;
    const isAsked = values.port_id !== undefined || values.fixed_ip_address !== undefined;
    const association = isAsked ? this.#association(row, portId, values.fixed_ip_address ?? null, caller) : {};
    return this.rows.put(
      this.#context.changed(row, { description: values.description ?? row.description, ...association }),
    );
  }

  remove(row: FloatingIpRow): void {
    const holder = this.#context.tables.ports.get(row.holderPortId);
    this.rows.remove(row.id);
    if (holder) deletePort(this.#context, holder);
  }

  #association(
    row: FloatingIpRow,
    portId: string | null,
    fixedIp: string | null,
    caller: Caller,
  ): Pick<FloatingIpRow, 'portId' | 'fixedIpAddress' | 'routerId'> {
    if (portId === null) {
      if (fixedIp !== null) throw badResource('floatingip', 'fixed_ip_address cannot be specified without a port_id');
      return { portId: null, fixedIpAddress: null, routerId: null };
    }
    const port = this.#context.tables.ports.get(portId);
    if (!port || !caller.allows('get_port', this.#ports.target(port))) throw portNotFound(portId);
    if (port.projectId !== row.projectId) {
      throw badResource(
        'floatingip',
        `Port ${portId} is associated with a different tenant than Floating IP ${row.id} and therefore cannot be bound.`,
      );
    }
    const own = port.fixedIps.filter(({ ipAddress }) => !ipAddress.includes(':'));
    const fixed = fixedIp === null ? own[0] : own.find(({ ipAddress }) => ipAddress === fixedIp);
    if (!fixed) {
      const why = fixedIp === null ? 'does not have an IPv4 address' : `does not have fixed ip ${fixedIp}`;
      throw badResource('floatingip', `Port ${portId} ${why}`);
    }
    if (fixedIp === null && own.length > 1) {
      throw badResource(
        'floatingip',
        `Port ${portId} has multiple fixed IPv4 addresses.  Must provide a specific IPv4 address when assigning a floating IP`,
      );
    }
    this.#refuseSecond(row, portId, fixed.ipAddress);
    return { portId, fixedIpAddress: fixed.ipAddress, routerId: this.#routerTo(row, fixed.subnetId) };
  }

  #refuseSecond(row: FloatingIpRow, portId: string, fixedIp: string): void {
    const others = this.rows.find('byPort', portId).filter(({ id }) => id !== row.id);
    const twin = others.find((other) => other.fixedIpAddress === fixedIp && other.networkId === row.networkId);
    if (!twin) return;
    const what = `Cannot associate floating IP ${row.ipAddress} (${row.id}) with port ${portId} using fixed IP ${fixedIp}`;
    const why = `as that fixed IP already has a floating IP on external network ${row.networkId}`;
    throw fault(409, 'FloatingIPPortAlreadyAssociated', `${what}, ${why}.`);
  }

  /** The router that joins the port's subnet with the floating IP's network. */
  #routerTo({ networkId }: FloatingIpRow, subnetId: string): string {
    const { routers, subnets } = this.#context.tables;
    const inner = subnets.get(subnetId)!;
    for (const { deviceId, deviceOwner, fixedIps } of this.#context.servicePorts.of(inner.networkId)) {
      if (deviceOwner !== 'network:router_interface' || !fixedIps.some((fixed) => fixed.subnetId === subnetId))
        continue;
      if (routers.get(deviceId)?.gatewayNetworkId === networkId) return deviceId;
    }
    const message = `External network ${networkId} is not reachable from subnet ${subnetId}.  Therefore, cannot associate Port with a Floating IP.`;
    throw fault(404, 'ExternalGatewayForFloatingIPNotFound', message);
  }
}

const detailsOf = (port: PortRow): Json => ({
  name: port.name,
  network_id: port.networkId,
  mac_address: port.macAddress,
  admin_state_up: port.adminStateUp,
  status: port.status,
  device_id: port.deviceId,
  device_owner: port.deviceOwner,
});
