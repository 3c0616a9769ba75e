import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instanceRow } from '../conductor/small-cloud.ts';
import { ComputeCloud } from './compute-cloud.ts';
import type { ComputeAnswer } from './compute-cloud.ts';

let cloud: ComputeCloud;
beforeAll(async () => {
  cloud = await ComputeCloud.start({ now: () => Date.now() / 1000 });
  await cloud.furnish();
});
afterAll(() => cloud.close());

const admin = (method: string, path: string, body?: unknown): Promise<ComputeAnswer> =>
  cloud.ask(method, path, { token: cloud.tokens.admin, version: '2.96', body });

/** What Placement knows of a host. */
function provider(host: string): { aggregates: string[]; traits: string[] } {
  const { placement } = cloud.placement;
  const facts = placement.state.facts(placement.providerNamed(host)!);
  return {
    aggregates: [...facts.aggregates],
    traits: [...facts.traits].map((id) => placement.state.traits.nameOf(id)),
  };
}

describe('what an operator says of hosts', () => {
  it('reaches Placement: aggregates of hosts, and hosts that are disabled', async () => {
    const made = await admin('POST', '/os-aggregates', { aggregate: { name: 'fast' } });
    const { id, uuid } = made.body.aggregate;
    await admin('POST', `/os-aggregates/${id}/action`, { add_host: { host: 'compute1' } });
    expect(provider('compute1').aggregates).toEqual([uuid]);
    await admin('POST', `/os-aggregates/${id}/action`, { remove_host: { host: 'compute1' } });
    expect(provider('compute1').aggregates).toEqual([]);

    const { services } = (await admin('GET', '/os-services?host=compute1')).body;
    const service = services[0].id as string;
    await admin('PUT', `/os-services/${service}`, { status: 'disabled' });
    expect(provider('compute1').traits).toEqual(['COMPUTE_STATUS_DISABLED']);
    await admin('PUT', `/os-services/${service}`, { status: 'enabled' });
    expect(provider('compute1').traits).toEqual([]);
  });

  it('does not take away a host that has servers, and takes away everything of one that has none', async () => {
    const host = 'doomed';
    const uuid = await cloud.addHost(host);
    const service = randomUUID();
    await cloud.tables.database.write(() => {
      const [any] = [...cloud.tables.services.all()];
      cloud.tables.services.put({ ...any!, uuid: service, binary: 'nova-compute', host });
    });
    const { id } = (await admin('POST', '/os-aggregates', { aggregate: { name: 'old' } })).body.aggregate;
    await admin('POST', `/os-aggregates/${id}/action`, { add_host: { host } });
    const server = instanceRow({ host, node: host, vmState: 'active', taskState: null });
    await cloud.tables.database.write(() => cloud.tables.instances.put(server));
    expect((await admin('DELETE', `/os-services/${service}`)).status).toBe(409);
    expect((await admin('GET', `/os-hypervisors/${uuid}?with_servers=1`)).body.hypervisor.servers).toEqual([
      { name: server.displayName, uuid: server.uuid },
    ]);

    await cloud.tables.database.write(() => cloud.tables.instances.put({ ...server, deletedAtSeconds: 1 }));
    expect((await admin('DELETE', `/os-services/${service}`)).status).toBe(204);
    expect((await admin('GET', `/os-aggregates/${id}`)).body.aggregate.hosts).toEqual([]);
    expect((await admin('GET', `/os-hypervisors/${uuid}`)).status).toBe(404);
    expect(cloud.placement.placement.providerNamed(host)).toBeUndefined();
  });

  it('keeps a host in one zone, and a zone that has servers where it is', async () => {
    const make = async (name: string, zone: string): Promise<number> =>
      (await admin('POST', '/os-aggregates', { aggregate: { name, availability_zone: zone } })).body.aggregate.id;
    const [east, west] = [await make('e', 'east'), await make('w', 'west')];
    const add = (id: number): Promise<ComputeAnswer> =>
      admin('POST', `/os-aggregates/${id}/action`, { add_host: { host: 'compute2' } });
    expect((await add(east)).status).toBe(200);
    expect((await add(west)).body.conflictingRequest.message).toContain("already in availability zone(s) ['east']");
    expect((await admin('GET', '/os-services?host=compute2')).body.services[0].zone).toBe('east');
    await cloud.tables.database.write(() => cloud.tables.instances.put(instanceRow({ host: 'compute2' })));
    const moved = await admin('PUT', `/os-aggregates/${east}`, { aggregate: { availability_zone: 'north' } });
    expect(moved.body.badRequest.message).toContain('One or more hosts contain instances in this zone');
  });
});
