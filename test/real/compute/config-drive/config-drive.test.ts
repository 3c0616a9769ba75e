import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { makeConfigDrive } from '../../../../real/compute/config-drive/make-config-drive.ts';
import { ec2MetaData, metaData } from '../../../../real/compute/config-drive/meta-data.ts';
import { networkData } from '../../../../real/compute/config-drive/network-data.ts';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { PortBinding, SubnetBinding } from '../../../../real/network/port.ts';
import { guestRequest } from '../disks/guest-request.ts';
import { diskToolsAbsence, Workshop } from '../../image-formats/sample-images.ts';

const absence = diskToolsAbsence();

describe.skipIf(absence !== '')(`the config drive${absence}`, () => {
  const shop = new Workshop();
  afterAll(() => shop.remove());
  let drives = 0;

  async function made(request: GuestRequest): Promise<string> {
    drives += 1;
    const file = shop.path(`config${drives}`);
    await makeConfigDrive(file, request);
    return file;
  }

  function fileIn(drive: string, name: string): string {
    return execFileSync('isoinfo', ['-R', '-i', drive, '-x', `/${name}`], { encoding: 'utf8', maxBuffer: 1 << 24 });
  }

  function json(drive: string, name: string): Record<string, unknown> {
    return JSON.parse(fileIn(drive, name)) as Record<string, unknown>;
  }

  it('has the label that cloud-init looks for, and the files under the names it knows', async () => {
    const userData = Buffer.from('#!/bin/sh\necho hello\n');
    const drive = await made(guestRequest({ metadata: { hostname: 'web-1', keys: [], meta: {}, userData } }));
    expect(execFileSync('isoinfo', ['-d', '-i', drive], { encoding: 'utf8' })).toContain('Volume id: config-2');
    const names = execFileSync('isoinfo', ['-R', '-f', '-i', drive], { encoding: 'utf8' }).split('\n');
    const expected = ['meta_data.json', 'network_data.json', 'user_data', 'vendor_data.json', 'vendor_data2.json'];
    for (const name of expected) expect(names).toContain(`/openstack/latest/${name}`);
    for (const name of ['meta-data.json', 'user-data']) expect(names).toContain(`/ec2/latest/${name}`);
    expect(fileIn(drive, 'openstack/latest/user_data')).toBe('#!/bin/sh\necho hello\n');
    expect(json(drive, 'openstack/latest/vendor_data.json')).toEqual({});
  });

  it('is readable by nobody else, and leaves nothing beside it', async () => {
    expect(statSync(await made(guestRequest())).mode & 0o777).toBe(0o600);
    expect(readdirSync(shop.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('carries injected files as numbered contents', async () => {
    const content = Buffer.from([0, 255, 10]);
    const files = [{ path: '/etc/../../motd', content }];
    const drive = await made(guestRequest({ metadata: { hostname: 'h', keys: [], meta: {}, files } }));
    expect(json(drive, 'openstack/latest/meta_data.json')['files']).toEqual([
      { path: '/etc/../../motd', content_path: '/content/0000' },
    ]);
    expect(execFileSync('isoinfo', ['-R', '-i', drive, '-x', '/openstack/content/0000'])).toEqual(content);
  });

  it('gives back every text as it was, and no text becomes a name', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const property = fc.asyncProperty(
      text,
      text,
      fc.dictionary(text, text, { maxKeys: 3 }),
      async (name, hostname, meta) => {
        const drive = await made(guestRequest({ displayName: name, metadata: { hostname, keys: [], meta } }));
        const read = json(drive, 'openstack/latest/meta_data.json');
        expect(read).toMatchObject({ name, hostname });
        expect(read['meta'] ?? {}).toEqual({ ...meta });
        const names = execFileSync('isoinfo', ['-R', '-f', '-i', drive], { encoding: 'utf8' }).trim().split('\n');
        expect(names).toHaveLength(9);
      },
    );
    await fc.assert(property, { numRuns: 15, examples: [['-rf', '../../x', { '--': '"\n' }]] });
  });
});

describe('what a config drive says', () => {
  it('about keys, in the form of each client', () => {
    const keys = [{ name: 'mine', publicKey: 'ssh-ed25519 AAAA me@here' }];
    const request = guestRequest({ metadata: { hostname: 'h', keys, meta: { a: 'b' }, adminPassword: 'secret' } });
    expect(metaData(request, Buffer.alloc(512)).json).toMatchObject({
      uuid: request.uuid,
      public_keys: { mine: 'ssh-ed25519 AAAA me@here' },
      keys: [{ name: 'mine', type: 'ssh', data: 'ssh-ed25519 AAAA me@here' }],
      admin_pass: 'secret',
      meta: { a: 'b' },
      random_seed: Buffer.alloc(512).toString('base64'),
    });
    expect(ec2MetaData(request)).toMatchObject({
      'public-keys': { 0: { _name: '0=mine', 'openssh-key': 'ssh-ed25519 AAAA me@here' } },
    });
  });

  const subnet: SubnetBinding = {
    id: 's',
    cidr: '10.1.0.0/20',
    gatewayIp: '10.1.0.1',
    dnsNameservers: ['9.9.9.9'],
    hostRoutes: [{ destination: '192.168.4.0/22', nexthop: '10.1.0.9' }],
    enableDhcp: false,
  };
  const v6: SubnetBinding = { ...subnet, id: 's6', cidr: 'fd00:1::/61', gatewayIp: 'fd00:1::1', hostRoutes: [] };
  const port: PortBinding = {
    id: '0123456789abcdef',
    network: { id: 'n', mtu: 1450, subnets: [subnet, v6], nat: false },
    macAddress: 'fa:16:3e:00:00:01',
    fixedIps: [
      { subnetId: 's', ipAddress: '10.1.2.3' },
      { subnetId: 's6', ipAddress: 'fd00:1::5' },
    ],
    allowedAddressPairs: [],
    portSecurity: true,
    rules: [],
  };

  it('about addresses that no DHCP server gives', () => {
    const services = [{ type: 'dns', address: '9.9.9.9' }];
    expect(networkData([port])).toEqual({
      links: [
        {
          id: 'tap0123456789a',
          vif_id: port.id,
          type: 'bridge',
          mtu: 1450,
          ethernet_mac_address: port.macAddress,
        },
      ],
      networks: [
        {
          id: 'network0',
          type: 'ipv4',
          link: 'tap0123456789a',
          network_id: 'n',
          ip_address: '10.1.2.3',
          netmask: '255.255.240.0',
          routes: [
            { network: '0.0.0.0', netmask: '0.0.0.0', gateway: '10.1.0.1' },
            { network: '192.168.4.0', netmask: '255.255.252.0', gateway: '10.1.0.9' },
          ],
          services,
        },
        {
          id: 'network1',
          type: 'ipv6',
          link: 'tap0123456789a',
          network_id: 'n',
          ip_address: 'fd00:1::5',
          netmask: 'ffff:ffff:ffff:fff8:0:0:0:0',
          routes: [{ network: '::', netmask: '::', gateway: 'fd00:1::1' }],
          services,
        },
      ],
      services,
    });
  });

  it('about addresses from DHCP: only that they come from there', () => {
    const network = { ...port.network, subnets: [{ ...subnet, enableDhcp: true }] };
    expect(networkData([{ ...port, network }])).toMatchObject({
      networks: [{ id: 'network0', type: 'ipv4_dhcp', link: 'tap0123456789a', network_id: 'n' }],
    });
  });
});
