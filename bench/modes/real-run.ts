import { setTimeout as sleep } from 'node:timers/promises';
import { CloudClient } from '../cloud-client.ts';
import { startCloud } from '../cloud-process.ts';
import { flavors, groups } from './request-stream.ts';
import type { StreamItem } from './request-stream.ts';

/** A host as the cloud's Placement has it, in its order. */
export interface RealHost {
  readonly name: string;
  readonly hypervisorType: string;
  readonly inventories: Readonly<Record<string, Inventory>>;
}

interface Inventory {
  readonly total: number;
  readonly reserved: number;
  readonly allocation_ratio: number;
}

export interface RealRun {
  readonly hosts: readonly RealHost[];
  /** Host of each server of the stream; null where no host was valid. */
  readonly chosen: readonly (string | null)[];
  /** Milliseconds of each step, over all creations and deletions. */
  readonly steps: Readonly<Record<StepName, readonly number[]>>;
}

/** As the scenario's `controlPlane` names them. */
export type StepName = 'api' | 'scheduler' | 'network' | 'spawn' | 'delete';

/** Plays the stream on a cloud of its own over its public API, as any client does. @param words of `astrolabe cloud up` */
export async function realRun(stream: readonly StreamItem[], words: readonly string[]): Promise<RealRun> {
  const cloud = await startCloud(words);
  // What only Astrolabe has stands beside Nova's API.
  const urls = { ...cloud.urls, astrolabe: cloud.urls['compute']!.replace(/\/v2\.1$/, '/astrolabe/v1') };
  const client = new CloudClient({ urls, password: cloud.password });
  try {
    await client.logIn();
    const player = new Player(client, await prepare(client));
    const hosts = await hostsOf(client);
    for (const [at, item] of stream.entries()) {
      for (const [index, { deletedBefore }] of stream.entries()) if (deletedBefore === at) await player.delete(index);
      await player.create(item);
    }
    return { hosts, chosen: player.chosen, steps: await player.steps() };
  } finally {
    // Real guests would outlive the cloud.
    await deleteAll(client);
    client.close();
    await cloud.stop();
  }
}

async function deleteAll(client: CloudClient): Promise<void> {
  const { servers } = (await client.call('compute', 'GET', '/servers?limit=1000')).body;
  for (const { id } of servers as { id: string }[]) {
    await client.call('compute', 'DELETE', `/servers/${id}`);
    await client.gone(id, 20);
  }
}

interface Prepared {
  readonly image: string;
  readonly flavors: readonly string[];
  readonly groups: readonly string[];
}

async function prepare(client: CloudClient): Promise<Prepared> {
  const { projects } = (await client.call('identity', 'GET', '/projects?name=admin')).body;
  const quotas = { instances: -1, cores: -1, ram: -1, server_group_members: -1 };
  await client.call('compute', 'PUT', `/os-quota-sets/${projects[0].id}`, { quota_set: quotas });
  const { images } = (await client.call('image', 'GET', '/v2/images?name=astrolabe-test')).body;
  const flavorIds: string[] = [];
  for (const { name, vcpus, ramMib, rootGib } of flavors) {
    const flavor = { id: name, name, vcpus, ram: ramMib, disk: rootGib };
    flavorIds.push((await client.call('compute', 'POST', '/flavors', { flavor })).body.flavor.id);
  }
  const groupIds: string[] = [];
  for (const policy of groups) {
    const body = { server_group: { name: policy, policy } };
    groupIds.push((await client.call('compute', 'POST', '/os-server-groups', body)).body.server_group.id);
  }
  return { image: images[0].id, flavors: flavorIds, groups: groupIds };
}

