import { randomUUID } from 'node:crypto';
import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestRequest, LocalHost } from '../../../real/index.ts';
import { hostAbsence, kvmGuests, nothingLeft, TestHost } from './a-host.ts';
import { readyMarker, romImages, romRequest } from './rom-guests.ts';

const absence = hostAbsence();

function kvmIsUsable(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where there is a KVM it is KVM that is tested, never emulation in its stead; the title says which it was. */
const virtType: 'kvm' | 'qemu' = kvmIsUsable() ? 'kvm' : 'qemu';

describe(`the life of a ROM guest of type ${virtType}${absence}`, { skip: absence !== '' }, () => {
  let test: TestHost;
  let host: LocalHost;
  let request: GuestRequest;
  let uuid: string;

  const stateOf = () => host.conductor.instances.get(uuid);
  const booting = async (verb: Promise<void>): Promise<void> => {
    const before = test.consoleMark(uuid);
    await verb;
    await test.untilSaid(uuid, readyMarker, before);
  };

  beforeAll(async () => {
    test = await TestHost.make();
    const { imageRoot, testLoader } = romImages(test.folder);
    const guests = virtType === 'kvm' ? kvmGuests : { virtType };
    host = await test.open(imageRoot, { testLoader, guests, agent: { shutdownTimeoutSeconds: 0 } });
    request = romRequest(await host.images.find('small.raw'), 5);
    uuid = request.uuid;
  });

  afterAll(async () => {
    await host?.close();
    await test?.remove();
  });

  it('was announced by a canary', async () => {
    expect(await host.hypervisor.describeHost()).toMatchObject({ virtType, canaryBooted: true });
  });

  it('begins with the marker on its console', async () => {
    await booting(host.agent.build(request));
    expect(await test.domState(uuid)).toBe('running');
    expect(await test.daemon.virsh('dumpxml', uuid)).toMatch(new RegExp(`<domain type='${virtType}'`));
    const links = await test.namespace.run('ip', '-br', 'link');
    expect(links).toMatch(/^tap\S+ +UP/m);
  });

  it('goes through every verb, as virsh sees it', async () => {
    const { agent } = host;
    await agent.pause(uuid);
    expect(await test.domState(uuid)).toBe('paused');
    await agent.unpause(uuid);
    expect(await test.domState(uuid)).toBe('running');
    await agent.suspend(uuid);
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/Managed save: +yes/);
    await agent.resume(uuid);
    expect(await test.domState(uuid)).toBe('running');
    await booting(agent.reboot(uuid, 'hard'));
    await agent.powerOff(uuid);
    expect(await test.domState(uuid)).toBe('shut off');
    await booting(agent.powerOn(uuid));
    await booting(agent.rescue(uuid, null));
    expect(await test.daemon.virsh('domblklist', uuid)).toContain('disk.rescue');
    await booting(agent.unrescue(uuid));
    await booting(agent.rebuild(request));
    const larger = { ...request, flavor: { ...request.flavor, vcpus: 2 } };
    await booting(agent.resize(larger));
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/CPU\(s\): +2/);
    await booting(agent.revertResize(uuid));
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/CPU\(s\): +1/);
    const imageId = randomUUID();
    await agent.snapshot(uuid, imageId);
    const snapshots = path.join(test.state, 'snapshots');
    const file = readdirSync(snapshots).find((name) => name.startsWith(imageId) && !name.endsWith('.json'))!;
    expect(await test.imageInfo(path.join(snapshots, file))).toMatchObject({ 'virtual-size': 2 ** 30 });
    expect(stateOf()).toEqual({ uuid, vmState: 'active', taskState: null, powerState: 'running' });
  }, 120_000);

  it('with a NIC of several queues goes on after it was suspended', async () => {
    const { flavor } = request;
    const extraSpecs = { 'hw:vif_multiqueue_enabled': 'true' };
    const wide = romRequest(await host.images.find('small.raw'), 6, { flavor: { ...flavor, vcpus: 2, extraSpecs } });
    await host.agent.build(wide);
    await host.agent.suspend(wide.uuid);
    await host.agent.resume(wide.uuid);
    expect(await test.domState(wide.uuid)).toBe('running');
    await host.agent.delete(wide.uuid);
  });

  it('that ends by itself is noticed', async () => {
    await test.daemon.virsh('destroy', uuid);
    await expect.poll(stateOf).toMatchObject({ vmState: 'stopped', powerState: 'shutdown' });
  });

  it('ends without a trace', async () => {
    await host.agent.delete(uuid);
    const { links, ...rest } = await test.left();
    expect(rest).toMatchObject({ domains: [], folders: [] });
    expect(links.filter((name) => name.startsWith('tap'))).toEqual([]);
    await host.close();
    expect(await test.left()).toEqual(nothingLeft);
    host = await test.open(path.join(test.folder, 'images'), { guests: { virtType: 'qemu' }, canary: false });
  });
});
