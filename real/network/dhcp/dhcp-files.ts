import path from 'node:path';
import { contains, prefixOf } from '../ip-address.ts';
import type { CheckedNetwork, CheckedPort, CheckedSubnet } from '../check-port.ts';

export interface DhcpPlace {
  /** The network's folder for dnsmasq; a path without white space. */
  readonly folder: string;
  readonly bridge: string;
}

export interface DhcpOptions {
  /** Whom dnsmasq becomes after its start. */
  readonly user: string;
  readonly leaseSeconds: number;
}

export const dhcpFile = {
  config: 'dnsmasq.conf',
  hosts: 'hosts',
  options: 'options',
  leases: 'leases',
  pid: 'pid',
  log: 'log',
} as const;

/** dnsmasq's configuration for a network: a change of it needs a new start. */
export function dhcpConfig(network: CheckedNetwork, place: DhcpPlace, options: DhcpOptions): string {
  const file = (name: keyof typeof dhcpFile): string => path.join(place.folder, dhcpFile[name]);
  const served = servedSubnets(network);
  return lines([
    // DHCP only: names are looked up where the subnet says.
    'port=0',
    'no-resolv',
    'no-hosts',
    'bind-interfaces',
    `interface=${place.bridge}`,
    'except-interface=lo',
    `user=${options.user}`,
    `pid-file=${file('pid')}`,
    `log-facility=${file('log')}`,
    `dhcp-leasefile=${file('leases')}`,
    `dhcp-hostsfile=${file('hosts')}`,
    `dhcp-optsfile=${file('options')}`,
    'dhcp-authoritative',
    // Addresses are reserved: asking around whether one is taken would only cost three seconds.
    'no-ping',
    ...served.map((subnet) => `dhcp-range=${range(subnet)},${options.leaseSeconds}`),
    `dhcp-option-force=option:mtu,${network.mtu}`,
    ...(served.some(({ prefix }) => prefix.version === 6) ? ['enable-ra', routerAdvertisement(network, place)] : []),
  ]);
}

/** A reservation for each port: nobody else is given an address. Read again on SIGHUP. */
export const dhcpHosts = (ports: Iterable<CheckedPort>): string =>
  lines([...ports].flatMap((port) => reservedAddresses(port).map((address) => `${port.mac},${address}`)).sort());

/** What guests are told, by subnet. Read again on SIGHUP. */
export const dhcpSubnetOptions = (network: CheckedNetwork): string =>
  lines(
    servedSubnets(network).flatMap((subnet) => (subnet.prefix.version === 4 ? options4(subnet) : options6(subnet))),
  );

const servedSubnets = (network: CheckedNetwork): CheckedSubnet[] =>
  network.subnets.filter(({ dhcpServer }) => dhcpServer !== null);

const tagOf = (subnet: CheckedSubnet): string => `subnet-${subnet.id}`;

function range(subnet: CheckedSubnet): string {
  const { base, length, version } = subnet.prefix;
  const size = version === 4 ? prefixOf({ ...base, value: 0xffffffffn }, length).base.text : length;
  return `set:${tagOf(subnet)},${base.text},static,${size}`;
}

/** An interval of RFC 4861's default (600 s); a lifetime of 0 says that this is no router. */
function routerAdvertisement(network: CheckedNetwork, { bridge }: DhcpPlace): string {
  const isRouter = network.subnets.some(({ prefix, gateway }) => prefix.version === 6 && gateway !== null);
  return `ra-param=${bridge},mtu:${network.mtu},600,${isRouter ? 1800 : 0}`;
}

/** One of each version in a subnet: a second address in it is for the guest to configure. */
function reservedAddresses(port: CheckedPort): string[] {
  return servedSubnets(port.network).flatMap(({ prefix }) => {
    const first = port.addresses.find((address) => contains(prefix, address));
    return first ? [first.version === 4 ? first.text : `[${first.text}]`] : [];
  });
}

function options4(subnet: CheckedSubnet): string[] {
  const { gateway, nameservers } = subnet;
  const option = (text: string): string => `tag:${tagOf(subnet)},${text}`;
  const routes = subnet.routes.map(({ destination, nexthop }) => `${destination.text},${nexthop.text}`);
  // Whoever takes the classless routes forgets the router (RFC 3442), so it is among them.
  const all = gateway && routes.length > 0 ? [...routes, `0.0.0.0/0,${gateway.text}`] : routes;
  return [
    option(gateway ? `option:router,${gateway.text}` : 'option:router'),
    option(['option:dns-server', ...nameservers.map(({ text }) => text)].join(',')),
    ...(all.length > 0
      ? [option(`option:classless-static-route,${all.join(',')}`), option(`249,${all.join(',')}`)]
      : []),
  ];
}

function options6(subnet: CheckedSubnet): string[] {
  if (subnet.nameservers.length === 0) return [];
  const servers = subnet.nameservers.map(({ text }) => `[${text}]`);
  return [`tag:${tagOf(subnet)},option6:dns-server,${servers.join(',')}`];
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
