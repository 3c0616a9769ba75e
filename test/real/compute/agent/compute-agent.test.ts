import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ComputeAgent } from '../../../../real/compute/agent/compute-agent.ts';
import { MemoryConductor } from '../../../../real/compute/agent/memory-conductor.ts';
import { FakeHypervisor } from '../../../../real/compute/fake-driver/fake-hypervisor.ts';
import { HypervisorError } from '../../../../real/compute/hypervisor/hypervisor-error.ts';
import { aGuest } from '../tracker/a-host.ts';
import { anAgent } from './an-agent.ts';

const uuid = '6f5c9b1e-4a0f-4a52-9c7d-0b8f0a3c1d2e';

const stateOf = (conductor: MemoryConductor, id = uuid) => conductor.instances.get(id);

describe('an agent builds a server', () => {
  it('and tells of each task on the way, and of the end', async () => {
    const { agent, conductor } = await anAgent();
    await agent.build(aGuest(uuid));
    expect(conductor.changes.map(({ vmState, taskState }) => vmState ?? taskState)).toEqual([
      'networking',
      'block_device_mapping',
      'spawning',
      'active',
    ]);
    expect(stateOf(conductor)).toEqual({ uuid, vmState: 'active', taskState: null, powerState: 'running' });
    expect(agent.instances()).toEqual([stateOf(conductor)]);
  });

  it('and says how long each step took', async () => {
    const { agent, conductor } = await anAgent({ delayMs: (_verb, step) => (step === 'disks' ? 30 : 0) });
    await agent.build(aGuest(uuid));
    const [timings] = conductor.timings;
    expect(timings).toMatchObject({ uuid, operation: 'build', outcome: 'done' });
    expect(timings!.steps.map(({ step }) => step)).toEqual(['network', 'disks', 'define', 'start']);
    expect(timings!.steps[1]!.ms).toBeGreaterThan(20);
    const sum = timings!.steps.reduce((total, { ms }) => total + ms, 0);
    expect(sum + timings!.waitedMs).toBeLessThanOrEqual(timings!.totalMs + 0.001);
  });

  it('never more than ten at once, and the others in the order they were asked for', async () => {
    let running = 0;
    let most = 0;
    const begun: string[] = [];
    const { agent } = await anAgent({
      delayMs: (_verb, step) => {
        if (step === 'network') most = Math.max(most, (running += 1));
        if (step === 'start') running -= 1;
        return 1;
      },
      failure: (_verb, step, id) => void (step === 'network' && begun.push(id)),
    });
    const uuids = Array.from({ length: 35 }, () => randomUUID());
    await Promise.all(uuids.map((id) => agent.build(aGuest(id))));
    expect(most).toBe(10);
    expect(begun).toEqual(uuids);
    expect(agent.instances().length).toBe(35);
  });

  it('and when that fails leaves nothing but the reason', async () => {
    const full = new HypervisorError('disk-full', 'disks', 'no room for the root disk');
    const { agent, conductor, hypervisor } = await anAgent({
      failure: (_verb, step) => (step === 'disks' ? full : undefined),
    });
    await expect(agent.build(aGuest(uuid))).rejects.toBe(full);
    expect(stateOf(conductor)).toMatchObject({ vmState: 'error', taskState: null, powerState: 'nostate' });
    expect(conductor.faults.get(uuid)).toEqual({
      code: 'disk-full',
      step: 'disks',
      message: 'no room for the root disk',
    });
    expect(conductor.timings).toMatchObject([{ operation: 'build', outcome: 'failed' }]);
    expect(await hypervisor.listGuests()).toEqual([]);
    expect(agent.instances()).toEqual([]);
  });

  it('does not tell the owner about the inside of a defect', async () => {
    const { agent, conductor } = await anAgent({ failure: () => new TypeError('x is undefined at /srv/secret') });
    await expect(agent.build(aGuest(uuid))).rejects.toThrow(TypeError);
    expect(JSON.stringify(conductor.faults.get(uuid))).not.toContain('secret');
  });

  it('and refuses one that it has, without harm to it', async () => {
    const { agent, conductor } = await anAgent();
    await agent.build(aGuest(uuid));
    await expect(agent.build(aGuest(uuid))).rejects.toMatchObject({ code: 'guest-exists' });
    expect(stateOf(conductor)).toMatchObject({ vmState: 'active', powerState: 'running' });
  });
});

