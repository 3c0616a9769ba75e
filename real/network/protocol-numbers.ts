/** The protocols that Neutron knows by name (`neutron_lib.constants.IP_PROTOCOL_MAP`); numbers are IANA's. */
const protocolNumbers: Readonly<Record<string, number>> = {
  ah: 51,
  dccp: 33,
  egp: 8,
  esp: 50,
  gre: 47,
  icmp: 1,
  icmpv6: 58,
  igmp: 2,
  ip: 0,
  ipip: 4,
  'ipv6-encap': 41,
  'ipv6-frag': 44,
  'ipv6-icmp': 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  'ipv6-route': 43,
  ospf: 89,
  pgm: 113,
  rsvp: 46,
  sctp: 132,
  tcp: 6,
  udp: 17,
  udplite: 136,
  vrrp: 112,
};

export const protocolNames: readonly string[] = Object.keys(protocolNumbers);

export const icmp = 1;
export const tcp = 6;
export const udp = 17;
export const icmpv6 = 58;
/** Those with ports where TCP has them. */
export const protocolsWithPorts: readonly number[] = [tcp, udp, 33, 132, 136];

/** A protocol's number, or undefined; plain `icmp` on IPv6 is ICMPv6, as in Neutron. */
export function protocolNumber(text: string, version: 4 | 6): number | undefined {
  const number = /^(0|[1-9]\d{0,2})$/.test(text) ? Number(text) : named(text);
  if (number === undefined || number > 255) return undefined;
  return number === icmp && version === 6 ? icmpv6 : number;
}

const named = (text: string): number | undefined =>
  Object.hasOwn(protocolNumbers, text) ? protocolNumbers[text] : undefined;
