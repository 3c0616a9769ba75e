import { afterEach, expect, test } from 'vitest';
import { HypervisorError } from '../../../real/compute/hypervisor/hypervisor-error.ts';
import { ApiError } from '../../../real/http/api-error.ts';
import { instanceRow, SmallCloud } from './small-cloud.ts';
import { unpackJson } from '../../../real/objects/packed-json.ts';

const byName = (one: string, other: string): number => one.localeCompare(other);

let cloud: SmallCloud;

afterEach(async () => {
  const { held, present } = cloud.holders();
  await cloud.close();
  // What nobody has is held by nobody.
  if (held.some((list) => list.join() !== present.join()))
    throw new Error(`held: ${held.join(' | ')}; by: ${present.join()}`);
});

test('a server that is asked for becomes ACTIVE on a host, with its resources claimed and its port plugged', async () => {
  cloud = await SmallCloud.start();
  const server = await cloud.createOne();
  expect(server).toMatchObject({
    vmState: 'active',
    taskState: null,
    powerState: 'running',
    rootDeviceName: '/dev/vda',
  });
  expect(server.launchedAtSeconds).not.toBeNull();
  expect(cloud.held(server.uuid)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
  expect(cloud.networks.ports.get(server.uuid)).toMatchObject({ host: server.host, plugged: true });
});

test('the action of a creation has an event, and the decision is kept with its explanation', async () => {
  cloud = await SmallCloud.start();
  const { uuid, host } = await cloud.createOne();
  expect(cloud.tables.actionEvents.find('byInstance', uuid)).toMatchObject([
    { event: 'compute__do_build_and_run_instance', result: 'Success', host, position: 0 },
  ]);
  const [decision, ...others] = cloud.tables.decisions.find('byInstance', uuid);
  expect(others).toEqual([]);
  expect(decision).toMatchObject({ position: 0, outcome: 'scheduled', host });
  expect(unpackJson(decision!.explanation)).toMatchObject({
    outcome: 'scheduled',
    placed: [[host, expect.any(String)]],
    rounds: [{ ranking: [{ host }, {}] }],
  });
});

test('servers of one request spread as they fill the hosts, each with a decision of its own', async () => {
  cloud = await SmallCloud.start();
  const uuids = await cloud.create({}, 4);
  const servers = await Promise.all(uuids.map((uuid) => cloud.settled(uuid)));
  expect(servers.map(({ vmState }) => vmState)).toEqual(['active', 'active', 'active', 'active']);
  expect(servers.map(({ host }) => String(host)).sort(byName)).toEqual(['host1', 'host1', 'host2', 'host2']);
  for (const { uuid, host } of servers) {
    const [decision, ...others] = cloud.tables.decisions.find('byInstance', uuid);
    expect({ host: decision!.host, others }).toEqual({ host, others: [] });
    expect(unpackJson(decision!.explanation)).toMatchObject({ rounds: [{}] });
  }
});

test('no host with room is an ERROR in the words of Nova, and the decision names the smallest change', async () => {
  cloud = await SmallCloud.start();
  const flavor = { ...instanceRow().flavor, ramMib: 1_000_000 };
  const { uuid, vmState, host } = await cloud.createOne({ flavor });
  expect({ vmState, host }).toEqual({ vmState: 'error', host: null });
  expect(cloud.tables.faults.get(uuid)).toMatchObject({
    code: 500,
    message: 'No valid host was found. There are not enough hosts available.',
  });
  const [decision] = cloud.tables.decisions.find('byInstance', uuid);
  expect(decision).toMatchObject({ outcome: 'no-valid-host', host: null });
  expect((unpackJson(decision!.explanation) as { changes: unknown[] }).changes).not.toEqual([]);
  expect(cloud.tables.actions.find('byInstance', uuid)).toMatchObject([{ action: 'create', message: 'Error' }]);
});

test('when one of several finds no host, none is built', async () => {
  cloud = await SmallCloud.start({ hosts: 1 });
  const uuids = await cloud.create({ flavor: { ...instanceRow().flavor, ramMib: 6000 } }, 3);
  const servers = await Promise.all(uuids.map((uuid) => cloud.settled(uuid)));
  expect(servers.map(({ vmState }) => vmState)).toEqual(['error', 'error', 'error']);
});

test('a build that fails on a host is retried on the alternate, which holds the resources then', async () => {
  let failures = 0;
  const failure = (verb: string, step: string) =>
    verb === 'spawn' && step === 'define' && failures++ === 0
      ? new HypervisorError('libvirt-failed', step, 'no luck')
      : undefined;
  cloud = await SmallCloud.start({ fake: { failure } });
  const server = await cloud.createOne();
  expect(server).toMatchObject({ vmState: 'active', host: 'host2' });
  expect(cloud.networks.ports.get(server.uuid)).toMatchObject({ host: 'host2' });
  expect(cloud.tables.actionEvents.find('byInstance', server.uuid)).toMatchObject([
    { host: 'host1', result: 'Error', details: 'no luck' },
    { host: 'host2', result: 'Success' },
  ]);
  const next = await cloud.createOne();
  expect(next.host, 'the host that failed is shunned').toBe('host2');
});

test('after the last alternate the server is in ERROR and says what failed', async () => {
  const failure = (verb: string, step: string) =>
    verb === 'spawn' ? new HypervisorError('disk-full', step, 'no room on the disk') : undefined;
  cloud = await SmallCloud.start({ hosts: 4, fake: { failure } });
  const { uuid, vmState, host } = await cloud.createOne();
  expect({ vmState, host }).toEqual({ vmState: 'error', host: null });
  expect(cloud.tables.faults.get(uuid)!.message).toMatch(
    /^Exceeded maximum number of retries\. Exhausted all hosts .* The last failure: no room on the disk$/,
  );
  expect(cloud.tables.actionEvents.find('byInstance', uuid)).toHaveLength(3);
});

test('an image that is gone is no reason to try another host', async () => {
  cloud = await SmallCloud.start();
  const { uuid, vmState } = await cloud.createOne({ imageId: 'gone' });
  expect(vmState).toBe('error');
  expect(cloud.tables.faults.get(uuid)!.message).toBe(
    `Build of instance ${uuid} aborted: Image gone could not be found.`,
  );
  expect(cloud.tables.actionEvents.find('byInstance', uuid)).toHaveLength(1);
});

test('networks that cannot be had end the build', async () => {
  cloud = await SmallCloud.start();
  cloud.networks.refusal = () => new ApiError(409, 'No more IP addresses available on network x.');
  const { uuid, vmState } = await cloud.createOne();
  expect(vmState).toBe('error');
  expect(cloud.tables.faults.get(uuid)!.message).toContain('Failed to allocate the network(s): No more IP addresses');
});

test('members of an anti-affinity group go to different hosts, and one too many finds none', async () => {
  cloud = await SmallCloud.start();
  const members = Array.from({ length: 3 }, () =>
    instanceRow({ serverGroupId: '33333333-3333-4333-8333-333333333333' }),
  );
  await cloud.tables.database.write(() =>
    cloud.tables.serverGroups.put({
      uuid: members[0]!.serverGroupId!,
      name: 'apart',
      projectId: members[0]!.projectId,
      userId: members[0]!.userId,
      policy: 'anti-affinity',
      maxServerPerHost: null,
      members: members.map(({ uuid }) => uuid),
      createdAtSeconds: 0,
    }),
  );
  const hosts: (string | null)[] = [];
  for (const member of members) hosts.push((await cloud.createOne(member)).host);
  expect(hosts.slice(0, 2).map(String).sort(byName)).toEqual(['host1', 'host2']);
  expect(hosts[2]).toBeNull();
  await cloud.delete(members[0]!.uuid);
  expect(cloud.tables.serverGroups.get(members[0]!.serverGroupId!)!.members).not.toContain(members[0]!.uuid);
});

test('a server for a named host goes there, though another is better', async () => {
  cloud = await SmallCloud.start({ hosts: 3 });
  expect(await cloud.createOne({ forcedHost: 'host3' })).toMatchObject({ host: 'host3' });
  expect(await cloud.createOne({ requestedHost: 'host2' })).toMatchObject({ host: 'host2' });
  expect(await cloud.createOne({ requestedHost: 'nowhere' })).toMatchObject({ vmState: 'error' });
});

test('thirty servers at once on hosts with room for twenty: each is ACTIVE or says why not, and the books are exact', async () => {
  cloud = await SmallCloud.start({ hosts: 2, fake: { delayMs: () => 1 } });
  const flavor = { ...instanceRow().flavor, ramMib: 1580 };
  const uuids = (await Promise.all(Array.from({ length: 30 }, () => cloud.create({ flavor })))).flat();
  const servers = await Promise.all(uuids.map((uuid) => cloud.settled(uuid)));
  const active = servers.filter(({ vmState }) => vmState === 'active');
  expect(active).toHaveLength(20);
  for (const { uuid, vmState } of servers)
    if (vmState === 'error') expect(cloud.tables.faults.get(uuid)!.message).toMatch(/^No valid host/);
});
