import net from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  linkLocalOf,
  overlap,
  parseAddress,
  parsePrefix,
  shortText,
  withoutContained,
} from '../../../real/network/ip-address.ts';
import type { IpPrefix } from '../../../real/network/ip-address.ts';

const anyPrefix = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
);
const read = ([address, length]: readonly [string, number]): IpPrefix | undefined =>
  parsePrefix(`${address}/${length}`);

describe('addresses', () => {
  it('have one text each', () => {
    expect(parseAddress('FD00:0:0::0001')?.text).toBe('fd00::1');
    expect(parseAddress('10.0.0.1')).toEqual({ version: 4, value: 0x0a000001n, text: '10.0.0.1' });
    expect(parseAddress('::')?.value).toBe(0n);
    expect(parseAddress('0:0:0:0:0:0:1:0')?.text).toBe('::1:0');
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.01',
    '10.0.0.256',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1\n',
    '1::2::3',
  ])('are not %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
    expect(parsePrefix(text)).toBeUndefined();
  });

  it.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', 'fd00::/129', '10.0.0.0/', '10.0.0.0/24/8', '10.0.0.0/1e1'])(
    'have no block %j',
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  );

  it('are what Node says they are', () => {
    fc.assert(
      fc.property(anyPrefix, fc.oneof(fc.ipV4(), fc.ipV6()), ([base, length], text) => {
        const address = parseAddress(text);
        const prefix = read([base, length]);
        // Node reads an IPv4 address within an IPv6 one; here that is none.
        fc.pre(address !== undefined && prefix !== undefined);
        expect(net.isIP(address.text)).toBe(address.version);
        expect(parseAddress(address.text)).toEqual(address);
        const list = new net.BlockList();
        list.addSubnet(base, length, prefix.version === 4 ? 'ipv4' : 'ipv6');
        const isInside =
          address.version === prefix.version && list.check(text, address.version === 4 ? 'ipv4' : 'ipv6');
        expect(contains(prefix, address)).toBe(isInside);
      }),
    );
  });

  it('are covered as before when blocks within blocks are left out, and nothing overlaps then', () => {
    fc.assert(
      fc.property(fc.array(anyPrefix, { maxLength: 20 }), (texts) => {
        const all = texts.map(read).filter((prefix) => prefix !== undefined);
        for (const version of [4, 6] as const) {
          const given = all.filter((prefix) => prefix.version === version);
          const kept = withoutContained(given);
          for (const prefix of given) expect(kept.some((one) => contains(one, prefix))).toBe(true);
          for (const one of kept) expect(given).toContain(one);
          kept.forEach((one, index) => expect(kept.slice(index + 1).some((other) => overlap(one, other))).toBe(false));
        }
      }),
    );
  });

  it('are written short where a block has only one', () => {
    expect(['10.0.0.1/32', '10.0.0.1', '10.0.0.9/24'].map((text) => shortText(parsePrefix(text)!))).toEqual([
      '10.0.0.1',
      '10.0.0.1',
      '10.0.0.0/24',
    ]);
  });

  it('follow from a MAC address, for IPv6 on a link', () => {
    expect(linkLocalOf('fa:16:3e:12:34:56').text).toBe('fe80::f816:3eff:fe12:3456');
  });
});
