import { RequestError } from '../scheduler/request-error.ts';
import { parseIntegerText } from './number.ts';

/** An address as netaddr reads it: its value and the bits of its family. */
export interface IpAddress {
  readonly value: bigint;
  readonly width: 32 | 128;
}

export interface IpNetwork extends IpAddress {
  readonly prefixLength: number;
}

/** An IPv4 or IPv6 address; `undefined` when the text is neither. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return parseIpv4(text) ?? parseIpv6(text);
}

/**
 * `ADDRESS/PREFIX`, where the prefix may be a netmask or a hostmask, and an IPv4 address may leave
 * out its last numbers. Without a prefix it is one address. netaddr: `IPNetwork(text)`.
 * Throws RequestError of type AddrFormatError, and ValueError for two prefixes.
 */
export function parseIpNetwork(text: string): IpNetwork {
  const slash = text.indexOf('/');
  const base = slash < 0 ? text : text.slice(0, slash);
  const prefix = slash < 0 ? undefined : text.slice(slash + 1);
  for (const address of [parseIpv4(base) ?? parsePartialIpv4(base), parseIpv6(base)]) {
    const prefixLength = address === undefined ? undefined : prefixLengthOf(prefix, address.width);
    if (address !== undefined && prefix?.includes('/') === true) {
      throw new RequestError('ValueError', `"${text}" has two prefixes`);
    }
    if (address !== undefined && prefixLength !== undefined) return { ...address, prefixLength };
  }
  throw new RequestError('AddrFormatError', `invalid IPNetwork ${text}`);
}

export function contains(network: IpNetwork, address: IpAddress): boolean {
  if (network.width !== address.width) return false;
  const hostBits = BigInt(network.width - network.prefixLength);
  return network.value >> hostBits === address.value >> hostBits;
}

function prefixLengthOf(prefix: string | undefined, width: 32 | 128): number | undefined {
  if (prefix === undefined) return width;
  const length = parseIntegerText(prefix);
  if (length !== undefined) return length >= 0 && length <= width ? length : undefined;
  const mask = width === 32 ? parseIpv4(prefix) : parseIpv6(prefix);
  return mask === undefined ? undefined : maskLength(mask);
}

/** Ones then zeros make a netmask, zeros then ones a hostmask. */
function maskLength({ value, width }: IpAddress): number | undefined {
  const bits = value.toString(2).padStart(width, '0');
  if (/^1*0*$/.test(bits)) return bits.lastIndexOf('1') + 1;
  return /^0*1*$/.test(bits) ? bits.indexOf('1') : undefined;
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), width: 32 };
}

function parsePartialIpv4(text: string): IpAddress | undefined {
  const numbers = text.split('.').map(parseIntegerText);
  if (numbers.length > 4 || numbers.includes(undefined)) return undefined;
  while (numbers.length < 4) numbers.push(0);
  return parseIpv4(numbers.join('.'));
}

function parseIpv6(text: string): IpAddress | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded !== null) {
    const low = parseIpv4(embedded[2]!);
    if (low === undefined) return undefined;
    return parseIpv6(`${embedded[1]}${(low.value >> 16n).toString(16)}:${(low.value & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined];
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = tail === undefined ? head : [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), width: 128 };
}
