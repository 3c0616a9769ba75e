import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { checkAccounts, deleteAll, testServer, untilSettled, withoutLimits } from './settled-cloud.ts';
import { cloudAbsence, TestCloud } from './test-cloud.ts';

const absence = cloudAbsence();
const count = Number(process.env['CLOUD_SERVERS'] ?? 30);

describe(`many servers at once${absence}`, { skip: absence !== '', timeout: 300_000 }, () => {
  let cloud: TestCloud;
  let api: ApiClient;

  beforeAll(async () => {
    cloud = await TestCloud.make();
    await cloud.up();
    api = await cloud.logIn();
  }, 120_000);
  afterAll(() => cloud?.remove(), 60_000);

  it(`all ${count} end ACTIVE or with a fault that says why, and the accounts are right`, async () => {
    await withoutLimits(api);
    const server = await testServer(api);
    const asked = Array.from({ length: count }, (_, i) =>
      api.call('compute', 'POST', '/servers', { server: { ...server, name: `many-${i}` } }),
    );
    await Promise.all(asked);
    const servers = await untilSettled(api);
    expect(servers).toHaveLength(count);
    const failed = servers.filter(({ status }) => status !== 'ACTIVE');
    for (const { status, fault } of failed) {
      expect({ status, message: fault?.message }).toEqual({ status: 'ERROR', message: expect.stringMatching(/\w/) });
    }
    expect(servers.length - failed.length).toBeGreaterThan(0);
    await checkAccounts(cloud, api);
    // One file for all of them, described by another.
    const cached = readdirSync(path.join(cloud.state, 'host/image-cache')).filter((name) => name.endsWith('.json'));
    expect(cached).toHaveLength(1);
  });

  it('are deleted at once, and nothing is left', async () => {
    await deleteAll(api);
    expect(await cloud.left()).toMatchObject({ domains: [], folders: [], dhcp: 0 });
    await checkAccounts(cloud, api);
    expect((await api.call('network', 'GET', '/v2.0/ports')).ports).toEqual([]);
  });
});
