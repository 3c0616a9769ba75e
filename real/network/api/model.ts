/** What every resource of the network service has. Times are seconds since 1970. */
export interface StandardRow {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
  /** Grows with each change. */
  readonly revision: number;
}

export interface NetworkRow extends StandardRow {
  readonly adminStateUp: boolean;
  readonly shared: boolean;
  /** Routers find the outside there, and floating IPs come from it. Neutron: `router:external`. */
  readonly external: boolean;
  readonly mtu: number;
  readonly portSecurity: boolean;
  readonly networkType: 'local' | 'flat';
  readonly physicalNetwork: string | null;
  readonly zoneHints: readonly string[];
}

export interface AddressRange {
  readonly start: string;
  readonly end: string;
}

export interface Route {
  readonly destination: string;
  readonly nexthop: string;
}

export const ipv6Modes = ['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless'] as const;
export type Ipv6Mode = (typeof ipv6Modes)[number];

export interface SubnetRow extends StandardRow {
  readonly networkId: string;
  readonly ipVersion: 4 | 6;
  readonly cidr: string;
  readonly gatewayIp: string | null;
  readonly enableDhcp: boolean;
  readonly ipv6RaMode: Ipv6Mode | null;
  readonly ipv6AddressMode: Ipv6Mode | null;
  readonly allocationPools: readonly AddressRange[];
  readonly dnsNameservers: readonly string[];
  readonly hostRoutes: readonly Route[];
}

export interface FixedIp {
  readonly subnetId: string;
  readonly ipAddress: string;
}

export interface AddressPair {
  readonly ipAddress: string;
  readonly macAddress: string;
}

export interface PortRow extends StandardRow {
  readonly networkId: string;
  readonly macAddress: string;
  readonly adminStateUp: boolean;
  readonly status: 'ACTIVE' | 'DOWN' | 'BUILD';
  readonly deviceId: string;
  readonly deviceOwner: string;
  readonly fixedIps: readonly FixedIp[];
  readonly allowedAddressPairs: readonly AddressPair[];
  readonly portSecurity: boolean;
  readonly securityGroups: readonly string[];
  /** Service host name; empty for a port that no host has. */
  readonly hostId: string;
  readonly vnicType: string;
  readonly bindingProfile: Readonly<Record<string, unknown>>;
  /** Place among the NICs of its server, from 0; null for a port that is not a server's. */
  readonly nicPosition: number | null;
  readonly nicTag: string | null;
  /** Made for its server, and deleted with it. */
  readonly madeForServer: boolean;
}

export type SecurityGroupRow = StandardRow;

export interface SecurityGroupRuleRow extends Omit<StandardRow, 'name' | 'tags'> {
  readonly groupId: string;
  readonly direction: 'ingress' | 'egress';
  readonly etherType: 'IPv4' | 'IPv6';
  readonly protocol: string | null;
  readonly portRangeMin: number | null;
  readonly portRangeMax: number | null;
  /** As it was given: bits below the length are kept. */
  readonly remoteIpPrefix: string | null;
  readonly remoteGroupId: string | null;
}

export interface RouterRow extends StandardRow {
  readonly adminStateUp: boolean;
  readonly gatewayNetworkId: string | null;
  readonly gatewayPortId: string | null;
  readonly enableSnat: boolean;
  readonly routes: readonly Route[];
}

export interface FloatingIpRow extends Omit<StandardRow, 'name'> {
  readonly networkId: string;
  readonly ipAddress: string;
  /** The port on the external network that holds the address. */
  readonly holderPortId: string;
  readonly portId: string | null;
  readonly fixedIpAddress: string | null;
  readonly routerId: string | null;
}

/** A limit that an admin set. */
export interface NetworkQuotaRow {
  readonly projectId: string;
  readonly resource: string;
  /** -1: no limit. */
  readonly maximum: number;
}
