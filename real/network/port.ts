/** A rule of a security group, as Neutron has it. Everything that no rule allows is dropped. */
export interface SecurityGroupRule {
  readonly direction: 'ingress' | 'egress';
  readonly etherType: 'IPv4' | 'IPv6';
  /** `tcp`, `udp`, `icmp`, ... or a number as text; `undefined` is any. */
  readonly protocol?: string | undefined;
  /** Ports, or type and code of ICMP. */
  readonly portRangeMin?: number | undefined;
  readonly portRangeMax?: number | undefined;
  /** CIDR of the other side; `undefined` is anybody. */
  readonly remoteIpPrefix?: string | undefined;
  /** Addresses of the members of the remote group. */
  readonly remoteAddresses?: readonly string[] | undefined;
}

/** A subnet as a host sees it. */
export interface SubnetBinding {
  readonly id: string;
  readonly cidr: string;
  readonly gatewayIp: string | null;
  /** Where the host's DHCP server answers; the gateway unless given, so needed where DHCP is on without a gateway. */
  readonly dhcpServerIp?: string | undefined;
  readonly dnsNameservers: readonly string[];
  readonly hostRoutes: readonly { readonly destination: string; readonly nexthop: string }[];
  readonly enableDhcp: boolean;
}

/** A network that a host carries. */
export interface NetworkBinding {
  readonly id: string;
  readonly mtu: number;
  readonly subnets: readonly SubnetBinding[];
  /** NAT to the outside of the host. */
  readonly nat: boolean;
  /** Ids of networks that routers join with this one; default none. Both have to name the other. */
  readonly routes?: readonly string[] | undefined;
}

/** A port as its host plugs it. Neutron: a bound port; Nova: VIF. */
export interface PortBinding {
  readonly id: string;
  readonly network: NetworkBinding;
  /** `fa:16:3e:…`, lower case. */
  readonly macAddress: string;
  readonly fixedIps: readonly { readonly subnetId: string; readonly ipAddress: string }[];
  /** Further addresses that the port may send from (Neutron: allowed address pairs). */
  readonly allowedAddressPairs: readonly { readonly ipAddress: string; readonly macAddress?: string | undefined }[];
  /** Neutron: `port_security_enabled`; without it there is no filtering and no anti-spoofing. */
  readonly portSecurity: boolean;
  /** IPv4 addresses of the host's outside that lead to one of the port's own, in both directions; default none. */
  readonly floatingIps?: readonly { readonly fixedIp: string; readonly ipAddress: string }[] | undefined;
  readonly rules: readonly SecurityGroupRule[];
}
