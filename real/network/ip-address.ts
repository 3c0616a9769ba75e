import net from 'node:net';

/** An address that was read; `text` is canonical, so that equal addresses have equal texts. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
  readonly text: string;
}

/** A block of addresses; `text` is `BASE/LENGTH`. */
export interface IpPrefix {
  readonly version: 4 | 6;
  readonly base: IpAddress;
  readonly length: number;
  readonly text: string;
}

/** Undefined for anything but a plain address; zones (`%eth0`) and IPv4 inside IPv6 are not plain. */
export function parseAddress(text: string): IpAddress | undefined {
  if (net.isIPv4(text)) return addressOf(4, valueOfIpv4(text));
  if (!net.isIPv6(text) || /[%.]/.test(text)) return undefined;
  return addressOf(6, valueOfIpv6(text));
}

/** `10.0.0.0/8`; bits below the length are cleared, a plain address is a block of one. */
export function parsePrefix(text: string): IpPrefix | undefined {
  const [, addressText = '', lengthText] = /^([^/]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = parseAddress(addressText);
  if (!address) return undefined;
  const bits = bitsOf(address.version);
  const length = lengthText === undefined ? bits : Number(lengthText);
  return length > bits ? undefined : prefixOf(address, length);
}

export function prefixOf(address: IpAddress, length: number): IpPrefix {
  const hostBits = BigInt(bitsOf(address.version) - length);
  const base = addressOf(address.version, (address.value >> hostBits) << hostBits);
  return { version: address.version, base, length, text: `${base.text}/${length}` };
}

export const wholePrefix = (address: IpAddress): IpPrefix => prefixOf(address, bitsOf(address.version));

export function contains(prefix: IpPrefix, other: IpAddress | IpPrefix): boolean {
  const [address, length] = 'base' in other ? [other.base, other.length] : [other, bitsOf(other.version)];
  if (address.version !== prefix.version || length < prefix.length) return false;
  return prefixOf(address, prefix.length).base.value === prefix.base.value;
}

export const overlap = (one: IpPrefix, other: IpPrefix): boolean => contains(one, other) || contains(other, one);

/** The same addresses in as few texts as can be without splitting; nftables refuses blocks that overlap in a set. */
export function withoutContained(prefixes: readonly IpPrefix[]): IpPrefix[] {
  const sorted = [...prefixes].sort(
    (a, b) => Number(a.base.value - b.base.value > 0n) - Number(a.base.value < b.base.value) || a.length - b.length,
  );
  const kept: IpPrefix[] = [];
  for (const prefix of sorted) {
    const last = kept.at(-1);
    if (!last || !contains(last, prefix)) kept.push(prefix);
  }
  return kept;
}

/** What a program is given: a block of one is its address. */
export const shortText = (prefix: IpPrefix): string =>
  prefix.length === bitsOf(prefix.version) ? prefix.base.text : prefix.text;

export const bitsOf = (version: 4 | 6): 32 | 128 => (version === 4 ? 32 : 128);

/** The link-local address that a guest derives from its MAC address (EUI-64, RFC 4291 appendix A). */
export function linkLocalOf(macAddress: string): IpAddress {
  const octets = macAddress.split(':').map((octet) => Number.parseInt(octet, 16));
  const interfaceId = [octets[0]! ^ 2, octets[1]!, octets[2]!, 0xff, 0xfe, octets[3]!, octets[4]!, octets[5]!];
  return addressOf(
    6,
    interfaceId.reduce((value, octet) => (value << 8n) | BigInt(octet), 0xfe80n << 48n),
  );
}

export function addressOf(version: 4 | 6, value: bigint): IpAddress {
  return { version, value, text: version === 4 ? textOfIpv4(value) : textOfIpv6(value) };
}

const valueOfIpv4 = (text: string): bigint =>
  text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);

const textOfIpv4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');

function valueOfIpv6(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function textOfIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  // A URL writes the shortest form (RFC 5952) and, unlike `net.SocketAddress`, never an IPv4 address at its end.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
