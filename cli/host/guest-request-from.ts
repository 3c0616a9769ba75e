import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { GuestRequest, PortBinding, SecurityGroupRule, SourceImage } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import type { GuestFile } from './guest-file-schema.ts';
import { freeAddress, gatewayOf } from './ipv4-network.ts';

/** Makes a host's request from a description. `present` are the guests that the host has: their addresses are taken. */
export function guestRequestFrom(
  file: GuestFile,
  image: SourceImage | null,
  present: readonly GuestRequest[],
): GuestRequest {
  const { flavor } = file;
  return {
    uuid: randomUUID(),
    displayName: file.name,
    projectId: 'host',
    userId: 'host',
    flavor: {
      id: 'described',
      name: 'described',
      vcpus: flavor.vcpus,
      ramMib: flavor.ram,
      rootGib: flavor.disk,
      ephemeralGib: flavor.ephemeral,
      swapMib: flavor.swap,
      extraSpecs: flavor.extraSpecs,
    },
    image: image && { ...image, properties: { ...image.properties, ...file.image?.properties } },
    pciDevices: [],
    ports: file.network === undefined ? [] : [portFrom(file.network, present)],
    metadata: {
      hostname: file.hostname ?? hostnameFrom(file.name),
      ...(file.userData !== undefined && { userData: Buffer.from(file.userData) }),
      ...(file.adminPassword !== undefined && { adminPassword: file.adminPassword }),
      keys: Object.entries(file.keys).map(([name, publicKey]) => ({ name, publicKey })),
      meta: file.metadata,
    },
    configDrive: file.configDrive,
  };
}

type DescribedNetwork = NonNullable<GuestFile['network']>;

function portFrom(described: DescribedNetwork, present: readonly GuestRequest[]): PortBinding {
  const { cidr, dns, mtu, nat, portSecurity } = described;
  const gatewayIp = gatewayOf(described)!;
  // The same description is the same network; another one of the same addresses is refused by the network driver.
  const id = uuidOf({ cidr, gatewayIp, dns, mtu, nat });
  const subnetId = uuidOf({ subnetOf: id });
  const subnet = { id: subnetId, cidr, gatewayIp, dnsNameservers: dns, hostRoutes: [], enableDhcp: true };
  return {
    id: randomUUID(),
    network: { id, mtu, nat, subnets: [subnet] },
    macAddress: described.mac ?? randomMac(),
    fixedIps: [{ subnetId, ipAddress: addressFor(described, id, gatewayIp, present) }],
    allowedAddressPairs: [],
    portSecurity,
    rules: rulesFrom(described),
  };
}

function addressFor(
  { cidr, address }: DescribedNetwork,
  networkId: string,
  gatewayIp: string,
  present: readonly GuestRequest[],
): string {
  const taken = new Set(
    present
      .flatMap(({ ports }) => ports)
      .filter(({ network }) => network.id === networkId)
      .flatMap(({ fixedIps }) => fixedIps.map(({ ipAddress }) => ipAddress)),
  );
  if (address !== undefined && taken.has(address)) {
    throw new CommandError(exitCode.usage, `network.address: ${address} belongs to another guest of this host`);
  }
  const chosen = address ?? freeAddress(cidr, new Set([...taken, gatewayIp]));
  if (chosen === undefined) throw new CommandError(exitCode.usage, `network.cidr: no address of ${cidr} is free`);
  return chosen;
}

/** As a new security group of Neutron's: whatever is not described, everything may leave. */
function rulesFrom({ rules }: DescribedNetwork): SecurityGroupRule[] {
  const described = rules.map(({ direction, protocol, ports, remote }) => ({
    direction,
    etherType: 'IPv4' as const,
    ...(protocol !== undefined && { protocol }),
    ...(ports !== undefined && { portRangeMin: ports.first, portRangeMax: ports.last }),
    ...(remote !== undefined && { remoteIpPrefix: remote }),
  }));
  if (rules.some(({ direction }) => direction === 'egress')) return described;
  return [...described, { direction: 'egress', etherType: 'IPv4' }, { direction: 'egress', etherType: 'IPv6' }];
}

/** OpenStack's prefix, and three bytes of chance. */
function randomMac(): string {
  return ['fa', '16', '3e', ...[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

/** The same for equal facts, in the form of a UUID of version 8, which is free to be made of anything. */
function uuidOf(facts: object): string {
  const hex = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Nova: `sanitize_hostname`. */
function hostnameFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, '-')
    .replaceAll(/[^a-z0-9-]/g, '')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'server' : plain;
}