async function hostsOf(client: CloudClient): Promise<RealHost[]> {
  const { resource_providers: providers } = (await client.call('placement', 'GET', '/resource_providers')).body;
  const { hypervisors } = (await client.call('compute', 'GET', '/os-hypervisors/detail')).body;
  const types = new Map<string, string>(
    hypervisors.map((each: { hypervisor_hostname: string; hypervisor_type: string }) => [
      each.hypervisor_hostname,
      each.hypervisor_type,
    ]),
  );
  const hosts: RealHost[] = [];
  for (const { uuid, name } of providers as { uuid: string; name: string }[]) {
    const { inventories } = (await client.call('placement', 'GET', `/resource_providers/${uuid}/inventories`)).body;
    hosts.push({ name, hypervisorType: types.get(name) ?? 'QEMU', inventories });
  }
  return hosts;
}

class Player {
  readonly chosen: (string | null)[] = [];
  readonly #ids: string[] = [];
  readonly #client: CloudClient;
  readonly #prepared: Prepared;

  constructor(client: CloudClient, prepared: Prepared) {
    this.#client = client;
    this.#prepared = prepared;
  }

  async create({ flavor, group }: StreamItem): Promise<void> {
    const { image, flavors: flavorIds, groups: groupIds } = this.#prepared;
    const server = { name: 'modes', imageRef: image, flavorRef: flavorIds[flavor], networks: 'none' };
    const hints = group < 0 ? {} : { 'os:scheduler_hints': { group: groupIds[group] } };
    const { id } = (await this.#client.call('compute', 'POST', '/servers', { server, ...hints })).body.server;
    const status = await this.#client.settled(id, 5);
    const { server: seen } = (await this.#client.call('compute', 'GET', `/servers/${id}`)).body;
    if (status === 'ERROR' && !/No valid host/.test(seen.fault?.message)) throw new Error(seen.fault?.message);
    this.#ids.push(id);
    this.chosen.push(status === 'ACTIVE' ? seen['OS-EXT-SRV-ATTR:host'] : null);
  }

  async delete(index: number): Promise<void> {
    const id = this.#ids[index]!;
    await this.#client.call('compute', 'DELETE', `/servers/${id}`);
    await this.#client.gone(id, 5);
  }

  /** From the traces that the cloud keeps of every server. */
  async steps(): Promise<RealRun['steps']> {
    // Spans are written some time after they end.
    await sleep(1500);
    const steps: Record<StepName, number[]> = { api: [], scheduler: [], network: [], spawn: [], delete: [] };
    for (const [index, id] of this.#ids.entries()) {
      if (this.chosen[index] === null) continue;
      const trace = (await this.#client.call('astrolabe', 'GET', `/servers/${id}/trace`)).body as Trace;
      for (const action of trace.actions) addSteps(steps, action);
    }
    return steps;
  }
}

interface Span {
  readonly name: string;
  readonly service: string;
  readonly startUs: number;
  readonly endUs: number;
}

interface Trace {
  readonly actions: readonly { readonly action: string | null; readonly spans: readonly Span[] }[];
}

function addSteps(steps: Record<StepName, number[]>, { action, spans }: Trace['actions'][number]): void {
  const first = (name: string, service: string): Span | undefined =>
    spans.find((span) => span.name === name && span.service.startsWith(service));
  const ms = (fromUs: number | undefined, toUs: number | undefined): number[] =>
    fromUs === undefined || toUs === undefined ? [] : [(toUs - fromUs) / 1000];
  if (action === 'delete') {
    const begin = Math.min(...spans.map(({ startUs }) => startUs));
    steps.delete.push(...ms(begin, first('operate_server', 'conductor')?.endUs));
  }
  if (action !== 'create') return;
  const request = spans.find(({ service }) => service === 'compute-api');
  const choice = first('select_destinations', 'scheduler');
  const define = first('define', 'compute');
  const perform = spans.find(({ name, service }) => name.startsWith('perform') && service.startsWith('compute'));
  steps.api.push(...ms(request?.startUs, choice?.startUs));
  steps.scheduler.push(...ms(choice?.startUs, choice?.endUs));
  steps.network.push(...ms(choice?.endUs, define?.startUs));
  steps.spawn.push(...ms(define?.startUs, perform?.endUs));
}
