import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { SmallCloud } from './small-cloud.ts';

let cloud: SmallCloud;

afterEach(() => cloud.close());

async function expectNothingLeft(): Promise<void> {
  expect(cloud.consumers()).toEqual([]);
  expect([...cloud.networks.ports]).toEqual([]);
  for (const hypervisor of cloud.hypervisors) expect(await hypervisor.listGuests()).toEqual([]);
}

test('a deleted server leaves its row, and nothing else', async () => {
  cloud = await SmallCloud.start();
  const { uuid } = await cloud.createOne();
  const gone = await cloud.delete(uuid);
  expect(gone).toMatchObject({ vmState: 'deleted', taskState: null, powerState: 'nostate' });
  expect(gone.deletedAtSeconds).not.toBeNull();
  await expectNothingLeft();
  expect(cloud.tables.actionEvents.find('byInstance', uuid).at(-1)).toMatchObject({
    event: 'compute_terminate_instance',
    result: 'Success',
  });
});

describe('a deletion during the build', () => {
  test.each([0, 1, 2, 5, 8, 12, 20, 30])('%i ms after it was asked for', async (ms) => {
    cloud = await SmallCloud.start({ fake: { delayMs: () => 5 } });
    const [uuid] = await cloud.create();
    if (ms > 0) await sleep(ms);
    const gone = await cloud.delete(uuid!);
    expect(gone.vmState).toBe('deleted');
    await expectNothingLeft();
    // The room is free again for the scheduler too.
    expect(await cloud.createOne()).toMatchObject({ vmState: 'active', host: 'host1' });
  });
});

test('a deletion ends whatever else is done, and comes about once however often it is asked for', async () => {
  cloud = await SmallCloud.start({ fake: { delayMs: (verb) => (verb === 'powerOff' ? 50 : 0) } });
  const { uuid } = await cloud.createOne();
  await cloud.ask(uuid, { kind: 'stop' }, { taskState: 'powering-off' });
  await cloud.ask(uuid, { kind: 'delete' }, { taskState: 'deleting' });
  const gone = await cloud.delete(uuid);
  expect(gone.vmState).toBe('deleted');
  await expectNothingLeft();
  const events = cloud.tables.actionEvents.find('byInstance', uuid).map(({ event, result }) => [event, result]);
  expect(events.filter(([event]) => event === 'compute_terminate_instance')).toEqual([
    ['compute_terminate_instance', 'Success'],
  ]);
});

test('a server whose host is away is deleted at once, and its guest when the host is back', async () => {
  cloud = await SmallCloud.start({ hosts: 1 });
  const { uuid } = await cloud.createOne();
  const service = cloud.tables.services.one('byHost', 'nova-compute', 'host1')!;
  await cloud.hosts[0]!.close();
  await cloud.tables.database.write(() => void cloud.tables.services.put({ ...service, lastSeenSeconds: 0 }));
  expect((await cloud.delete(uuid)).vmState).toBe('deleted');
  expect(cloud.consumers()).toEqual([]);
  expect([...cloud.tables.cleanups.all()]).toEqual([{ host: 'host1', instanceUuid: uuid }]);
  await cloud.hosts[0]!.agent.start();
  await cloud.until(() => [...cloud.tables.cleanups.all()].length === 0);
  await expectNothingLeft();
});