describe('an agent deletes a server', () => {
  it('and forgets it', async () => {
    const { agent, conductor, hypervisor } = await anAgent();
    await agent.build(aGuest(uuid));
    await agent.delete(uuid);
    expect(stateOf(conductor)).toMatchObject({ vmState: 'deleted', taskState: null, powerState: 'nostate' });
    expect(await hypervisor.listGuests()).toEqual([]);
    expect(agent.instances()).toEqual([]);
  });

  it('in the middle of its build', async () => {
    const { agent, conductor, hypervisor } = await anAgent({ delayMs: (verb) => (verb === 'spawn' ? 10_000 : 0) });
    const build = agent.build(aGuest(uuid));
    await expect.poll(() => stateOf(conductor)?.taskState).toBe('networking');
    await Promise.all([expect(build).rejects.toMatchObject({ code: 'cancelled' }), agent.delete(uuid)]);
    expect(stateOf(conductor)).toMatchObject({ vmState: 'deleted' });
    expect(conductor.faults.size).toBe(0);
    expect(await hypervisor.listGuests()).toEqual([]);
    expect(agent.instances()).toEqual([]);
  });

  it('that waits for its build, which then never begins', async () => {
    const { agent, conductor } = await anAgent({
      options: { maxConcurrentBuilds: 1 },
      delayMs: (verb) => (verb === 'spawn' ? 20 : 0),
    });
    const first = agent.build(aGuest(randomUUID()));
    const second = agent.build(aGuest(uuid));
    await Promise.all([expect(second).rejects.toMatchObject({ code: 'cancelled' }), agent.delete(uuid), first]);
    expect(conductor.changes.filter((change) => change.uuid === uuid && change.taskState === 'spawning')).toEqual([]);
  });

  it('once, however often it is asked to; and one that is not there', async () => {
    const { agent, conductor } = await anAgent({ delayMs: () => 5 });
    await agent.build(aGuest(uuid));
    await Promise.all([agent.delete(uuid), agent.delete(uuid), agent.delete(uuid)]);
    expect(conductor.timings.filter(({ operation }) => operation === 'delete').length).toBe(1);
    await agent.delete(randomUUID());
  });
});

