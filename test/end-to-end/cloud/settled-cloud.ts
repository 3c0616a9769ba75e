import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { ApiRefusal } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import type { TestCloud } from './test-cloud.ts';

export interface ServerSeen {
  readonly id: string;
  readonly status: string;
  readonly 'OS-EXT-STS:task_state': string | null;
  readonly 'OS-EXT-SRV-ATTR:host': string | null;
  readonly fault?: { readonly message: string };
}

/** A server of the test image on the default network, as `POST /servers` takes it. */
export async function testServer(api: ApiClient, flavorRef = '42'): Promise<object> {
  const { images } = await api.call('image', 'GET', '/v2/images?name=astrolabe-test');
  const { networks } = await api.call('network', 'GET', '/v2.0/networks?name=default');
  return { imageRef: images[0].id, flavorRef, networks: [{ uuid: networks[0].id }] };
}

/** Lifts the limits of the admin's project. */
export async function withoutLimits(api: ApiClient): Promise<void> {
  const { projects } = await api.call('identity', 'GET', '/projects?name=admin');
  const quotas = { instances: -1, cores: -1, ram: -1 };
  await api.call('compute', 'PUT', `/os-quota-sets/${projects[0].id}`, { quota_set: quotas });
  await api.call('network', 'PUT', `/v2.0/quotas/${projects[0].id}`, { quota: { port: -1 } });
}

export async function serversOf(api: ApiClient): Promise<readonly ServerSeen[]> {
  return (await api.call('compute', 'GET', '/servers/detail?all_tenants=1&limit=1000')).servers;
}

/** Waits until nothing is done to any server any more. */
export async function untilSettled(api: ApiClient, seconds = 180): Promise<readonly ServerSeen[]> {
  let servers: readonly ServerSeen[] = [];
  for (let turn = 0; turn < seconds * 2; turn += 1) {
    servers = await serversOf(api);
    const busy = servers.filter((each) => each.status === 'BUILD' || each['OS-EXT-STS:task_state'] !== null);
    if (busy.length === 0) return servers;
    await sleep(500);
  }
  const states = servers.map((each) => `${each.id} ${each.status} ${each['OS-EXT-STS:task_state']}`);
  throw new Error(`not settled after ${seconds} s:\n${states.join('\n')}`);
}

/**
 * Compares what the API says of every server with libvirt, the disks, the ports and Placement: true states, nothing left
 * behind, nothing booked twice.
 */
export async function expectAccounts(cloud: TestCloud, api: ApiClient, seconds = 30): Promise<void> {
  // What a host could not take back when libvirt was away it takes back afterwards.
  for (let turn = 1; ; turn += 1) {
    try {
      return await expectAccountsNow(cloud, api);
    } catch (error) {
      if (turn >= seconds) throw error;
      await sleep(1000);
    }
  }
}

async function expectAccountsNow(cloud: TestCloud, api: ApiClient): Promise<void> {
  const servers = await serversOf(api);
  const ids = servers.map(({ id }) => id).sort();
  const here = servers.filter((server) => server['OS-EXT-SRV-ATTR:host'] !== null);
  for (const server of servers.filter(({ status }) => status === 'ERROR')) expect(server.fault?.message).toBeTruthy();

  const running = (await cloud.virsh('list', '--uuid')).split('\n').filter((line) => line.trim() !== '');
  const active = servers.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
  const others = servers
    .filter(({ status }) => status !== 'ACTIVE')
    .map(({ id, status, fault }) => [id, status, fault]);
  expect({ running: running.sort(), others }).toEqual({ running: active.sort(), others });
  expect(ids).toEqual(expect.arrayContaining([...(await cloud.domains())]));
  const folder = path.join(cloud.hostState, 'host/instances');
  expect(ids).toEqual(expect.arrayContaining(existsSync(folder) ? readdirSync(folder) : []));

  const { ports } = await api.call('network', 'GET', '/v2.0/ports');
  const owners = (ports as { device_id: string }[]).map(({ device_id: owner }) => owner);
  expect(ids).toEqual(expect.arrayContaining(owners));
  expect(new Set(owners).size).toBe(owners.length);

  const { resource_providers: providers } = await api.call('placement', 'GET', '/resource_providers');
  const booked: Record<string, unknown> = {};
  for (const { uuid } of providers) {
    const { allocations } = await api.call('placement', 'GET', `/resource_providers/${uuid}/allocations`);
    for (const [consumer, { resources }] of Object.entries<{ resources: object }>(allocations)) {
      expect(booked).not.toHaveProperty(consumer);
      booked[consumer] = resources;
    }
  }
  const size = { VCPU: 1, MEMORY_MB: 128, DISK_GB: 1 };
  // A server in ERROR may hold its claim or not; any other holds exactly its own.
  for (const { id, status } of here) if (status !== 'ERROR') expect(booked[id]).toEqual(size);
  expect(ids).toEqual(expect.arrayContaining(Object.keys(booked)));
}

/** After everything was deleted. */
export async function expectNothingLeft(cloud: TestCloud, api: ApiClient): Promise<void> {
  await expectAccounts(cloud, api);
  expect((await api.call('network', 'GET', '/v2.0/ports')).ports).toEqual([]);
  const { resource_providers: providers } = await api.call('placement', 'GET', '/resource_providers');
  for (const { uuid } of providers) {
    const { usages } = await api.call('placement', 'GET', `/resource_providers/${uuid}/usages`);
    expect(Object.values(usages)).toEqual(Object.keys(usages).map(() => 0));
  }
  expect(await cloud.left()).toMatchObject({ domains: [], folders: [], dhcp: 0 });
}

export async function deleteAll(api: ApiClient, seconds = 120): Promise<void> {
  for (let turn = 0; turn < seconds * 2; turn += 1) {
    const servers = await serversOf(api);
    if (servers.length === 0) return;
    for (const { id, 'OS-EXT-STS:task_state': task } of servers) {
      if (task !== 'deleting') await api.call('compute', 'DELETE', `/servers/${id}`).catch(ignoreGone);
    }
    await sleep(500);
  }
  throw new Error(`servers were not deleted within ${seconds} s`);
}

export function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiRefusal && (error.status === 404 || error.status === 409))) throw error;
}
