import { linkLocalOf, parsePrefix, shortText, wholePrefix, withoutContained } from '../ip-address.ts';
import type { IpPrefix } from '../ip-address.ts';
import type { CheckedPort, CheckedRule } from '../check-port.ts';
import { nft } from './nft-text.ts';
import { replyMatches } from './reply-matches.ts';
import { ruleMatch } from './rule-match.ts';
import { answerMark } from './tracking.ts';
import type { Tracking } from './tracking.ts';

/** Chains of one port, without their first words `add rule bridge astrolabe CHAIN`. */
export interface PortChains {
  /** What the guest sends: first that it is who it says, then what its security groups allow. */
  readonly fromGuest: readonly string[];
  /** What is sent to the guest. */
  readonly toGuest: readonly string[];
}

/** The filter of a port with port security. Everything that is not accepted is dropped. */
export function portChains(port: CheckedPort, tracking: Tracking): PortChains {
  const rules = (direction: CheckedRule['direction']): string[] => accepts(port, direction);
  const answers = (direction: CheckedRule['direction']): string[] =>
    tracking === 'bridge-netfilter'
      ? [nft`meta mark and ${answerMark} != 0 accept`]
      : replyMatches(port.rules, direction).map((match) => `${match} accept`);
  return {
    fromGuest: [...withoutSpoofing(port), ...answers('egress'), ...rules('egress'), 'drop'],
    toGuest: [...whatEveryGuestNeeds(port), ...answers('ingress'), ...rules('ingress'), 'drop'],
  };
}

function accepts(port: CheckedPort, direction: CheckedRule['direction']): string[] {
  const own = port.rules.filter((rule) => rule.direction === direction && rule.remotes?.length !== 0);
  return [...new Set(own.map((rule) => `${ruleMatch(rule)} accept`))];
}

/** The kinds of frame that are looked at; others, tagged ones (VLAN) above all, would pass unseen. */
const knownFramesOnly = 'ether type != { ip, ip6, arp } drop';
const unspecified = parsePrefix('0.0.0.0')!;

function withoutSpoofing(port: CheckedPort): string[] {
  const macs = macsOf(port);
  return [
    knownFramesOnly,
    nft`ether saddr != ${macs} drop`,
    ...macs.flatMap((mac) => ownArp(mac, sourcesOf(port, mac, 4))),
    'ether type arp drop',
    ...macs.flatMap((mac) => dhcpClient(port, mac)),
    // A guest is neither a DHCP server nor a router.
    'udp sport 67 udp dport 68 drop',
    'udp sport 547 udp dport 546 drop',
    'icmpv6 type { nd-router-advert, nd-redirect } drop',
    ...macs.flatMap((mac) => ownNeighbour(mac, sourcesOf(port, mac, 6))),
    'icmpv6 type nd-neighbor-advert drop',
    ...macs.flatMap((mac) => [
      ownSource('ip', mac, sourcesOf(port, mac, 4)),
      ownSource('ip6', mac, sourcesOf(port, mac, 6)),
    ]),
    'icmpv6 type { nd-router-solicit, nd-neighbor-solicit, mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept',
    'udp sport 546 udp dport 547 ip6 daddr { ff02::1:2, fe80::/10 } accept',
  ];
}

/** 0.0.0.0 is the sender of a probe for an address that nobody should have yet (RFC 5227). */
const ownArp = (mac: string, sources: readonly IpPrefix[]): string[] => [
  nft`ether saddr ${mac} arp operation { request, reply } arp saddr ether ${mac} arp saddr ip ${texts([unspecified, ...sources])} accept`,
];

function dhcpClient(port: CheckedPort, mac: string): string[] {
  const servers = dhcpServers(port, 4).map((server) => server.base.text);
  const from = texts([unspecified, ...sourcesOf(port, mac, 4)]);
  return [
    nft`ether saddr ${mac} ip saddr ${from} ip daddr ${['255.255.255.255', ...servers]} udp sport 68 udp dport 67 accept`,
  ];
}

/** `::` is the sender while a guest finds out whether somebody has its address. */
function ownNeighbour(mac: string, sources: readonly IpPrefix[]): string[] {
  const own = texts(sources);
  return [
    nft`ether saddr ${mac} ip6 saddr :: icmpv6 type { nd-router-solicit, nd-neighbor-solicit, mld-listener-report, mld2-listener-report } accept`,
    // Bits 64 to 191 of an advertisement are the address that it is about; for a block, the block's bits of it.
    ...sources.map((target) => {
      const value = `0x${(target.base.value >> BigInt(128 - target.length)).toString(16)}`;
      const about = target.length === 0 ? '' : nft`@th,64,${target.length} ${value} `;
      return nft`ether saddr ${mac} ip6 saddr ${own} icmpv6 type nd-neighbor-advert ` + `${about}accept`;
    }),
  ];
}

function ownSource(family: 'ip' | 'ip6', mac: string, sources: readonly IpPrefix[]): string {
  if (sources.length === 0) return nft`ether saddr ${mac} ether type ${family} drop`;
  return nft`ether saddr ${mac} ${family} saddr != ${texts(sources)} drop`;
}

function whatEveryGuestNeeds(port: CheckedPort): string[] {
  const servers = dhcpServers(port, 4).map((server) => server.base.text);
  return [
    knownFramesOnly,
    // The bridge floods what it cannot place: that is for somebody else.
    nft`ether daddr and 01:00:00:00:00:00 == 00:00:00:00:00:00 ether daddr != ${macsOf(port)} drop`,
    'ether type arp accept',
    ...(servers.length > 0 ? [nft`ip saddr ${servers} udp sport 67 udp dport 68 accept`] : []),
    'icmpv6 type { mld-listener-query, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept',
    'ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept',
  ];
}

const macsOf = (port: CheckedPort): string[] => [...new Set([port.mac, ...port.sources.map(({ mac }) => mac)])];

function sourcesOf(port: CheckedPort, mac: string, version: 4 | 6): IpPrefix[] {
  const given = port.sources.filter((source) => source.mac === mac).map(({ prefix }) => prefix);
  const all = version === 6 ? [...given, wholePrefix(linkLocalOf(mac))] : given;
  return withoutContained(all.filter((prefix) => prefix.version === version));
}

const dhcpServers = (port: CheckedPort, version: 4 | 6): IpPrefix[] =>
  port.network.subnets
    .flatMap(({ dhcpServer }) => (dhcpServer ? [wholePrefix(dhcpServer)] : []))
    .filter((server) => server.version === version);

const texts = (prefixes: readonly IpPrefix[]): string[] => withoutContained(prefixes).map(shortText);
