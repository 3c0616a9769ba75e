import { z } from 'zod';
import { didYouMean } from '../../core/index.ts';
import { contains, overlap, parseAddress, parsePrefix, wholePrefix } from './ip-address.ts';
import type { IpAddress, IpPrefix } from './ip-address.ts';
import { NetworkError } from './network-error.ts';
import { icmp, icmpv6, protocolNames, protocolNumber, protocolsWithPorts } from './protocol-numbers.ts';
import type { PortBinding } from './port.ts';

export interface CheckedSubnet {
  readonly id: string;
  readonly prefix: IpPrefix;
  readonly gateway: IpAddress | null;
  /** Where DHCP answers; null where DHCP is off. */
  readonly dhcpServer: IpAddress | null;
  readonly nameservers: readonly IpAddress[];
  readonly routes: readonly { readonly destination: IpPrefix; readonly nexthop: IpAddress }[];
}

export interface CheckedNetwork {
  readonly id: string;
  readonly mtu: number;
  readonly subnets: readonly CheckedSubnet[];
  readonly nat: boolean;
  readonly routes: readonly string[];
}

export interface CheckedRule {
  readonly direction: 'ingress' | 'egress';
  readonly version: 4 | 6;
  /** IANA's number; undefined is any. */
  readonly protocol: number | undefined;
  /** Ports, or ICMP's type and, as `max`, code. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Undefined is anybody, an empty list nobody. */
  readonly remotes: readonly IpPrefix[] | undefined;
}

/** A port whose every text has been read: what follows works with numbers, addresses and hexadecimal names only. */
export interface CheckedPort {
  readonly id: string;
  readonly network: CheckedNetwork;
  readonly mac: string;
  readonly addresses: readonly IpAddress[];
  /** What it may send from, its own addresses included. */
  readonly sources: readonly { readonly mac: string; readonly prefix: IpPrefix }[];
  readonly portSecurity: boolean;
  readonly floatingIps: readonly { readonly fixed: IpAddress; readonly floating: IpAddress }[];
  readonly rules: readonly CheckedRule[];
}

/** @throws NetworkError `bad-port`, with the path of the first wrong value, what was found and what is accepted */
export function checkPort(port: PortBinding): CheckedPort {
  const read = portSchema.safeParse(port);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  const where = path.length === 0 ? '' : `, ${path.join('.')}`;
  throw new NetworkError('bad-port', `port ${nameOf(port)}${where}: ${message}`);
}

/** @throws NetworkError `bad-port` */
export function checkPortId(portId: string): string {
  const read = uuid.safeParse(portId);
  if (!read.success)
    throw new NetworkError('bad-port', `port ${JSON.stringify(portId)}: ${read.error.issues[0]!.message}`);
  return read.data;
}

const nameOf = (port: PortBinding): string => JSON.stringify((port as Partial<PortBinding> | null)?.id ?? 'without id');

const found = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? 'nothing';

function reading<Value>(accepted: string, read: (text: string) => Value | undefined): z.ZodType<Value, string> {
  return z
    .string({ error: ({ input }) => `${found(input)} is not accepted; ${accepted} is` })
    .transform((text, context) => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: `${found(text)} is not accepted; ${accepted} is` });
      return z.NEVER;
    });
}

const uuid = reading('a UUID', (text) =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined,
);
/** Multicast addresses, those with the lowest bit of the first octet, cannot be a sender's. */
const mac = reading('the MAC address of one station, such as fa:16:3e:00:00:01,', (text) =>
  /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/i.test(text) && !/^00(?::00){5}$/.test(text)
    ? text.toLowerCase()
    : undefined,
);
const address = reading('an IPv4 or IPv6 address', parseAddress);
const prefix = reading('an address or a block of addresses, such as 10.0.0.0/24,', parsePrefix);
const mtuMin = 68;
const mtuMinIpv6 = 1280;

const subnetSchema = z
  .object({
    id: uuid,
    cidr: prefix,
    gatewayIp: address.nullable(),
    dhcpServerIp: address.optional(),
    dnsNameservers: z.array(address).max(64),
    hostRoutes: z.array(z.object({ destination: prefix, nexthop: address })).max(256),
    enableDhcp: z.boolean(),
  })
  .transform((subnet, context): CheckedSubnet => {
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    const { cidr, gatewayIp: gateway, enableDhcp } = subnet;
    const server = subnet.dhcpServerIp ?? gateway;
    for (const own of [gateway, subnet.dhcpServerIp]) {
      if (own && !isHost(cidr, own)) complain(`${own.text} is not the address of a host in ${cidr.text}`);
    }
    if (enableDhcp && !server) complain('DHCP is on, so either gatewayIp or dhcpServerIp has to be given');
    const all = [...subnet.dnsNameservers, ...subnet.hostRoutes.flatMap((route) => [route.destination, route.nexthop])];
    const stranger = all.find((one) => one.version !== cidr.version);
    if (stranger) complain(`${stranger.text} is not of the IP version of ${cidr.text}`);
    return {
      id: subnet.id,
      prefix: cidr,
      gateway,
      dhcpServer: enableDhcp ? server : null,
      nameservers: subnet.dnsNameservers,
      routes: subnet.hostRoutes,
    };
  });

const networkSchema = z
  .object({
    id: uuid,
    mtu: z.int().min(mtuMin).max(65_535),
    nat: z.boolean(),
    routes: z.array(uuid).max(256).default([]),
    subnets: z.array(subnetSchema).max(64),
  })
  .superRefine((network, context) => {
    const { subnets, mtu } = network;
    subnets.forEach((subnet, index) => {
      const other = subnets.slice(0, index).find((one) => one.id === subnet.id || overlap(one.prefix, subnet.prefix));
      if (other) {
        const message = `${subnet.prefix.text} overlaps ${other.prefix.text}, or has the same id`;
        context.addIssue({ code: 'custom', path: ['subnets', index], message });
      }
    });
    if (mtu < mtuMinIpv6 && subnets.some((subnet) => subnet.prefix.version === 6)) {
      const message = `${mtu} is not accepted; IPv6 needs ${mtuMinIpv6} or more`;
      context.addIssue({ code: 'custom', path: ['mtu'], message });
    }
  });