describe("an agent's verbs", () => {
  const other = { ...aGuest(uuid).flavor, vcpus: 4 };
  const imageId = randomUUID();
  it.each<readonly [string, readonly ((agent: ComputeAgent) => Promise<void>)[], string, string]>([
    ['powerOff', [(agent) => agent.powerOff(uuid)], 'stopped', 'shutdown'],
    ['powerOn', [(agent) => agent.powerOff(uuid), (agent) => agent.powerOn(uuid)], 'active', 'running'],
    ['soft reboot', [(agent) => agent.reboot(uuid, 'soft')], 'active', 'running'],
    ['hard reboot', [(agent) => agent.powerOff(uuid), (agent) => agent.reboot(uuid, 'hard')], 'active', 'running'],
    ['pause', [(agent) => agent.pause(uuid)], 'paused', 'paused'],
    ['unpause', [(agent) => agent.pause(uuid), (agent) => agent.unpause(uuid)], 'active', 'running'],
    ['suspend', [(agent) => agent.suspend(uuid)], 'suspended', 'suspended'],
    ['resume', [(agent) => agent.suspend(uuid), (agent) => agent.resume(uuid)], 'active', 'running'],
    ['rescue', [(agent) => agent.rescue(uuid, null)], 'rescued', 'running'],
    ['unrescue', [(agent) => agent.rescue(uuid, null), (agent) => agent.unrescue(uuid)], 'active', 'running'],
    ['rebuild', [(agent) => agent.rebuild(aGuest(uuid))], 'active', 'running'],
    ['resize', [(agent) => agent.resize(aGuest(uuid, { flavor: other }))], 'resized', 'running'],
    [
      'confirmResize',
      [(agent) => agent.resize(aGuest(uuid, { flavor: other })), (agent) => agent.confirmResize(uuid)],
      'active',
      'running',
    ],
    [
      'revertResize',
      [(agent) => agent.resize(aGuest(uuid, { flavor: other })), (agent) => agent.revertResize(uuid)],
      'active',
      'running',
    ],
    ['snapshot', [(agent) => agent.snapshot(uuid, imageId)], 'active', 'running'],
    ['shelve', [(agent) => agent.shelve(uuid, imageId)], 'shelved_offloaded', 'nostate'],
    [
      'unshelve',
      [(agent) => agent.shelve(uuid, imageId), (agent) => agent.unshelve(aGuest(uuid))],
      'active',
      'running',
    ],
  ])('%s ends in its state', async (_name, verbs, vmState, powerState) => {
    const { agent, conductor } = await anAgent();
    await agent.build(aGuest(uuid));
    for (const verb of verbs) await verb(agent);
    expect(stateOf(conductor)).toEqual({ uuid, vmState, taskState: null, powerState });
  });

  it('that fail leave the state that is true, and the reason', async () => {
    const { agent, conductor } = await anAgent();
    await agent.build(aGuest(uuid));
    await expect(agent.unpause(uuid)).rejects.toMatchObject({ code: 'wrong-state' });
    expect(stateOf(conductor)).toEqual({ uuid, vmState: 'active', taskState: null, powerState: 'running' });
    expect(conductor.faults.get(uuid)).toMatchObject({ code: 'wrong-state', step: 'unpause' });
  });

  it('for one guest come one after the other, for different guests at the same time', async () => {
    let underWay = 0;
    let most = 0;
    const { agent } = await anAgent({
      delayMs: () => {
        most = Math.max(most, (underWay += 1));
        return 2;
      },
      failure: () => void (underWay -= 1),
    });
    const uuids = [uuid, randomUUID(), randomUUID()];
    await Promise.all(uuids.map((id) => agent.build(aGuest(id))));
    most = 0;
    // Each is only right in the state that the one before leaves.
    await Promise.all(uuids.flatMap((id) => [agent.pause(id), agent.unpause(id), agent.suspend(id), agent.resume(id)]));
    expect(most).toBe(3);
  });

  it('go on when the conductor cannot be told', async () => {
    class DeafConductor extends MemoryConductor {
      override async instanceChanged(): Promise<void> {
        throw new Error('nobody listens');
      }
    }
    const { agent, hypervisor } = await anAgent({ conductor: new DeafConductor() });
    await agent.build(aGuest(uuid));
    expect(await hypervisor.listGuests()).toMatchObject([{ uuid, powerState: 'running' }]);
    expect(agent.instances()).toMatchObject([{ uuid, vmState: 'active' }]);
  });
});

