import { afterEach, describe, expect, test } from 'vitest';
import { HypervisorError } from '../../../real/compute/hypervisor/hypervisor-error.ts';
import type { ServerOperation } from '../../../real/conductor/index.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import { instanceRow, newContext, SmallCloud } from './small-cloud.ts';

let cloud: SmallCloud;

afterEach(() => cloud.close());

const big: Instance['flavor'] = {
  ...instanceRow().flavor,
  id: '2',
  name: 'm1.small',
  vcpus: 2,
  ramMib: 1024,
  rootGib: 2,
};

async function newServer(): Promise<string> {
  cloud = await SmallCloud.start();
  return (await cloud.createOne()).uuid;
}

describe('verbs of a host', () => {
  test('each leads to its state, and is written down as an event', async () => {
    const uuid = await newServer();
    expect(await cloud.do(uuid, { kind: 'stop' }, { taskState: 'powering-off' })).toMatchObject({
      vmState: 'stopped',
      powerState: 'shutdown',
    });
    expect(await cloud.do(uuid, { kind: 'start' }, { taskState: 'powering-on' })).toMatchObject({
      vmState: 'active',
      powerState: 'running',
    });
    expect(await cloud.do(uuid, { kind: 'reboot', type: 'hard' }, { taskState: 'rebooting_hard' })).toMatchObject({
      vmState: 'active',
    });
    expect(await cloud.do(uuid, { kind: 'pause' }, { taskState: 'pausing' })).toMatchObject({
      vmState: 'paused',
      powerState: 'paused',
    });
    expect(await cloud.do(uuid, { kind: 'unpause' }, { taskState: 'unpausing' })).toMatchObject({ vmState: 'active' });
    expect(await cloud.do(uuid, { kind: 'suspend' }, { taskState: 'suspending' })).toMatchObject({
      vmState: 'suspended',
    });
    expect(await cloud.do(uuid, { kind: 'resume' }, { taskState: 'resuming' })).toMatchObject({ vmState: 'active' });
    expect(
      await cloud.do(uuid, { kind: 'rescue', imageId: null, adminPassword: 'x' }, { taskState: 'rescuing' }),
    ).toMatchObject({ vmState: 'rescued' });
    expect(await cloud.do(uuid, { kind: 'unrescue' }, { taskState: 'unrescuing' })).toMatchObject({
      vmState: 'active',
    });
    const rebuild: ServerOperation = { kind: 'rebuild', imageId: 'cirros', adminPassword: 'x', files: [] };
    expect(await cloud.do(uuid, rebuild, { taskState: 'rebuilding' })).toMatchObject({ vmState: 'active' });
    const events = cloud.tables.actionEvents.find('byInstance', uuid);
    expect(events.map(({ event }) => event)).toEqual([
      'compute__do_build_and_run_instance',
      'compute_stop_instance',
      'compute_start_instance',
      'compute_reboot_instance',
      'compute_pause_instance',
      'compute_unpause_instance',
      'compute_suspend_instance',
      'compute_resume_instance',
      'compute_rescue_instance',
      'compute_unrescue_instance',
      'compute_rebuild_instance',
    ]);
    expect(new Set(events.map(({ result }) => result))).toEqual(new Set(['Success']));
  });

  test('what a host refuses leaves the server as it is, with a fault', async () => {
    const failure = (verb: string, step: string) =>
      verb === 'pause' ? new HypervisorError('libvirt-failed', step, 'libvirt does not want to') : undefined;
    cloud = await SmallCloud.start({ fake: { failure } });
    const { uuid } = await cloud.createOne();
    const after = await cloud.do(uuid, { kind: 'pause' }, { taskState: 'pausing' });
    expect(after).toMatchObject({ vmState: 'active', powerState: 'running', taskState: null });
    expect(cloud.tables.faults.get(uuid)).toMatchObject({ code: 500, message: 'libvirt does not want to' });
    expect(cloud.tables.actionEvents.find('byInstance', uuid).at(-1)).toMatchObject({ result: 'Error' });
  });

  test('operations of one server come about in the order in which they were asked for', async () => {
    const uuid = await newServer();
    for (const kind of ['stop', 'start', 'pause', 'unpause', 'stop'] as const) {
      await cloud.ask(uuid, { kind }, { taskState: 'powering-off' });
    }
    expect(await cloud.settled(uuid)).toMatchObject({ vmState: 'stopped' });
  });
});

