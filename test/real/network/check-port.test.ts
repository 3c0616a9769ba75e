import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../../real/network/index.ts';
import type { PortBinding } from '../../../real/network/index.ts';
import { checkPort } from '../../../real/network/check-port.ts';
import type { CheckedPort } from '../../../real/network/check-port.ts';
import { dhcpConfig, dhcpHosts, dhcpSubnetOptions } from '../../../real/network/dhcp/dhcp-files.ts';
import { bridgeLines, tapLines } from '../../../real/network/host/device-lines.ts';
import { bridgeMac, bridgeNames, deviceAlias, tapNames } from '../../../real/network/device-names.ts';
import { networkRules, portRules } from '../../../real/network/rules/ruleset.ts';
import { everythingIn, network, port, subnet6, subnet6Id, subnetId } from './lab.ts';

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null | undefined;

/** A port with something in every place where text can be. */
const full: PortBinding = port(5, {
  network: network({
    subnets: [
      {
        ...network().subnets[0]!,
        hostRoutes: [{ destination: '172.16.0.0/12', nexthop: '10.1.0.9' }],
        dhcpServerIp: '10.1.0.2',
      },
      subnet6,
    ],
  }),
  fixedIps: [
    { subnetId, ipAddress: '10.1.0.5' },
    { subnetId: subnet6Id, ipAddress: 'fd00:1::5' },
  ],
  allowedAddressPairs: [{ ipAddress: '10.1.0.0/28', macAddress: 'fa:16:3e:00:02:00' }],
  rules: [
    {
      direction: 'ingress',
      etherType: 'IPv4',
      protocol: 'tcp',
      portRangeMin: 1,
      portRangeMax: 2,
      remoteIpPrefix: '10.0.0.0/8',
    },
    { direction: 'egress', etherType: 'IPv6', protocol: 'udp', remoteAddresses: ['fd00:1::7', '10.1.0.7'] },
  ],
});

/** Where text is, as paths. */
function textPlaces(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...path]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textPlaces(inner, [...path, key]));
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as { [key: string]: Json };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const hostile = fc.oneof(
  fc.constantFrom(
    '\n',
    'x\ny',
    '; flush ruleset',
    '10.0.0.1\ndhcp-script=/bin/sh',
    '10.1.0.5 } accept; add rule',
    '10.1.0.5,tag:x',
    'fa:16:3e:00:00:05\nquit',
    'fa:16:3e:00:00:05,ignore',
    '../../etc/passwd',
    '--conf-file=/tmp/x',
    '-4',
    '$(reboot)',
    '`reboot`',
    '10.1.0.5\0',
    '0x0a010005',
    '٣.1.0.5',
    '__proto__',
    'IPv4; drop',
    '',
  ),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('10.1.0.5', 'fd00:1::5', 'fa:16:3e:00:00:05', full.id, 'tcp'),
      fc.string({ minLength: 1, maxLength: 5 }),
    )
    .map((two) => two.join('')),
);

/** Everything that goes to ip, nft and dnsmasq. */
function everyText(checked: CheckedPort): string {
  const [tap] = tapNames(checked.id) as [string];
  const [bridge] = bridgeNames(checked.network.id) as [string];
  const alias = deviceAlias('port', checked.id);
  const rules = ['bridge-netfilter', 'stateless'] as const;
  return [
    ...rules.flatMap((tracking) => portRules({ port: checked, tap }, { tracking, hostServices: [] })),
    ...networkRules({ network: checked.network, bridge }),
    ...bridgeLines({
      name: bridge,
      alias,
      mac: bridgeMac(checked.network.id),
      mtu: checked.network.mtu,
      addresses: [],
      callsIptables: true,
    }),
    ...tapLines({ name: tap, alias, bridge, mtu: checked.network.mtu, multiQueue: false, ownerUid: 0 }),
    dhcpConfig(checked.network, { folder: '/run/x', bridge }, { user: 'nobody', leaseSeconds: 3600 }).trimEnd(),
    dhcpHosts([checked]).trimEnd(),
    dhcpSubnetOptions(checked.network).trimEnd(),
  ].join('\n');
}