describe('a snapshot', () => {
  it('becomes an image, and leaves no file on the host', async () => {
    const { agent, conductor, hypervisor, imageFolder } = await anAgent();
    await agent.build(aGuest(uuid));
    const spied = vi.spyOn(hypervisor, 'snapshot');
    const imageId = randomUUID();
    await agent.snapshot(uuid, imageId);
    const record = JSON.parse(readFileSync(path.join(imageFolder, `${imageId}.json`), 'utf8')) as object;
    expect(record).toMatchObject({ id: imageId, diskFormat: 'raw', instanceUuid: uuid });
    expect(readdirSync(imageFolder).toSorted()).toEqual([`${imageId}.json`, `${imageId}.raw`]);
    const { file } = (await spied.mock.results[0]!.value) as { file: string };
    expect(readdirSync(path.dirname(file))).toEqual([]);
    expect(conductor.changes.some(({ taskState }) => taskState === 'image_uploading')).toBe(true);
  });

  it('is never named by a path', async () => {
    const { agent, imageFolder } = await anAgent();
    await agent.build(aGuest(uuid));
    await expect(agent.snapshot(uuid, '../../etc/cron.d/x')).rejects.toThrow('accepted: a UUID');
    expect(readdirSync(imageFolder)).toEqual([]);
  });

  it('keeps the guest of a shelved server when it fails', async () => {
    const { agent, conductor, hypervisor } = await anAgent({
      failure: (verb) =>
        verb === 'snapshot' ? new HypervisorError('disk-full', 'snapshot', 'no room for the image') : undefined,
    });
    await agent.build(aGuest(uuid));
    await expect(agent.shelve(uuid, randomUUID())).rejects.toMatchObject({ code: 'disk-full' });
    expect(await hypervisor.listGuests()).toMatchObject([{ uuid, powerState: 'shutdown' }]);
    await expect.poll(() => stateOf(conductor)).toMatchObject({ vmState: 'stopped', powerState: 'shutdown' });
  });
});

describe('the state of a guest that changes by itself', () => {
  it.each([
    ['shutdown', 'stopped', 'shutdown'],
    ['crashed', 'stopped', 'crashed'],
    ['suspended', 'suspended', 'suspended'],
    ['paused', 'active', 'paused'],
  ] as const)('follows when it becomes %s', async (became, vmState, powerState) => {
    const { agent, conductor, hypervisor } = await anAgent();
    await agent.build(aGuest(uuid));
    hypervisor.letGuestBecome(uuid, became);
    await expect.poll(() => stateOf(conductor)).toMatchObject({ vmState, taskState: null, powerState });
  });

  it('is stopped again when somebody started a stopped one behind our back', async () => {
    const { agent, conductor, hypervisor } = await anAgent();
    await agent.build(aGuest(uuid));
    await agent.powerOff(uuid);
    hypervisor.letGuestBecome(uuid, 'running');
    await expect.poll(() => hypervisor.guestInfo(uuid)).toMatchObject({ powerState: 'shutdown' });
    expect(stateOf(conductor)).toMatchObject({ vmState: 'stopped', powerState: 'shutdown' });
  });

  it('is found out by the periodic sync when no event came', async () => {
    const hypervisor = new FakeHypervisor({ hostname: 'node-1', vcpus: 4, ramMib: 4096, diskGib: 40 });
    vi.spyOn(hypervisor, 'onEvent').mockReturnValue(() => {});
    const { agent, conductor } = await anAgent({ hypervisor });
    await agent.build(aGuest(uuid));
    await hypervisor.destroy(uuid);
    await agent.syncPowerStates();
    expect(stateOf(conductor)).toMatchObject({ powerState: 'nostate' });
  });

  it('is true at the end, whatever verbs and accidents come together', async () => {
    const verbs = ['pause', 'unpause', 'suspend', 'resume', 'powerOff', 'powerOn'] as const;
    const step = fc.oneof(
      fc.constantFrom(...verbs),
      fc.constantFrom('shutdown' as const, 'crashed' as const, 'running' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { agent, conductor, hypervisor } = await anAgent({
          delayMs: (_verb, name) => (name === 'pause' ? 1 : 0),
        });
        await agent.build(aGuest(uuid));
        const asked: Promise<unknown>[] = [];
        for (const each of steps) {
          if (verbs.includes(each as 'pause')) asked.push(agent[each as 'pause'](uuid).catch(() => {}));
          else hypervisor.letGuestBecome(uuid, each as 'running');
          if (asked.length % 3 === 0) await sleep(1);
        }
        await Promise.all(asked);
        await agent.syncPowerStates();
        const possible: Readonly<Record<string, readonly string[]>> = {
          active: ['running', 'paused'],
          paused: ['paused', 'running'],
          suspended: ['suspended', 'running', 'paused', 'shutdown', 'crashed'],
          stopped: ['shutdown', 'crashed', 'suspended'],
        };
        // An agent that stops a guest which came up by itself is still at it when the verbs have ended.
        const isTrue = async (): Promise<boolean> => {
          const [{ powerState } = { powerState: 'nostate' }] = await hypervisor.listGuests();
          const told = stateOf(conductor)!;
          return (
            told.taskState === null && told.powerState === powerState && possible[told.vmState]!.includes(powerState)
          );
        };
        await expect.poll(isTrue).toBe(true);
        await agent.stop();
      }),
      { numRuns: 40 },
    );
  });
});