const ruleSchema = z
  .object({
    direction: z.enum(['ingress', 'egress']),
    etherType: z.enum(['IPv4', 'IPv6']),
    protocol: z.string().max(32).optional(),
    portRangeMin: z.int().min(0).max(65_535).optional(),
    portRangeMax: z.int().min(0).max(65_535).optional(),
    remoteIpPrefix: prefix.optional(),
    remoteAddresses: z.array(prefix).max(65_536).optional(),
  })
  .transform((rule, context): CheckedRule => {
    const version = rule.etherType === 'IPv4' ? 4 : 6;
    const { protocol: name, portRangeMin: min, portRangeMax: max, remoteIpPrefix: remote, remoteAddresses } = rule;
    const any = name === undefined || name === 'any';
    const protocol = any ? undefined : protocolNumber(name, version);
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    if (!any && protocol === undefined) {
      const hint = didYouMean(name, protocolNames);
      complain(`protocol ${found(name)} is not accepted; a name such as tcp or a number to 255 is${hint}`);
    }
    const wrongRange = rangeObstacle(protocol, min, max);
    if (wrongRange) complain(wrongRange);
    if (remote && remote.version !== version) complain(`${remote.text} is not of ${rule.etherType}`);
    if (remote && remoteAddresses) complain('remoteIpPrefix and remoteAddresses exclude each other');
    // The members of a group have addresses of both versions; a rule is about one.
    const members = remoteAddresses?.filter((member) => member.version === version);
    const remotes = remote ? [remote] : members;
    return { direction: rule.direction, version, protocol, min, max, remotes };
  });

function rangeObstacle(
  protocol: number | undefined,
  min: number | undefined,
  max: number | undefined,
): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (min === undefined) return 'portRangeMax is given without portRangeMin';
  if (protocol === icmp || protocol === icmpv6)
    return min > 255 || (max ?? 0) > 255 ? 'type and code of ICMP are at most 255' : undefined;
  if (protocol === undefined || !protocolsWithPorts.includes(protocol)) return 'this protocol has no ports';
  if (max === undefined) return 'portRangeMin is given without portRangeMax';
  return min > max ? `portRangeMin ${min} is above portRangeMax ${max}` : undefined;
}

const portSchema = z
  .object({
    id: uuid,
    network: networkSchema,
    macAddress: mac,
    fixedIps: z.array(z.object({ subnetId: uuid, ipAddress: address })).max(64),
    allowedAddressPairs: z.array(z.object({ ipAddress: prefix, macAddress: mac.optional() })).max(256),
    portSecurity: z.boolean(),
    floatingIps: z
      .array(z.object({ fixedIp: address, ipAddress: address }))
      .max(64)
      .default([]),
    rules: z.array(ruleSchema).max(5000),
  })
  .transform((port, context): CheckedPort => {
    port.fixedIps.forEach(({ subnetId, ipAddress }, index) => {
      const obstacle = fixedIpObstacle(port.network, subnetId, ipAddress);
      if (obstacle) context.addIssue({ code: 'custom', path: ['fixedIps', index], message: obstacle });
    });
    port.floatingIps.forEach(({ fixedIp, ipAddress }, index) => {
      const isOwn = port.fixedIps.some((own) => own.ipAddress.text === fixedIp.text);
      const obstacle = isOwn ? undefined : `${fixedIp.text} is not an address of the port`;
      const message = fixedIp.version === 4 && ipAddress.version === 4 ? obstacle : 'only IPv4 addresses float';
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['floatingIps', index], message });
    });
    const own = port.fixedIps.map(({ ipAddress }) => ({ mac: port.macAddress, prefix: wholePrefix(ipAddress) }));
    const pairs = port.allowedAddressPairs.map((pair) => ({
      mac: pair.macAddress ?? port.macAddress,
      prefix: pair.ipAddress,
    }));
    return {
      id: port.id,
      network: port.network,
      mac: port.macAddress,
      addresses: port.fixedIps.map(({ ipAddress }) => ipAddress),
      sources: [...own, ...pairs],
      portSecurity: port.portSecurity,
      floatingIps: port.floatingIps.map(({ fixedIp, ipAddress }) => ({ fixed: fixedIp, floating: ipAddress })),
      rules: port.rules,
    };
  });

function fixedIpObstacle(network: CheckedNetwork, subnetId: string, ip: IpAddress): string | undefined {
  const subnet = network.subnets.find(({ id }) => id === subnetId);
  if (!subnet) return `the network has no subnet ${subnetId}`;
  if (!isHost(subnet.prefix, ip)) return `${ip.text} is not the address of a host in ${subnet.prefix.text}`;
  const taken = [subnet.gateway, subnet.dhcpServer].some((one) => one?.value === ip.value);
  return taken ? `${ip.text} is the host's own address in ${subnet.prefix.text}` : undefined;
}

/** Neither the network's own nor its broadcast address, which blocks of one or two addresses do not have. */
function isHost(block: IpPrefix, ip: IpAddress): boolean {
  if (!contains(block, ip)) return false;
  if (block.version === 6 || block.length >= 31) return true;
  const last = block.base.value + (1n << BigInt(32 - block.length)) - 1n;
  return ip.value !== block.base.value && ip.value !== last;
}
