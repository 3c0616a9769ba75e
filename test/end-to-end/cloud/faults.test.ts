import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { checkAccounts, deleteAll, serversOf, testServer, untilSettled, withoutLimits } from './settled-cloud.ts';
import { cloudAbsence, nothingLeft, TestCloud } from './test-cloud.ts';

const absence = cloudAbsence();
/** Kills of each kind; 20 for a long run. */
const kills = Number(process.env['CLOUD_KILLS'] ?? 2);
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000);

/** Of mulberry32: the same moments for the same seed. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`a cloud whose parts are killed, seed ${seed}${absence}`, { skip: absence !== '', timeout: 3_600_000 }, () => {
  let cloud: TestCloud;
  let api: ApiClient;
  const random = randomFrom(seed);
  let number = 0;

  beforeAll(async () => {
    cloud = await TestCloud.make();
    await cloud.up('--shutdown-timeout', '10');
    api = await cloud.logIn();
    await withoutLimits(api);
  }, 120_000);
  afterAll(() => cloud?.remove(), 60_000);

  /** Some creations and deletions, of which nobody waits for the end. */
  async function ask(): Promise<void> {
    const server = await testServer(api);
    const present = await serversOf(api);
    const gone = present.filter(() => random() < 0.5);
    const requests = [
      ...Array.from({ length: 3 }, () => ({ method: 'POST', path: '/servers' })),
      ...gone.map(({ id }) => ({ method: 'DELETE', path: `/servers/${id}` })),
    ];
    for (const { method, path: where } of requests) {
      const body = method === 'POST' ? { server: { ...server, name: `server-${(number += 1)}` } } : undefined;
      // The one who answers may be killed meanwhile.
      void api.call('compute', method, where, body).catch(() => {});
      await sleep(random() * 50);
    }
  }

  /** Kills something at a random moment of the work on servers; then every server has to come to a true state. */
  async function survive(kill: () => Promise<void>): Promise<void> {
    for (let turn = 0; turn < kills; turn += 1) {
      await ask();
      await sleep(random() * 2500);
      await kill();
      await untilSettled(api);
      await checkAccounts(cloud, api);
    }
  }

  it('comes to true states when the controller is killed', async () => {
    await survive(async () => {
      await cloud.process.kill();
      await cloud.up('--shutdown-timeout', '10');
      api = await cloud.logIn();
    });
  });

  it('comes to true states when libvirtd is killed', async () => {
    const file = path.join(cloud.state, 'host/libvirt/run/own.pid');
    await survive(async () => {
      const before = readFileSync(file, 'utf8');
      process.kill(Number(before), 'SIGKILL');
      await expect.poll(() => readFileSync(file, 'utf8')).not.toBe(before);
    });
  });

  it('leaves nothing when all is deleted', async () => {
    await untilSettled(api);
    await deleteAll(api);
    await checkAccounts(cloud, api);
    expect((await api.call('network', 'GET', '/v2.0/ports')).ports).toEqual([]);
    const { resource_providers: providers } = await api.call('placement', 'GET', '/resource_providers');
    const { usages } = await api.call('placement', 'GET', `/resource_providers/${providers[0].uuid}/usages`);
    expect(Object.values(usages)).toEqual(Object.keys(usages).map(() => 0));
    const { domains, folders, dhcp } = await cloud.left();
    expect({ domains, folders, dhcp }).toEqual({ domains: [], folders: [], dhcp: nothingLeft.dhcp });
  });
});
