import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import {
  address,
  boolean,
  cidr,
  description,
  flag,
  listOf,
  name,
  oneOf,
  range,
  route,
  shown,
  text,
  uuid,
} from '../attribute-schemas.ts';
import { addressOf, bitsOf, overlap, parseAddress, parsePrefix } from '../../ip-address.ts';
import type { IpPrefix } from '../../ip-address.ts';
import { fixedIpsFor } from '../books/choose-addresses.ts';
import { newMac } from '../books/new-mac.ts';
import { isHostOf, lastOf } from '../books/subnet-hosts.ts';
import { ipv6Modes } from '../model.ts';
import type { AddressRange, SubnetRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { fault, invalidInput, subnetNotFound } from '../network-faults.ts';
import type { Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { deletePort, isHousekeeping } from './delete-port.ts';
import { networkTarget, openNetwork, visibleNetwork } from './networks.ts';

const routesMax = 20;
const nameserversMax = 5;
const poolsMax = 64;

const create = z.object({
  project_id: text.optional(),
  name,
  description,
  network_id: uuid,
  ip_version: z.unknown().transform((value, context): 4 | 6 => {
    if (value === 4 || value === '4') return 4;
    if (value === 6 || value === '6') return 6;
    context.addIssue({ code: 'custom', message: `${shown(value)} is not in [4, 6]` });
    return z.NEVER;
  }),
  cidr,
  gateway_ip: address.nullable().optional(),
  enable_dhcp: flag(true),
  allocation_pools: listOf(range, poolsMax).optional(),
  dns_nameservers: listOf(address, nameserversMax).default([]),
  host_routes: listOf(route, routesMax).default([]),
  ipv6_ra_mode: oneOf(ipv6Modes).nullable().default(null),
  ipv6_address_mode: oneOf(ipv6Modes).nullable().default(null),
  subnetpool_id: z.null({ error: 'there are no subnet pools' }).optional(),
});

const update = z.object({
  name: text.optional(),
  description: text.optional(),
  gateway_ip: address.nullable().optional(),
  enable_dhcp: boolean.optional(),
  allocation_pools: listOf(range, poolsMax).optional(),
  dns_nameservers: listOf(address, nameserversMax).optional(),
  host_routes: listOf(route, routesMax).optional(),
});

/** Subnets: a block of addresses of a network, and what guests are told about it. */
export class Subnets implements Resource<SubnetRow, typeof create, typeof update> {
  readonly name = 'subnet';
  readonly collection = 'subnets';
  readonly path = 'subnets';
  readonly rows;
  readonly notFound = subnetNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = [
    ...standardFilters,
    'network_id',
    'ip_version',
    'cidr',
    'gateway_ip',
    'enable_dhcp',
    'ipv6_ra_mode',
    'ipv6_address_mode',
    'subnetpool_id',
  ];
  /** A subnet is shared as its network is. */
  readonly specialFilters = {
    shared: (json: Json, value: string): boolean =>
      (this.#context.tables.networks.get(json['network_id'] as string)?.shared ?? false) ===
      /^(?:true|1)$/i.test(value),
  };
  readonly indexes = { network_id: 'byNetwork', name: 'byName', project_id: 'byProject', tenant_id: 'byProject' };
  readonly #context: NetworkContext;

  constructor(context: NetworkContext) {
    this.#context = context;
    this.rows = context.tables.subnets;
  }

  toJson(row: SubnetRow): Json {
    return {
      ...standardJson(row),
      network_id: row.networkId,
      ip_version: row.ipVersion,
      subnetpool_id: null,
      enable_dhcp: row.enableDhcp,
      ipv6_ra_mode: row.ipv6RaMode,
      ipv6_address_mode: row.ipv6AddressMode,
      gateway_ip: row.gatewayIp,
      cidr: row.cidr,
      allocation_pools: row.allocationPools,
      host_routes: row.hostRoutes,
      dns_nameservers: row.dnsNameservers,
    };
  }

  target(row: SubnetRow): PolicyTarget {
    const network = this.#context.tables.networks.get(row.networkId);
    return { ...(network && networkTarget(network)), ...ownerTarget(row.projectId) };
  }

  targetOfNew(values: z.infer<typeof create>, place: NewRow): PolicyTarget {
    return {
      ...networkTarget(openNetwork(this.#context, values.network_id, place, this.name)),
      ...ownerTarget(place.projectId),
    };
  }

  make(values: z.infer<typeof create>, place: NewRow): SubnetRow {
    const network = visibleNetwork(this.#context, values.network_id, place);
    const prefix = parsePrefix(values.cidr)!;
    checkCidr(prefix, values);
    if (prefix.version === 6 && network.mtu < ipv6MtuMin) {
      const message = `Subnets with IPv6 need an MTU of ${ipv6MtuMin} or more; network ${network.id} has ${network.mtu}.`;
      throw fault(409, 'NetworkMTUSubnetConflict', message);
    }
    for (const other of this.rows.find('byNetwork', network.id)) {
      if (!overlap(parsePrefix(other.cidr)!, prefix)) continue;
      const what = `Requested subnet with cidr: ${values.cidr} for network: ${network.id}`;
      throw invalidInput(`${what} overlaps with another subnet`);
    }
    const gateway = values.gateway_ip === undefined ? defaultGateway(prefix) : values.gateway_ip;
    checkGateway(prefix, gateway);
    const pools = values.allocation_pools ?? poolsAround(prefix, gateway);
    checkPools(prefix, pools, gateway);
    checkRoutes(prefix, values.host_routes, values.dns_nameservers);
    const row = this.rows.put({
      ...this.#context.standard({ ...values, projectId: place.projectId }),
      networkId: network.id,
      ipVersion: values.ip_version,
      cidr: prefix.text,
      gatewayIp: gateway,
      enableDhcp: values.enable_dhcp,
      ipv6RaMode: values.ipv6_ra_mode,
      ipv6AddressMode: values.ipv6_address_mode,
      allocationPools: pools,
      dnsNameservers: values.dns_nameservers,
      hostRoutes: values.host_routes,
    });
    this.#serveDhcp(row);
    return row;
  }

  change(row: SubnetRow, values: z.infer<typeof update>): SubnetRow {
    const prefix = parsePrefix(row.cidr)!;
    const gateway = values.gateway_ip === undefined ? row.gatewayIp : values.gateway_ip;
    const pools = values.allocation_pools ?? row.allocationPools;
    const hostRoutes = values.host_routes ?? row.hostRoutes;
    const dnsNameservers = values.dns_nameservers ?? row.dnsNameservers;
    if (gateway !== row.gatewayIp) {
      checkGateway(prefix, gateway);
      this.#refuseGatewayInUse(row, gateway);
    }
    checkPools(prefix, pools, gateway);
    checkRoutes(prefix, hostRoutes, dnsNameservers);
    const changed = this.rows.put(
      this.#context.changed(row, {
        name: values.name ?? row.name,
        description: values.description ?? row.description,
        enableDhcp: values.enable_dhcp ?? row.enableDhcp,
        gatewayIp: gateway,
        allocationPools: pools,
        hostRoutes,
        dnsNameservers,
      }),
    );
    this.#serveDhcp(changed);
    return changed;
  }

  remove(row: SubnetRow): void {
    const { ports } = this.#context.tables;
    const own = ports.find('byNetwork', row.networkId).filter((port) => hasAddressIn(port, row.id));
    if (own.some((port) => !isHousekeeping(port))) {
      const message = 'One or more ports have an IP allocation from this subnet';
      throw fault(409, 'SubnetInUse', `Unable to complete operation on subnet ${row.id}: ${message}.`);
    }
    for (const port of own) deletePort(this.#context, port);
    this.rows.remove(row.id);
  }

  /** The gateway answers DHCP; without one there is a port whose address does. */
  #serveDhcp(row: SubnetRow): void {
    const { servicePorts } = this.#context;
    const { ports, networks } = this.#context.tables;
    const found = servicePorts.of(row.networkId).find((port) => isHousekeeping(port) && hasAddressIn(port, row.id));
    const isNeeded = row.enableDhcp && row.gatewayIp === null;
    if (found && !isNeeded) deletePort(this.#context, found);
    if (found || !isNeeded) return;
    const macAddress = newMac(this.#context, row.networkId);
    const fixedIps = fixedIpsFor(
      this.#context,
      { networkId: row.networkId, macAddress },
      [{ subnetId: row.id }],
      'asked',
    );
    ports.put({
      ...this.#context.standard({ projectId: networks.get(row.networkId)!.projectId }),
      networkId: row.networkId,
      macAddress,
      adminStateUp: true,
      status: 'ACTIVE',
      deviceId: `dhcp-${row.id}`,
      deviceOwner: 'network:dhcp',
      fixedIps,
      allowedAddressPairs: [],
      portSecurity: false,
      securityGroups: [],
      hostId: '',
      vnicType: 'normal',
      bindingProfile: {},
      nicPosition: null,
      nicTag: null,
      madeForServer: false,
    });
  }

  #refuseGatewayInUse(row: SubnetRow, gateway: string | null): void {
    const { addresses, tables } = this.#context;
    const old = row.gatewayIp === null ? undefined : addresses.owner(row.id, row.gatewayIp);
    const next = gateway === null ? undefined : addresses.owner(row.id, gateway);
    const port = old ?? next;
    if (port === undefined) return;
    const inUse = `Current gateway ip ${row.gatewayIp ?? gateway} already in use by port ${port}. Unable to update.`;
    if (tables.ports.get(port)) throw fault(409, 'GatewayIpInUse', inUse);
  }
}

const ipv6MtuMin = 1280;

const hasAddressIn = (
  { fixedIps }: { readonly fixedIps: readonly { readonly subnetId: string }[] },
  id: string,
): boolean => fixedIps.some(({ subnetId }) => subnetId === id);

function checkCidr(prefix: IpPrefix, values: z.infer<typeof create>): void {
  const { ip_version: version, ipv6_ra_mode: ra, ipv6_address_mode: mode, enable_dhcp: dhcp } = values;
  if (prefix.version !== version) {
    throw invalidInput(`Invalid CIDR ${values.cidr} for IP version ${version}`);
  }
  if (prefix.length === 0) throw invalidInput('0 is not allowed as CIDR prefix length');
  if (dhcp && prefix.length > bitsOf(version) - 2) {
    throw invalidInput(
      `Cannot create IPv${version} subnet ${prefix.text} with DHCP: it has no room for a gateway and a guest`,
    );
  }
  if (prefix.version === 4 && (ra !== null || mode !== null)) {
    throw invalidInput('ipv6_ra_mode or ipv6_address_mode cannot be set when the IP version is 4');
  }
  if (prefix.version === 6 && !dhcp && (ra !== null || mode !== null)) {
    throw invalidInput('ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False');
  }
  if (ra !== null && mode !== null && ra !== mode) {
    throw invalidInput(`ipv6_ra_mode set to '${ra}' with ipv6_address_mode set to '${mode}' is not valid`);
  }
  if ((mode === 'slaac' || mode === 'dhcpv6-stateless') && prefix.length !== 64) {
    throw invalidInput(
      `Invalid CIDR ${prefix.text} for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64`,
    );
  }
  const [first] = [prefix.base.value >> BigInt(bitsOf(version) - 8)];
  if (version === 4 ? first >= 224n || first === 127n || first === 0n : first === 0xffn || prefix.base.value < 2n) {
    throw invalidInput(`Invalid CIDR ${prefix.text}: it is multicast, loopback or reserved`);
  }
}

/** Neutron's choice: for IPv6 the subnet's own address, to which its routers answer. */
function defaultGateway({ version, base }: IpPrefix): string {
  return version === 6 ? base.text : addressOf(version, base.value + 1n).text;
}

function checkGateway(prefix: IpPrefix, gateway: string | null): void {
  if (gateway === null) return;
  const read = parseAddress(gateway)!;
  if (isHostOf(prefix, read) || (prefix.version === 6 && read.value === prefix.base.value)) return;
  throw invalidInput('Gateway is not valid on subnet');
}

/** All hosts of the subnet but the gateway. */
function poolsAround(prefix: IpPrefix, gateway: string | null): readonly AddressRange[] {
  const first = prefix.base.value + 1n;
  const last = lastOf(prefix) - (prefix.version === 4 ? 1n : 0n);
  const hole = gateway === null ? undefined : parseAddress(gateway)!.value;
  const at = (value: bigint): string => addressOf(prefix.version, value).text;
  const parts =
    hole === undefined || hole < first
      ? [[first, last]]
      : [
          [first, hole - 1n],
          [hole + 1n, last],
        ];
  return parts.flatMap(([start, end]) => (start! <= end! ? [{ start: at(start!), end: at(end!) }] : []));
}

function checkPools(prefix: IpPrefix, pools: readonly AddressRange[], gateway: string | null): void {
  const read = pools.map(({ start, end }) => ({ start: parseAddress(start)!, end: parseAddress(end)! }));
  for (const { start, end } of read) {
    const pool = `${start.text}-${end.text}`;
    if (start.version !== prefix.version || end.version !== prefix.version || start.value > end.value) {
      throw fault(400, 'InvalidAllocationPool', `The allocation pool ${pool} is not valid.`);
    }
    if (!isHostOf(prefix, start) || !isHostOf(prefix, end)) {
      throw fault(
        400,
        'OutOfBoundsAllocationPool',
        `The allocation pool ${pool} spans beyond the subnet cidr ${prefix.text}.`,
      );
    }
    const own = gateway === null ? undefined : parseAddress(gateway)!.value;
    if (own !== undefined && own >= start.value && own <= end.value) {
      throw fault(
        409,
        'GatewayConflictWithAllocationPools',
        `Gateway ip ${gateway} conflicts with allocation pool ${pool}.`,
      );
    }
  }
  const sorted = read.toSorted((a, b) => Number(a.start.value > b.start.value) - Number(a.start.value < b.start.value));
  sorted.forEach((pool, at) => {
    const next = sorted[at + 1];
    if (next && next.start.value <= pool.end.value) {
      const pair = `${pool.start.text}-${pool.end.text}, ${next.start.text}-${next.end.text}`;
      throw fault(
        409,
        'OverlappingAllocationPools',
        `Found overlapping allocation pools: ${pair} for subnet ${prefix.text}.`,
      );
    }
  });
}

function checkRoutes(prefix: IpPrefix, routes: readonly z.infer<typeof route>[], nameservers: readonly string[]): void {
  const all = [...routes.flatMap(({ destination, nexthop }) => [destination, nexthop]), ...nameservers];
  const stranger = all.find((one) => parsePrefix(one)!.version !== prefix.version);
  if (stranger === undefined) return;
  throw invalidInput(`'${stranger}' is not an address of IP version ${prefix.version}`);
}