describe('a resize', () => {
  test('holds both flavors until it is confirmed', async () => {
    const uuid = await newServer();
    const resized = await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
    expect(resized).toMatchObject({ vmState: 'resized', flavor: big, newFlavor: null, oldFlavor: { name: 'm1.tiny' } });
    expect(cloud.held(uuid)).toEqual({ VCPU: 2, MEMORY_MB: 1024, DISK_GB: 2 });
    expect(cloud.held(resized.migrationUuid!)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
    const confirmed = await cloud.do(uuid, { kind: 'confirm-resize' }, { taskState: 'resize_confirming' });
    expect(confirmed).toMatchObject({ vmState: 'active', flavor: big, oldFlavor: null, migrationUuid: null });
    expect(cloud.consumers()).toEqual([uuid]);
    expect(cloud.held(uuid)).toEqual({ VCPU: 2, MEMORY_MB: 1024, DISK_GB: 2 });
  });

  test('goes back to the flavor before, and to what it held', async () => {
    const uuid = await newServer();
    await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
    const reverted = await cloud.do(uuid, { kind: 'revert-resize' }, { taskState: 'resize_reverting' });
    expect(reverted).toMatchObject({ vmState: 'active', flavor: { name: 'm1.tiny' }, migrationUuid: null });
    expect(cloud.consumers()).toEqual([uuid]);
    expect(cloud.held(uuid)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
  });

  test('of a stopped server ends stopped', async () => {
    const uuid = await newServer();
    await cloud.do(uuid, { kind: 'stop' });
    await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
    expect(await cloud.do(uuid, { kind: 'confirm-resize' })).toMatchObject({ vmState: 'stopped' });
  });

  test('that finds no room changes nothing', async () => {
    const uuid = await newServer();
    const huge = { ...big, ramMib: 16_000 };
    const after = await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: huge });
    expect(after).toMatchObject({ vmState: 'active', taskState: null, newFlavor: null, migrationUuid: null });
    expect(cloud.tables.faults.get(uuid)!.message).toMatch(/^No valid host was found/);
    expect(cloud.consumers()).toEqual([uuid]);
    expect(cloud.tables.decisions.find('byInstance', uuid)).toMatchObject([
      {},
      { outcome: 'no-valid-host', position: 1 },
    ]);
  });

  test('that fails on the host gives back what it took', async () => {
    const failure = (verb: string, step: string) =>
      verb === 'resize' ? new HypervisorError('disk-full', step, 'no room') : undefined;
    cloud = await SmallCloud.start({ fake: { failure } });
    const { uuid } = await cloud.createOne();
    const after = await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
    expect(after).toMatchObject({ vmState: 'error', flavor: { name: 'm1.tiny' }, migrationUuid: null });
    expect(cloud.held(uuid)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
    expect(cloud.consumers()).toEqual([uuid]);
  });
});

describe('a shelved server', () => {
  test('holds nothing but its ports, and comes back on a host', async () => {
    const uuid = await newServer();
    cloud.images.add('shelf');
    const shelved = await cloud.do(
      uuid,
      { kind: 'shelve', imageId: 'a8000000-0000-4000-8000-000000000001' },
      { taskState: 'shelving' },
    );
    expect(shelved).toMatchObject({ vmState: 'shelved_offloaded', host: null, node: null });
    expect(cloud.consumers()).toEqual([]);
    expect(cloud.networks.ports.get(uuid)).toMatchObject({ plugged: false });
    cloud.images.add(shelved.shelvedImageId!);
    const back = await cloud.do(uuid, { kind: 'unshelve' }, { taskState: 'unshelving' });
    expect(back).toMatchObject({ vmState: 'active', shelvedImageId: null });
    expect(back.host).not.toBeNull();
    expect(cloud.held(uuid)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
    expect(cloud.networks.ports.get(uuid)).toMatchObject({ plugged: true });
    expect(cloud.discarded).toEqual([shelved.shelvedImageId]);
  });

  test('stays shelved when it cannot come back', async () => {
    const uuid = await newServer();
    await cloud.do(
      uuid,
      { kind: 'shelve', imageId: 'a8000000-0000-4000-8000-000000000001' },
      { taskState: 'shelving' },
    );
    const after = await cloud.do(uuid, { kind: 'unshelve' }, { taskState: 'unshelving' });
    expect(after).toMatchObject({ vmState: 'shelved_offloaded', host: null });
    expect(cloud.consumers()).toEqual([]);
    expect(cloud.tables.faults.get(uuid)!.message).toContain('could not be found');
  });
});

test('a snapshot that fails leaves no image', async () => {
  const failure = (verb: string, step: string) =>
    verb === 'snapshot' ? new HypervisorError('disk-full', step, 'no room') : undefined;
  cloud = await SmallCloud.start({ fake: { failure } });
  const { uuid } = await cloud.createOne();
  const imageId = 'a8000000-0000-4000-8000-000000000002';
  expect(await cloud.do(uuid, { kind: 'snapshot', imageId }, { taskState: 'image_snapshot_pending' })).toMatchObject({
    vmState: 'active',
  });
  expect(cloud.discarded).toEqual([imageId]);
});

test('a NIC comes and goes while the guest runs', async () => {
  const uuid = await newServer();
  const nic = { networkId: null, portId: null, fixedIp: null, tag: null };
  const full = cloud.client.attachInterface(uuid, { ...nic, networkId: 'full' }, newContext());
  await expect(full).rejects.toMatchObject({ code: '409', message: expect.stringContaining('No more IP addresses') });
  const vif = await cloud.client.attachInterface(uuid, nic, newContext());
  const host = cloud.hypervisors.find((_, index) => `host${index + 1}` === cloud.row(uuid).host)!;
  expect((await host.guestRequest(uuid)).ports.map(({ id }) => id)).toContain(vif.portId);
  await cloud.do(uuid, { kind: 'detach-interface', portId: vif.portId });
  expect((await host.guestRequest(uuid)).ports).toHaveLength(1);
  expect(cloud.networks.vifs(uuid)).toHaveLength(1);
});

test('a guest that stops by itself is a stopped server', async () => {
  const uuid = await newServer();
  const host = cloud.hypervisors.find((_, index) => `host${index + 1}` === cloud.row(uuid).host)!;
  host.letGuestBecome(uuid, 'shutdown');
  await cloud.until(() => cloud.row(uuid).vmState === 'stopped');
  expect(cloud.row(uuid)).toMatchObject({ powerState: 'shutdown', taskState: null });
});

test('consoles are asked of the host, whose errors come across', async () => {
  const uuid = await newServer();
  const host = cloud.row(uuid).host!;
  expect((await cloud.client.consoleLog(host, uuid, undefined, newContext())).toString()).toContain(uuid);
  await expect(cloud.client.consoleEndpoint(host, uuid, 'vnc', newContext())).rejects.toMatchObject({
    code: 'unsupported',
  });
  const stranger = instanceRow().uuid;
  await expect(cloud.client.consoleLog(host, stranger, 10, newContext())).rejects.toMatchObject({
    code: 'guest-not-found',
  });
});