describe('an agent that starts', () => {
  it('takes up what another agent left', async () => {
    const first = await anAgent();
    const ids = Array.from({ length: 8 }, () => randomUUID());
    const [built, lost, gone, deleting, off, paused, deleted, rebuilding] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    for (const id of ids) await first.agent.build(aGuest(id));
    const { conductor, hypervisor } = first;
    await first.agent.stop();
    const left = async (id: string, change: object) => conductor.instanceChanged({ uuid: id, ...change });
    await left(built, { vmState: 'building', taskState: 'spawning' });
    await hypervisor.destroy(lost);
    await left(lost, { vmState: 'building', taskState: 'networking' });
    await hypervisor.destroy(gone);
    await left(deleting, { taskState: 'deleting' });
    await left(off, { taskState: 'powering-off' });
    await hypervisor.pause(paused);
    await left(paused, { taskState: 'pausing' });
    await left(deleted, { vmState: 'deleted' });
    await left(rebuilding, { taskState: 'rebuilding' });
    const { agent } = await anAgent({ conductor, hypervisor });
    expect(stateOf(conductor, built)).toMatchObject({ vmState: 'active', taskState: null, powerState: 'running' });
    expect(stateOf(conductor, lost)).toMatchObject({ vmState: 'error', taskState: null });
    expect(conductor.faults.get(lost)).toMatchObject({ code: 'cancelled', step: 'build' });
    expect(stateOf(conductor, gone)).toMatchObject({ vmState: 'error', powerState: 'nostate' });
    expect(stateOf(conductor, deleting)).toMatchObject({ vmState: 'deleted' });
    expect(stateOf(conductor, off)).toMatchObject({ vmState: 'stopped', powerState: 'shutdown' });
    expect(stateOf(conductor, paused)).toMatchObject({ vmState: 'paused', taskState: null });
    expect(stateOf(conductor, deleted)).toMatchObject({ vmState: 'deleted' });
    expect(stateOf(conductor, rebuilding)).toMatchObject({ vmState: 'error', powerState: 'running' });
    const guests = (await hypervisor.listGuests()).map((guest) => guest.uuid).toSorted();
    expect(guests).toEqual([built, off, paused, rebuilding].toSorted());
    expect(agent.instances().map((each) => each.uuid)).not.toContain(deleted);
  });

  it('leaves guests alone that the conductor does not know', async () => {
    const first = await anAgent();
    await first.agent.build(aGuest(uuid));
    const { agent } = await anAgent({ hypervisor: first.hypervisor });
    expect(await first.hypervisor.listGuests()).toMatchObject([{ uuid, powerState: 'running' }]);
    expect(agent.instances()).toEqual([]);
  });

  it('gives up what is under way when it stops, and lets the guests go on', async () => {
    const { agent, hypervisor } = await anAgent({ delayMs: (_verb, step) => (step === 'pause' ? 10_000 : 0) });
    await agent.build(aGuest(uuid));
    const pause = agent.pause(uuid);
    await sleep(5);
    await Promise.all([expect(pause).rejects.toMatchObject({ code: 'cancelled' }), agent.stop()]);
    expect(await hypervisor.listGuests()).toMatchObject([{ powerState: 'running' }]);
  });
});
