import { parseAddress } from '../../../real/network/ip-address.ts';

const types: Readonly<Record<string, string>> = { ip: '0800', arp: '0806', ip6: '86dd' };

export const macBytes = (mac: string): string => mac.replaceAll(':', '');

/** An Ethernet frame in hexadecimal; `kind` is a name or a type. */
export const frame = (source: string, destination: string, kind: string, payload: string): string =>
  macBytes(destination) + macBytes(source) + (types[kind] ?? kind) + payload;

export const vlanTagged = (untagged: string, type = '8100'): string =>
  `${untagged.slice(0, 24)}${type}0001${untagged.slice(24)}`;

/** What is left when every tag is taken off, as a network card does before anybody looks. */
export const withoutTags = (bytes: string): string => bytes.replace(/^(.{24})(?:8100.{4}|88a8.{4})+/, '$1');

interface Arp {
  readonly from: string;
  /** The sender's MAC address inside. */
  readonly inside?: string;
  readonly sender: string;
  readonly target: string;
  readonly operation?: number;
}

export const arpFrame = ({ from, inside = from, sender, target, operation = 1 }: Arp): string =>
  frame(
    from,
    'ff:ff:ff:ff:ff:ff',
    'arp',
    `000108000604${hex(operation, 2)}${macBytes(inside)}${addressBytes(sender)}000000000000${addressBytes(target)}`,
  );

/** Source, destination, length, no checksum; eight bytes of content. */
export const udpPayload = (source: number, destination: number): string =>
  `${hex(source, 2)}${hex(destination, 2)}00100000${'61'.repeat(8)}`;

export function ipv4Packet(source: string, destination: string, udp: string): string {
  const header = (sum: number): string =>
    `4500${hex(20 + udp.length / 2, 2)}000000004011${hex(sum, 2)}${addressBytes(source)}${addressBytes(destination)}`;
  return header(checksum(header(0))) + udp;
}

export const ipv6Packet = (source: string, destination: string, udp: string): string => {
  const summed = checksum(`${addressBytes(source)}${addressBytes(destination)}${hex(udp.length / 2, 4)}00000011${udp}`);
  const withSum = `${udp.slice(0, 12)}${hex(summed, 2)}${udp.slice(16)}`;
  return ipv6Header(source, destination, 17, withSum) + withSum;
};

/** ICMPv6 of a type, about an address (bytes 8 to 23). */
export function icmpv6Packet(source: string, destination: string, type: number, about: string): string {
  const body = (sum: number): string => `${hex(type, 1)}00${hex(sum, 2)}20000000${addressBytes(about)}`;
  const pseudo = `${addressBytes(source)}${addressBytes(destination)}${hex(24, 4)}0000003a`;
  const content = body(checksum(pseudo + body(0)));
  return ipv6Header(source, destination, 58, content, 255) + content;
}

const ipv6Header = (source: string, destination: string, next: number, payload: string, hops = 64): string =>
  `60000000${hex(payload.length / 2, 2)}${hex(next, 1)}${hex(hops, 1)}${addressBytes(source)}${addressBytes(destination)}`;

function addressBytes(text: string): string {
  const { version, value } = parseAddress(text)!;
  return value.toString(16).padStart(version === 4 ? 8 : 32, '0');
}

const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');

/** RFC 1071. */
function checksum(bytes: string): number {
  let sum = (bytes.match(/.{4}/g) ?? []).reduce((total, word) => total + Number.parseInt(word, 16), 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
