import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guestFileSchema } from '../../cli/host/guest-file-schema.ts';
import { guestRequestFrom } from '../../cli/host/guest-request-from.ts';
import { contains, freeAddress, gatewayOf } from '../../cli/host/ipv4-network.ts';
import { readGuestFile } from '../../cli/host/read-guest-file.ts';
import type { GuestRequest } from '../../real/index.ts';
import { workFolder } from './run-astrolabe.ts';

async function problemsOf(yaml: string): Promise<string> {
  const file = join(workFolder(), 'server.yaml');
  writeFileSync(file, yaml);
  try {
    await readGuestFile(file);
  } catch (error) {
    return (error as Error).message.replaceAll(file, 'server.yaml');
  }
  return '';
}

const described = (more: object = {}) =>
  guestFileSchema.parse({ name: 'Web Server 1', flavor: { vcpus: 1, ram: '256 MiB' }, ...more });

describe('the description of a server', () => {
  it('needs little', async () => {
    expect(await problemsOf('name: web\nflavor: { vcpus: 1, ram: 128 MiB }\n')).toBe('');
  });

  it('is refused with line, column and what is accepted', async () => {
    expect(
      await problemsOf('name: web\nflavor:\n  vcpus: 0\n  ram: 128\n  dsk: 1 GiB\nnetwork: { cidr: 10.0.0/24 }\n'),
    ).toBe(
      [
        'server.yaml:3:10: flavor.vcpus: found 0; accepted: a number from 1 [wrong-value]',
        'server.yaml:4:8: flavor.ram: found 128; accepted: an amount with its unit (MiB, GiB, TiB, PiB), such as "512 MiB", "256 GiB", "2 TiB" [wrong-type]',
        'server.yaml:5:3: flavor.dsk: found the key "dsk"; accepted: vcpus, ram, disk, ephemeral, swap, extraSpecs; did you mean "disk"? [unknown-key]',
        'server.yaml:6:18: network.cidr: found "10.0.0/24"; accepted: an IPv4 network, such as 10.20.0.0/24 [wrong-value]',
      ].join('\n'),
    );
  });

  it.each([
    ['{ cidr: 10.0.0.0/24, address: 10.0.1.5 }', 'accepted: an address of a host in 10.0.0.0/24'],
    ['{ cidr: 10.0.0.0/24, address: 10.0.0.255 }', 'accepted: an address of a host in 10.0.0.0/24'],
    ['{ cidr: 10.0.0.0/24, address: 10.0.0.1 }', 'accepted: an address other than that of the gateway'],
    ['{ cidr: 10.0.0.0/32 }', 'accepted: a network with room for the host and a guest'],
    ['{ cidr: 10.0.0.0/24, mac: "01:00:5e:00:00:01" }', 'accepted: a MAC address'],
    ['{ cidr: 10.0.0.0/24, rules: [{ direction: ingress, ports: 22 }] }', 'accepted: ports with protocol tcp or udp'],
    [
      '{ cidr: 10.0.0.0/24, rules: [{ direction: ingress, protocol: tcp, ports: "9-3" }] }',
      'accepted: a port or a range',
    ],
  ])('is refused with network %s', async (network, message) => {
    expect(await problemsOf(`name: web\nflavor: { vcpus: 1, ram: 128 MiB }\nnetwork: ${network}\n`)).toContain(message);
  });

  it('may be missing', async () => {
    await expect(readGuestFile('/nonexistent.yaml')).rejects.toThrow('/nonexistent.yaml: found ENOENT');
  });
});

describe('a request from a description', () => {
  it('has whole units, and a host name made from the name', () => {
    const file = described({ flavor: { vcpus: 2, ram: '1 GiB', disk: '3 GiB', swap: '64 MiB' } });
    expect(guestRequestFrom(file, null, [])).toMatchObject({
      flavor: { vcpus: 2, ramMib: 1024, rootGib: 3, ephemeralGib: 0, swapMib: 64 },
      metadata: { hostname: 'web-server-1' },
      ports: [],
      image: null,
    });
  });

  it('lets everything out and nothing in, until there are rules', () => {
    const file = described({ network: { cidr: '10.0.0.0/24' } });
    const [port] = guestRequestFrom(file, null, []).ports;
    expect(port!.rules).toEqual([
      { direction: 'egress', etherType: 'IPv4' },
      { direction: 'egress', etherType: 'IPv6' },
    ]);
    const rules = [
      { direction: 'ingress', protocol: 'tcp', ports: '80-90', remote: '10.0.0.0/8' },
      { direction: 'egress', protocol: 'udp', ports: 53 },
    ];
    const strict = guestRequestFrom(described({ network: { cidr: '10.0.0.0/24', rules } }), null, []);
    expect(strict.ports[0]!.rules).toEqual([
      {
        direction: 'ingress',
        etherType: 'IPv4',
        protocol: 'tcp',
        portRangeMin: 80,
        portRangeMax: 90,
        remoteIpPrefix: '10.0.0.0/8',
      },
      { direction: 'egress', etherType: 'IPv4', protocol: 'udp', portRangeMin: 53, portRangeMax: 53 },
    ]);
  });

  it('gives each guest of a network an address of its own', () => {
    const file = described({ network: { cidr: '10.0.0.0/29' } });
    const guests: GuestRequest[] = [];
    for (let i = 0; i < 5; i += 1) guests.push(guestRequestFrom(file, null, guests));
    const addresses = guests.map(({ ports }) => ports[0]!.fixedIps[0]!.ipAddress);
    expect(addresses).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6']);
    expect(new Set(guests.map(({ ports }) => ports[0]!.network.id)).size).toBe(1);
    expect(() => guestRequestFrom(file, null, guests)).toThrow('no address of 10.0.0.0/29 is free');
    const same = described({ network: { cidr: '10.0.0.0/29', address: '10.0.0.4' } });
    expect(() => guestRequestFrom(same, null, guests)).toThrow('10.0.0.4 belongs to another guest');
  });

  it('is another network when anything of it is different', () => {
    const idOf = (network: object) => guestRequestFrom(described({ network }), null, []).ports[0]!.network.id;
    expect(idOf({ cidr: '10.0.0.0/24', nat: true })).not.toBe(idOf({ cidr: '10.0.0.0/24' }));
    expect(idOf({ cidr: '10.0.0.0/24' })).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('an IPv4 network', () => {
  it('has free addresses that are its own, never the first of all or the last', () => {
    const cidr = fc.tuple(fc.ipV4(), fc.integer({ min: 20, max: 30 })).map(([base, length]) => `${base}/${length}`);
    fc.assert(
      fc.property(cidr, (network) => {
        const gateway = gatewayOf({ cidr: network })!;
        const free = freeAddress(network, new Set([gateway]))!;
        expect(contains(network, gateway)).toBe(true);
        expect(contains(network, free)).toBe(true);
        expect(free).not.toBe(gateway);
      }),
    );
  });
});

describe('docs/reference/host.md', () => {
  it('describes a server that is accepted, with every key there is', async () => {
    const document = readFileSync(new URL('../../docs/reference/host.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(document)![1]!;
    expect(await problemsOf(example)).toBe('');
    const { shape } = guestFileSchema;
    const keys = [...Object.keys(shape), ...Object.keys(shape.network.unwrap().shape)];
    // A password in an example would be copied.
    for (const key of keys.filter((each) => each !== 'adminPassword'))
      expect(example).toMatch(new RegExp(`\\b${key}:`));
  });
});
