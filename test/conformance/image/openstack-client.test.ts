import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageCloud } from '../../real/image/image-cloud.ts';
import { OpenStackClient } from '../openstack-client.ts';
import type { ClientOptions } from '../openstack-client.ts';
import { whyNot } from '../openstack-here.ts';

const reason = whyNot(['openstackclient']);
let cloud: ImageCloud;
let client: OpenStackClient;

beforeAll(async () => {
  cloud = await ImageCloud.start();
  client = new OpenStackClient();
  await cloud.identity.service.bootstrap({
    adminPassword: 'secret',
    services: [{ type: 'image', name: 'glance', url: cloud.url }],
  });
});
afterAll(() => Promise.all([cloud.close(), client.close()]));

function of(user: string): ClientOptions {
  return {
    'auth-url': `${cloud.identity.url}/v3`,
    'identity-api-version': '3',
    username: user,
    password: user === 'admin' ? 'secret' : `${user}-password`,
    'project-name': user,
    'user-domain-name': 'Default',
    'project-domain-name': 'Default',
  };
}

const openstack = (user: string, ...words: string[]) => client.run(of(user), ...words);
const asJson = (user: string, ...words: string[]) => client.json(of(user), ...words);

describe('the openstack command of Debian', () => {
  it.skipIf(reason !== undefined)(
    `works against image${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const file = path.join(cloud.folder, 'upload.raw');
      const bytes = randomBytes(2_000_000);
      writeFileSync(file, bytes);
      const made = await asJson(
        'alice',
        'image',
        'create',
        'tiny',
        '--file',
        file,
        '--disk-format',
        'raw',
        '--property',
        'hw_disk_bus=virtio',
        '--tag',
        'test',
        '--min-ram',
        '64',
      );
      expect(made).toMatchObject({ name: 'tiny', disk_format: 'raw', min_ram: 64, tags: ['test'] });
      expect(await asJson('alice', 'image', 'show', 'tiny')).toMatchObject({ status: 'active', size: bytes.length });
      expect(await asJson('alice', 'image', 'list')).toMatchObject([{ Name: 'tiny', Status: 'active' }]);
      await openstack('alice', 'image', 'save', '--file', `${file}.back`, 'tiny');
      expect(readFileSync(`${file}.back`).equals(bytes)).toBe(true);

      await openstack(
        'alice',
        'image',
        'set',
        'tiny',
        '--name',
        'small',
        '--property',
        'os_distro=debian',
        '--protected',
      );
      const set = await asJson('alice', 'image', 'show', 'small');
      expect(set).toMatchObject({ protected: true, properties: { hw_disk_bus: 'virtio', os_distro: 'debian' } });
      await openstack('alice', 'image', 'unset', 'small', '--property', 'os_distro', '--tag', 'test');
      await expect(openstack('alice', 'image', 'delete', 'small')).rejects.toThrow(/403/);

      await expect(openstack('bob', 'image', 'show', made.id)).rejects.toThrow(/No Image found/i);
      await openstack('alice', 'image', 'add', 'project', made.id, cloud.projects.bob);
      await openstack('bob', 'image', 'set', made.id, '--accept');
      expect(await asJson('bob', 'image', 'list', '--shared')).toMatchObject([{ Name: 'small' }]);
      await openstack('alice', 'image', 'remove', 'project', made.id, cloud.projects.bob);
      await openstack('alice', 'image', 'set', 'small', '--deactivate');
      await expect(openstack('alice', 'image', 'save', '--file', `${file}.no`, 'small')).rejects.toThrow(
        /Unable to download/,
      );
      await openstack('alice', 'image', 'set', 'small', '--activate', '--unprotected');
      await expect(openstack('alice', 'image', 'set', 'small', '--public')).rejects.toThrow(/403/);
      await openstack('admin', 'image', 'set', made.id, '--public');
      expect(await asJson('bob', 'image', 'list')).toMatchObject([{ Name: 'small' }]);
      await openstack('alice', 'image', 'delete', 'small');
      expect(await asJson('alice', 'image', 'list')).toEqual([]);
    },
  );
});