describe('a port', () => {
  it('is read into addresses and numbers', () => {
    const { mac, addresses, sources, rules } = checkPort(full);
    expect(mac).toBe('fa:16:3e:00:00:05');
    expect(addresses.map(({ text }) => text)).toEqual(['10.1.0.5', 'fd00:1::5']);
    expect(sources.map((source) => `${source.mac} ${source.prefix.text}`)).toEqual([
      'fa:16:3e:00:00:05 10.1.0.5/32',
      'fa:16:3e:00:00:05 fd00:1::5/128',
      'fa:16:3e:00:02:00 10.1.0.0/28',
    ]);
    // Members of a group with addresses of the other version are not what the rule is about.
    expect(rules[1]).toMatchObject({ version: 6, protocol: 17, remotes: [{ text: 'fd00:1::7/128' }] });
  });

  it.each<[string, (one: PortBinding) => unknown, RegExp]>([
    ['id', (one) => ({ ...one, id: 'x' }), /^port "x", id: "x" is not accepted; a UUID is$/],
    ['macAddress', (one) => ({ ...one, macAddress: '01:00:5e:00:00:01' }), /macAddress: .* MAC address of one station/],
    [
      'mtu',
      (one) => ({ ...one, network: { ...one.network, mtu: 1000 } }),
      /mtu: 1000 is not accepted; IPv6 needs 1280/,
    ],
    [
      'fixed address',
      (one) => ({ ...one, fixedIps: [{ subnetId, ipAddress: '10.2.0.5' }] }),
      /fixedIps.0: 10.2.0.5 is not the address of a host in 10.1.0.0\/24/,
    ],
    [
      'broadcast address',
      (one) => ({ ...one, fixedIps: [{ subnetId, ipAddress: '10.1.0.255' }] }),
      /10.1.0.255 is not the address of a host/,
    ],
    [
      "the gateway's address",
      (one) => ({ ...one, fixedIps: [{ subnetId, ipAddress: '10.1.0.1' }] }),
      /10.1.0.1 is the host's own address/,
    ],
    [
      'subnet',
      (one) => ({ ...one, fixedIps: [{ subnetId: one.id, ipAddress: '10.1.0.5' }] }),
      /the network has no subnet/,
    ],
    [
      'subnets',
      (one) => ({ ...one, network: { ...one.network, subnets: [...one.network.subnets, one.network.subnets[0]] } }),
      /subnets.2: 10.1.0.0\/24 overlaps/,
    ],
    [
      'protocol',
      (one) => ({ ...one, rules: [{ ...one.rules[0]!, protocol: 'udplit' }] }),
      /rules.0: protocol "udplit" is not accepted;.*did you mean "udplite"/,
    ],
    [
      'ports',
      (one) => ({ ...one, rules: [{ ...one.rules[0]!, portRangeMin: 9 }] }),
      /portRangeMin 9 is above portRangeMax 2/,
    ],
    [
      'ports without protocol',
      (one) => ({ ...one, rules: [{ ...one.rules[0]!, protocol: undefined }] }),
      /this protocol has no ports/,
    ],
    [
      'type of ICMP',
      (one) => ({ ...one, rules: [{ ...one.rules[0]!, protocol: 'icmp', portRangeMin: 256 }] }),
      /type and code of ICMP are at most 255/,
    ],
    ['version', (one) => ({ ...one, rules: [{ ...one.rules[0]!, etherType: 'IPv6' }] }), /10.0.0.0\/8 is not of IPv6/],
    ['two remotes', (one) => ({ ...one, rules: [{ ...one.rules[0]!, remoteAddresses: [] }] }), /exclude each other/],
    [
      'DHCP',
      (one) => ({ ...one, network: network({ subnets: [{ ...network().subnets[0]!, gatewayIp: null }] }) }),
      /either gatewayIp or dhcpServerIp/,
    ],
    [
      'gateway',
      (one) => ({ ...one, network: network({ subnets: [{ ...network().subnets[0]!, gatewayIp: '10.9.0.1' }] }) }),
      /10.9.0.1 is not the address of a host/,
    ],
    [
      'resolver',
      (one) => ({ ...one, network: network({ subnets: [{ ...network().subnets[0]!, dnsNameservers: ['::1'] }] }) }),
      /::1 is not of the IP version/,
    ],
    ['nothing', () => undefined, /port "without id"/],
    ['a text', () => 'port', /port/],
  ])('is refused for its %s', (_what, spoil, message) => {
    const spoilt = () => checkPort(spoil(full) as PortBinding);
    expect(spoilt).toThrow(NetworkError);
    expect(spoilt).toThrow(message);
  });

  it('takes text of others nowhere but as what it is: a hostile one is refused, or is as harmless as another', () => {
    const places = textPlaces(full as unknown as Json);
    expect(places.length).toBeGreaterThan(25);
    const plain = everyText(checkPort(full)).split('\n').length;
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (place, text) => {
        const spoilt = replaced(full as unknown as Json, place, text) as unknown as PortBinding;
        let checked: CheckedPort;
        try {
          checked = checkPort(spoilt);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NetworkError', code: 'bad-port' });
          return;
        }
        // What was accepted is an address, a number or a name: it makes no line more, and has no character of a language.
        const all = everyText(checked);
        expect(Math.abs(all.split('\n').length - plain)).toBeLessThan(12);
        expect(all).toMatch(/^[\w ./:,@{}=!|()[\]\n-]*$/);
        for (const odd of text.match(/[^\w.:/ -]/g) ?? []) expect('{}[],=!|()@\n').toContain(odd);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no other type in the place of a text', () => {
    const places = textPlaces(full as unknown as Json);
    const other = fc.constantFrom<Json>(5, true, null, ['10.1.0.5'], { toString: 'x' }, [['fa:16:3e:00:00:05']]);
    fc.assert(
      fc.property(fc.constantFrom(...places), other, (place, value) => {
        // A subnet may be without a gateway.
        fc.pre(!(value === null && place.at(-1) === 'gatewayIp'));
        const spoilt = replaced(full as unknown as Json, place, value) as unknown as PortBinding;
        expect(() => checkPort(spoilt)).toThrow(NetworkError);
      }),
    );
  });

  it('lets nobody in by a rule about nobody, and everybody by one about 0.0.0.0/0', () => {
    const linesOf = (remote: object) => {
      const checked = checkPort(port(5, { rules: [{ ...everythingIn[0]!, ...remote }] }));
      return portRules({ port: checked, tap: 'tap0' }, { tracking: 'bridge-netfilter', hostServices: [] }).join('\n');
    };
    expect(linesOf({ remoteAddresses: [] })).not.toContain('meta protocol ip accept');
    expect(linesOf({ remoteAddresses: ['fd00::1'] })).not.toContain('meta protocol ip accept');
    expect(linesOf({ remoteIpPrefix: '0.0.0.0/0' })).toContain('meta protocol ip accept');
  });
});
