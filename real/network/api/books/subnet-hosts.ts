import { bitsOf, contains } from '../../ip-address.ts';
import type { IpAddress, IpPrefix } from '../../ip-address.ts';

/** Neither the network's own nor its broadcast address. */
export function isHostOf(prefix: IpPrefix, ip: IpAddress): boolean {
  if (!contains(prefix, ip)) return false;
  if (ip.value === prefix.base.value) return false;
  return prefix.version === 6 || ip.value !== lastOf(prefix);
}

/** The highest address of a block. */
export const lastOf = ({ base, length, version }: IpPrefix): bigint =>
  base.value + (1n << BigInt(bitsOf(version) - length)) - 1n;
