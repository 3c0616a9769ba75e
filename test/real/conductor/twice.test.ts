import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { performOnHost } from '../../../real/compute/rpc/compute-methods.ts';
import { agentsTopic, instanceChanged } from '../../../real/conductor/agent-methods.ts';
import { purgeDeleted } from '../../../real/conductor/purge-deleted.ts';
import { newContext, SmallCloud } from './small-cloud.ts';

let cloud: SmallCloud;

afterEach(() => cloud.close());

/** Lets everything that is under way come to its end. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  await cloud.conductor.idle();
}

test('a request for a server that comes twice is built once', async () => {
  cloud = await SmallCloud.start();
  const context = newContext();
  const [uuid] = await cloud.create({}, 1);
  await cloud.client.build({ uuids: [uuid!], adminPassword: 'secret', files: [] }, context);
  expect(await cloud.settled(uuid!)).toMatchObject({ vmState: 'active' });
  await cloud.client.build({ uuids: [uuid!], adminPassword: 'secret', files: [] }, context);
  await quiet();
  expect(cloud.tables.actionEvents.find('byInstance', uuid!)).toHaveLength(1);
  expect(cloud.tables.decisions.find('byInstance', uuid!)).toHaveLength(1);
  expect(cloud.consumers()).toEqual([uuid]);
});

test('an operation that comes twice is done once', async () => {
  cloud = await SmallCloud.start();
  const { uuid } = await cloud.createOne();
  await cloud.do(uuid, { kind: 'pause' }, { taskState: 'pausing' });
  const { requestId } = cloud.tables.actions.find('byInstance', uuid).at(-1)!;
  await cloud.do(uuid, { kind: 'unpause' }, { taskState: 'unpausing' });
  await cloud.client.operate(uuid, { kind: 'pause' }, { ...newContext(), requestId });
  await quiet();
  expect(cloud.row(uuid)).toMatchObject({ vmState: 'active', powerState: 'running' });
});

test('a deletion that comes again after the server is gone changes nothing', async () => {
  cloud = await SmallCloud.start();
  const { uuid } = await cloud.createOne();
  const gone = await cloud.delete(uuid);
  await cloud.client.operate(uuid, { kind: 'delete' }, newContext());
  await quiet();
  expect(cloud.row(uuid)).toEqual(gone);
});

test('what was long on its way to a host is done only when somebody still waits for it', async () => {
  cloud = await SmallCloud.start({ hosts: 1 });
  const { uuid } = await cloud.createOne();
  const message = {
    uuid,
    operationId: randomUUID(),
    operation: { kind: 'stop' },
    sentAtMs: Date.now() - 60_000,
  } as const;
  await cloud.bus.cast('compute.host1', performOnHost, message, newContext());
  await quiet();
  expect(cloud.row(uuid)).toMatchObject({ vmState: 'active', powerState: 'running' });
});

test('a task that is told when its operation is over is passed over', async () => {
  cloud = await SmallCloud.start();
  const { uuid, host } = await cloud.createOne();
  const late = { host: host!, change: { uuid, taskState: 'spawning' } } as const;
  await cloud.bus.cast(agentsTopic, instanceChanged, late, newContext());
  await quiet();
  expect(cloud.row(uuid)).toMatchObject({ vmState: 'active', taskState: null });
});

test('deleted servers are forgotten after a while, with all that is known of them', async () => {
  cloud = await SmallCloud.start();
  const { uuid } = await cloud.createOne();
  const kept = await cloud.createOne();
  await cloud.delete(uuid);
  const nowSeconds = Date.now() / 1000;
  await purgeDeleted(cloud.tables, { ageSeconds: 3600, keptMax: 10, nowSeconds });
  expect(cloud.tables.instances.get(uuid)).toBeDefined();
  await purgeDeleted(cloud.tables, { ageSeconds: 3600, keptMax: 10, nowSeconds: nowSeconds + 7200 });
  const { instances, actions, actionEvents, decisions } = cloud.tables;
  expect([...instances.all()].map((row) => row.uuid)).toEqual([kept.uuid]);
  for (const table of [actions, actionEvents, decisions]) expect(table.find('byInstance', uuid)).toEqual([]);
});
