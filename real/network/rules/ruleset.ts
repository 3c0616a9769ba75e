import type { CheckedNetwork, CheckedPort } from '../check-port.ts';
import type { IpPrefix } from '../ip-address.ts';
import { nft } from './nft-text.ts';
import { portChains } from './port-chains.ts';
import { answerMark } from './tracking.ts';
import type { Tracking } from './tracking.ts';

export interface FilteredPort {
  readonly port: CheckedPort;
  readonly tap: string;
}

export interface BridgedNetwork {
  readonly network: CheckedNetwork;
  readonly bridge: string;
}

/** A service of the host that guests may use besides DHCP and ping. */
export interface HostService {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

export interface RulesetOptions {
  readonly tracking: Tracking;
  readonly hostServices: readonly HostService[];
}

/** Both tables from nothing, in one transaction with the end of what was there: no packet sees a gap. */
export function wholeRuleset(
  networks: Iterable<BridgedNetwork>,
  ports: Iterable<FilteredPort>,
  options: RulesetOptions,
): string[] {
  return [
    ...withoutRuleset(),
    ...frame(options),
    ...[...networks].flatMap((network) => networkRules(network)),
    ...[...ports].flatMap((port) => portRules(port, options)),
    ...routedRules([...networks]),
    ...floatingRules([...ports]),
  ];
}

/** Pairs of networks that routers join and this host carries. */
function routedRules(networks: readonly BridgedNetwork[]): string[] {
  const bridges = new Map(networks.map(({ network, bridge }) => [network.id, bridge]));
  return networks.flatMap(({ network, bridge }) =>
    network.routes.flatMap((id) => {
      const other = bridges.get(id);
      return other === undefined ? [] : [nft`add element inet astrolabe routed { ${bridge} . ${other} }`];
    }),
  );
}

/** An address can lead to one port only: while it moves, to the one that was told of last. */
function floatingRules(ports: readonly FilteredPort[]): string[] {
  const inward = new Map<string, string>();
  const outward = new Map<string, string>();
  for (const { fixed, floating } of ports.flatMap(({ port }) => port.floatingIps)) {
    inward.set(floating.text, fixed.text);
    outward.set(fixed.text, floating.text);
  }
  return [
    ...[...inward].flatMap(([floating, fixed]) => [
      nft`add element inet astrolabe floating { ${floating} }`,
      nft`add element inet astrolabe inward { ${floating} : ${fixed} }`,
    ]),
    ...[...outward].map(([fixed, floating]) => nft`add element inet astrolabe floats-as { ${fixed} : ${floating} }`),
  ];
}

export const withoutRuleset = (): string[] =>
  tables.flatMap((table) => [`add table ${table}`, `delete table ${table}`]);

/** Our tables: the filter of the ports, and what concerns the host's own and its routing. */
export const tables = ['bridge astrolabe', 'inet astrolabe'] as const;

/** After br_netfilter (0), so that its connection tracking was there; the kernel's `enum nf_br_hook_priorities`. */
const afterTracking = 10;
/** The kernel's NF_IP_PRI_MANGLE: after connection tracking (-200), before address translation (-100). */
const beforeTranslation = -150;

function frame({ hostServices }: RulesetOptions): string[] {
  const bridge = (text: string): string => `add ${text.replace(' ', ' bridge astrolabe ')}`;
  const inet = (text: string): string => `add ${text.replace(' ', ' inet astrolabe ')}`;
  const mark = `meta mark set meta mark or ${answerMark}`;
  const answers = ['ct state established ct direction reply', 'ct state related'];
  return [
    ...tables.map((table) => `add table ${table}`),
    bridge('map from-guests { type ifname : verdict; }'),
    bridge('map to-guests { type ifname : verdict; }'),
    bridge(`chain prerouting { type filter hook prerouting priority ${afterTracking}; policy accept; }`),
    bridge(`chain postrouting { type filter hook postrouting priority ${afterTracking}; policy accept; }`),
    bridge('rule prerouting iifname vmap @from-guests'),
    bridge('rule postrouting oifname vmap @to-guests'),

    inet('set bridges { type ifname; }'),
    inet('set outward { type ifname; }'),
    inet('set within { type ifname . ifname; }'),
    inet('set routed { type ifname . ifname; }'),
    inet('set floating { type ipv4_addr; }'),
    inet('map inward { type ipv4_addr : ipv4_addr; }'),
    inet('map floats-as { type ipv4_addr : ipv4_addr; }'),
    inet('set translated4 { type ipv4_addr; flags interval; }'),
    inet('set translated6 { type ipv6_addr; flags interval; }'),
    inet(`chain prerouting { type filter hook prerouting priority ${beforeTranslation}; policy accept; }`),
    inet(`chain postrouting { type filter hook postrouting priority ${beforeTranslation}; policy accept; }`),
    inet('chain input { type filter hook input priority 0; policy accept; }'),
    inet('chain forward { type filter hook forward priority 0; policy accept; }'),
    inet('chain translate { type nat hook postrouting priority 100; policy accept; }'),
    inet('chain arriving { type nat hook prerouting priority -100; policy accept; }'),
    inet('chain leaving { type nat hook output priority -100; policy accept; }'),
    inet('chain from-guests'),
    // An answer passes the filters of ports; what began a connection is held against the rules each time, so that
    // taking a rule back ends the connections that it allowed.
    ...answers.map((state) => inet(`rule prerouting iifname @bridges ${state} ${mark}`)),
    ...answers.map((state) => inet(`rule postrouting oifname @bridges ${state} ${mark}`)),
    inet('rule input iifname @bridges goto from-guests'),
    ...mayReachTheHost(hostServices).map((match) => inet(`rule from-guests ${match} accept`)),
    inet('rule from-guests drop'),
    // Bridged packets come by here too (br_netfilter): those stay on their bridge.
    inet('rule forward iifname . oifname @within accept'),
    // What began towards a floating address goes to its guest, and back, wherever it comes from.
    inet('rule forward ct original ip daddr @floating accept'),
    inet('rule forward iifname . oifname @routed accept'),
    inet('rule forward iifname @bridges oifname @bridges drop'),
    inet('rule forward iifname @outward accept'),
    inet('rule forward iifname @bridges drop'),
    inet('rule forward oifname @outward ct state established,related accept'),
    inet('rule forward oifname @bridges drop'),
    inet('rule arriving dnat ip to ip daddr map @inward'),
    inet('rule leaving dnat ip to ip daddr map @inward'),
    inet('rule translate oifname != @bridges snat ip to ip saddr map @floats-as'),
    inet('rule translate ip saddr @translated4 oifname != @bridges masquerade'),
    inet('rule translate ip6 saddr @translated6 oifname != @bridges masquerade'),
  ];
}

const mayReachTheHost = (services: readonly HostService[]): string[] => [
  'ct state established,related',
  'udp dport 67',
  'udp dport 547',
  'icmp type echo-request',
  'icmpv6 type { echo-request, nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report }',
  ...services.map(({ protocol, port }) => nft`${protocol} dport ${port}`),
];

/** What a network adds; may be repeated. */
export const networkRules = (network: BridgedNetwork): string[] => networkElements('add', network);

/** Also where nothing of the network is left: what is added first is there to be deleted. */
export const withoutNetworkRules = (network: BridgedNetwork): string[] => [
  ...networkElements('add', network),
  ...networkElements('delete', network),
];

function networkElements(verb: 'add' | 'delete', { network, bridge }: BridgedNetwork): string[] {
  const element = (set: string, value: string): string => `${verb} element inet astrolabe ${set} { ${value} }`;
  const own = [element('bridges', nft`${bridge}`), element('within', nft`${bridge} . ${bridge}`)];
  if (!network.nat) return own;
  const translated = ({ prefix }: { readonly prefix: IpPrefix }): string =>
    element(prefix.version === 4 ? 'translated4' : 'translated6', nft`${prefix.text}`);
  return [...own, element('outward', nft`${bridge}`), ...network.subnets.map(translated)];
}

/** The chains of a port, filled anew; may be repeated. */
export function portRules(filtered: FilteredPort, { tracking }: RulesetOptions): string[] {
  const { port, tap } = filtered;
  if (!port.portSecurity) return withoutPortRules(port.id, tap);
  const { fromGuest, toGuest } = portChains(port, tracking);
  const [from, to] = chainNames(port.id);
  return [
    ...emptyChains(port.id),
    ...fromGuest.map((rule) => nft`add rule bridge astrolabe ${from} ` + rule),
    ...toGuest.map((rule) => nft`add rule bridge astrolabe ${to} ` + rule),
    ...portElements('add', port.id, tap),
  ];
}

/** Also where nothing of the port is left. */
export function withoutPortRules(portId: string, tap: string): string[] {
  const chains = chainNames(portId).map((chain) => nft`delete chain bridge astrolabe ${chain}`);
  const elements = [...portElements('add', portId, tap), ...portElements('delete', portId, tap)];
  return [...emptyChains(portId), ...elements, ...chains];
}

const chainNames = (portId: string): readonly [string, string] => [`from-${portId}`, `to-${portId}`];

const emptyChains = (portId: string): string[] =>
  chainNames(portId).flatMap((chain) => [
    nft`add chain bridge astrolabe ${chain}`,
    nft`flush chain bridge astrolabe ${chain}`,
  ]);

function portElements(verb: 'add' | 'delete', portId: string, tap: string): string[] {
  const [from, to] = chainNames(portId);
  return [
    nft`${verb} element bridge astrolabe from-guests { ${tap} : goto ${from} }`,
    nft`${verb} element bridge astrolabe to-guests { ${tap} : goto ${to} }`,
  ];
}
