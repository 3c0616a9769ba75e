import type { Link } from './links.ts';

/** Names and aliases here are made by this program; addresses have been read. */
export interface WantedBridge {
  readonly name: string;
  readonly alias: string;
  readonly mac: string;
  readonly mtu: number;
  /** As `10.0.0.1/24`. */
  readonly addresses: readonly string[];
  /** Whether bridged packets pass the connection tracking of IP. */
  readonly callsIptables: boolean;
}

export interface WantedTap {
  readonly name: string;
  readonly alias: string;
  readonly bridge: string;
  readonly mtu: number;
  readonly multiQueue: boolean;
  /** User that may open it; root when undefined. */
  readonly ownerUid: number | undefined;
}

/** Commands of `ip` that make the bridge, or mend what was found of it; none when it is right. */
export function bridgeLines(wanted: WantedBridge, found?: Link): string[] {
  const { name, alias, mac, mtu, addresses } = wanted;
  const calls = wanted.callsIptables ? 1 : 0;
  const set = `link set dev ${name}`;
  const missing = addresses.filter((address) => !found?.addresses.includes(address));
  const surplus = found?.addresses.filter((address) => !addresses.includes(address)) ?? [];
  return [
    ...(found ? [] : [`link add name ${name} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`]),
    ...(found?.alias === alias ? [] : [`${set} alias ${alias}`]),
    ...(found?.callsIptables === wanted.callsIptables
      ? []
      : [`${set} type bridge nf_call_iptables ${calls} nf_call_ip6tables ${calls}`]),
    ...(found?.mac === mac ? [] : [`${set} address ${mac}`]),
    ...(found?.mtu === mtu ? [] : [`${set} mtu ${mtu}`]),
    ...surplus.map((address) => `address delete ${address} dev ${name}`),
    // No search for others with an IPv6 address: until it ends, nobody is answered.
    ...missing.map((address) => `address add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`),
    ...(found?.up ? [] : [`${set} up`]),
  ];
}

/** The first half of a tap: it is there, and down. */
export function tapLines(wanted: WantedTap, found?: Link): string[] {
  const { name, alias, mtu, ownerUid } = wanted;
  const set = `link set dev ${name}`;
  const queues = wanted.multiQueue ? ' multi_queue' : '';
  const owner = ownerUid === undefined ? '' : ` user ${ownerUid}`;
  // A tap cannot become one of several queues later.
  const kept = found?.multiQueue === wanted.multiQueue ? found : undefined;
  return [
    ...(found && !kept ? [`link delete dev ${name}`] : []),
    ...(kept ? [] : [`tuntap add dev ${name} mode tap${queues}${owner}`]),
    ...(kept?.alias === alias ? [] : [`${set} alias ${alias}`]),
    // The host itself says nothing on this device.
    ...(kept ? [] : [`${set} addrgenmode none`]),
    ...(kept?.mtu === mtu ? [] : [`${set} mtu ${mtu}`]),
  ];
}

/** The second half, when its rules are in force. */
export function attachLines(wanted: WantedTap, found?: Link): string[] {
  const kept = found?.multiQueue === wanted.multiQueue ? found : undefined;
  const set = `link set dev ${wanted.name}`;
  return [
    ...(kept?.master === wanted.bridge ? [] : [`${set} master ${wanted.bridge}`]),
    ...(kept?.up ? [] : [`${set} up`]),
  ];
}
