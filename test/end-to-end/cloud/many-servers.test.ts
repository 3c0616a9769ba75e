import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { expectAccounts, deleteAll, testServer, untilSettled, withoutLimits } from './settled-cloud.ts';
import { cloudAbsence, TestCloud } from './test-cloud.ts';

const absence = cloudAbsence();
const count = Number(process.env['CLOUD_SERVERS'] ?? 30);

describe(`many servers at once${absence}`, { skip: absence !== '', timeout: 300_000 }, () => {
  let cloud: TestCloud;
  let api: ApiClient;

  beforeAll(async () => {
    cloud = await TestCloud.make();
    await cloud.up('--cpu-allocation-ratio', String(count));
    api = await cloud.logIn();
  }, 120_000);
  afterAll(() => cloud?.remove(), 60_000);

  it(`all ${count} become ACTIVE, and the accounts are right`, async () => {
    await withoutLimits(api);
    const server = await testServer(api);
    const asked = Array.from({ length: count }, (_, i) =>
      api.call('compute', 'POST', '/servers', { server: { ...server, name: `many-${i}` } }),
    );
    await Promise.all(asked);
    const servers = await untilSettled(api);
    expect(servers).toHaveLength(count);
    expect(servers.map(({ status, fault }) => ({ status, fault }))).toEqual(
      servers.map(() => ({ status: 'ACTIVE', fault: undefined })),
    );
    await expectAccounts(cloud, api);
    // One file for all of them, described by another.
    const cached = readdirSync(path.join(cloud.hostState, 'host/image-cache')).filter((name) => name.endsWith('.json'));
    expect(cached).toHaveLength(1);
  });

  it('that find no room end in ERROR with a fault that says why', async () => {
    const { flavor } = await api.call('compute', 'POST', '/flavors', {
      flavor: { name: 'huge', vcpus: 1, ram: 10_000_000, disk: 1 },
    });
    const server = await testServer(api, flavor.id);
    const made = await api.call('compute', 'POST', '/servers', { server: { ...server, name: 'huge' } });
    const seen = (await untilSettled(api)).find(({ id }) => id === made.server.id);
    expect(seen).toMatchObject({
      status: 'ERROR',
      fault: { message: expect.stringContaining('No valid host') as string },
    });
    await expectAccounts(cloud, api);
  });

  it('that their host cannot build end in ERROR with a fault that says why', async () => {
    const { images } = await api.call('image', 'GET', '/v2/images?name=astrolabe-test');
    const bytes = readFileSync(path.join(cloud.state, 'images', images[0].id));
    const upload = async (name: string, properties: object): Promise<string> => {
      const made = { name, disk_format: 'raw', container_format: 'bare', ...properties };
      const { id } = await api.call('image', 'POST', '/v2/images', made);
      await fetch(`${api.urls['image']}/v2/images/${id}/file`, {
        method: 'PUT',
        headers: { 'x-auth-token': api.token, 'content-type': 'application/octet-stream' },
        body: bytes,
      });
      return id;
    };
    const damaged = await upload('damaged', {});
    writeFileSync(path.join(cloud.state, 'images', damaged), Buffer.alloc(bytes.length, 'x'));
    const unknownMachine = await upload('unknown machine', { hw_machine_type: 'sparc-9000' });
    const server = await testServer(api);
    for (const [imageRef, why] of [
      [damaged, /sha512|checksum|corrupt|damaged/i],
      [unknownMachine, /sparc-9000/],
    ] as const) {
      const asked = { server: { ...server, imageRef, name: 'refused' } };
      const { server: made } = await api.call('compute', 'POST', '/servers', asked);
      const seen = (await untilSettled(api)).find(({ id }) => id === made.id);
      expect(seen).toMatchObject({ status: 'ERROR', fault: { message: expect.stringMatching(why) as string } });
    }
    await expectAccounts(cloud, api);
  });

  it('are deleted at once, and nothing is left', async () => {
    await deleteAll(api);
    expect(await cloud.left()).toMatchObject({ domains: [], folders: [], dhcp: 0 });
    await expectAccounts(cloud, api);
    expect((await api.call('network', 'GET', '/v2.0/ports')).ports).toEqual([]);
  });
});
