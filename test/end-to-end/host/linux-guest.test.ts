import { createHash, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, statSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestRequest, LocalHost } from '../../../real/index.ts';
import { guestFileSchema } from '../../../cli/host/guest-file-schema.ts';
import { guestRequestFrom } from '../../../cli/host/guest-request-from.ts';
import { guestSays, linuxGuest, linuxGuestAbsence } from '../../real/linux-guest/linux-guest.ts';
import { hostAbsence, nothingLeft, TestHost } from './a-host.ts';

const absence = hostAbsence() || linuxGuestAbsence();
const address = '10.20.0.5';
const userData = '#!/bin/sh\necho user data of the test ran\n';

/** A whole operating system, emulated, seen by libvirt's, QEMU's and the kernel's own tools. Steps build on each other. */
describe(`a Linux guest, from the outside${absence}`, { skip: absence !== '', timeout: 180_000 }, () => {
  let test: TestHost;
  let host: LocalHost;
  let request: GuestRequest;
  let uuid: string;
  let imageRoot: string;
  let boots = 0;

  const stateOf = () => host.conductor.instances.get(uuid);
  /** Does something after which the guest boots, and waits until it has. */
  const booting = async (verb: Promise<void>): Promise<void> => {
    const before = test.consoleMark(uuid);
    await verb;
    await test.untilSaid(uuid, guestSays.ready, before);
  };
  const lastBoot = () => test.said(uuid).slice(test.said(uuid).lastIndexOf(guestSays.booted));
  const pings = () => test.namespace.succeeds('ping', '-c', '1', '-W', '2', '-n', address);
  const connects = (port: number) => test.namespace.succeeds('nc', '-n', '-z', '-w', '2', address, String(port));

  beforeAll(async () => {
    test = await TestHost.make();
    imageRoot = path.join(test.folder, 'images');
    mkdirSync(imageRoot);
    copyFileSync((await linuxGuest()).image, path.join(imageRoot, 'linux.qcow2'));
    host = await test.open(imageRoot, { guests: { virtType: 'qemu' } });
    const file = guestFileSchema.parse({
      name: 'Linux <guest> & "co"',
      hostname: 'linux-guest',
      flavor: { vcpus: 1, ram: '128 MiB', disk: '1 GiB', ephemeral: '1 GiB', swap: '64 MiB' },
      image: { file: 'linux.qcow2' },
      network: {
        cidr: '10.20.0.0/24',
        address,
        mtu: 1400,
        dns: ['192.0.2.53'],
        rules: [
          { direction: 'ingress', protocol: 'icmp' },
          { direction: 'ingress', protocol: 'tcp', ports: 7 },
        ],
      },
      userData,
      metadata: { role: 'test' },
    });
    request = guestRequestFrom(file, await host.images.find('linux.qcow2'), []);
    uuid = request.uuid;
  }, 120_000);

  afterAll(async () => {
    await host?.close();
    await test?.remove();
  });

  it('boots from an image that came through the cache', async () => {
    await booting(host.agent.build(request));
    boots = 1;
    expect(await test.domState(uuid)).toBe('running');
    expect(test.said(uuid)).toMatch(/^boots: 1\r?$/m);
    expect(test.said(uuid)).toMatch(/^disk: vda 1073741824 bytes/m);
    const info = await test.imageInfo(path.join(test.guestFolder(uuid), 'disk'));
    expect(info).toMatchObject({ format: 'qcow2', 'virtual-size': 2 ** 30 });
    expect(info['full-backing-filename']).toContain(path.join(test.state, 'image-cache'));
    expect(stateOf()).toMatchObject({ vmState: 'active', taskState: null, powerState: 'running' });
  });

  it('has its address by DHCP, and is reached where the rules let it and not where they do not', async () => {
    expect(lastBoot()).toMatch(/^address: eth0 10\.20\.0\.5\/24 via 10\.20\.0\.1 dns 192\.0\.2\.53 mtu 1400\r?$/m);
    expect(await pings()).toBe(true);
    expect(await connects(7)).toBe(true);
    expect(await connects(8)).toBe(false);
    const port = request.ports[0]!;
    expect(await test.namespace.run('nft', 'list', 'ruleset')).toContain(port.id);
    expect(await test.namespace.run('ip', 'neigh')).toContain(port.macAddress);
  });

  it('sees its swap and ephemeral disks, and reads its config drive', () => {
    expect(lastBoot()).toMatch(/^swap: vd[a-z] 655\d\d kB/m);
    expect(lastBoot()).toMatch(/^ephemeral: ephemeral0 vd[a-z] /m);
    expect(lastBoot()).toMatch(/^hostname: linux-guest\r?$/m);
    const digest = createHash('sha256').update(userData).digest('hex');
    expect(lastBoot()).toMatch(new RegExp(`^config-file: openstack/latest/user_data ${digest}`, 'm'));
    expect(lastBoot()).toContain('user data of the test ran');
    expect(lastBoot()).toMatch(/^user-data: exit 0\r?$/m);
  });

  it('has files that nobody else can read, and a screen that only a unix socket leads to', async () => {
    expect(statSync(test.guestFolder(uuid)).mode & 0o077).toBe(0);
    const files = readdirSync(test.guestFolder(uuid), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['disk', 'disk.config', 'disk.swap', 'console.log', 'vnc.sock']));
    for (const file of files) {
      const found = statSync(path.join(test.guestFolder(uuid), file));
      // QEMU makes its sockets itself; without the right to write nobody can connect.
      const forbidden = found.isSocket() ? 0o002 : 0o077;
      expect({ file, others: found.mode & forbidden }).toEqual({ file, others: 0 });
    }
    const xml = await test.daemon.virsh('dumpxml', '--security-info', uuid);
    expect(xml).toMatch(/<graphics type='vnc' socket='/);
    expect(await test.namespace.run('ss', '-Hltn')).not.toMatch(/:59\d\d\b/);
    expect((await host.hypervisor.screenshot(uuid)).subarray(1, 4).toString()).toBe('PNG');
  });

  it('is paused and goes on', async () => {
    await host.agent.pause(uuid);
    expect(await test.domState(uuid)).toBe('paused');
    expect(await pings()).toBe(false);
    await host.agent.unpause(uuid);
    expect(await pings()).toBe(true);
  });

  it('is suspended to disk and goes on where it was', async () => {
    await host.agent.suspend(uuid);
    expect(await test.domState(uuid)).toBe('shut off');
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/Managed save: +yes/);
    expect(stateOf()).toMatchObject({ vmState: 'suspended', powerState: 'suspended' });
    await host.agent.resume(uuid);
    expect(await test.domState(uuid)).toBe('running');
    await expect.poll(pings).toBe(true);
    expect(test.said(uuid)).not.toContain(guestSays.booted);
  });

  it('is rebooted, softly and hard', async () => {
    await booting(host.agent.reboot(uuid, 'soft'));
    expect(lastBoot()).toMatch(new RegExp(`^boots: ${(boots += 1)}\r?$`, 'm'));
    await booting(host.agent.reboot(uuid, 'hard'));
    expect(lastBoot()).toMatch(new RegExp(`^boots: ${(boots += 1)}\r?$`, 'm'));
    expect(await pings()).toBe(true);
  });

  it('shuts down when it is asked to, and is started', async () => {
    await host.agent.powerOff(uuid, 60);
    expect(test.said(uuid)).toContain(guestSays.powersOff);
    expect(await test.domState(uuid)).toBe('shut off');
    await booting(host.agent.powerOn(uuid));
    expect(lastBoot()).toMatch(new RegExp(`^boots: ${(boots += 1)}\r?$`, 'm'));
  });

  it('becomes an image while it runs', async () => {
    const imageId = randomUUID();
    await host.agent.snapshot(uuid, imageId);
    const snapshots = path.join(test.state, 'snapshots');
    const file = readdirSync(snapshots).find((name) => name.startsWith(imageId) && !name.endsWith('.json'))!;
    const info = await test.imageInfo(path.join(snapshots, file));
    expect(info).not.toHaveProperty('backing-filename');
    expect(info['virtual-size']).toBe(2 ** 30);
    expect(await test.domState(uuid)).toBe('running');
    expect(await test.daemon.virsh('domblklist', uuid)).not.toContain('snapshot');
    expect(await pings()).toBe(true);
  });

  it('is resized and reverted, resized and confirmed', async () => {
    const larger = { ...request, flavor: { ...request.flavor, vcpus: 2, ramMib: 160, rootGib: 2 } };
    await booting(host.agent.resize(larger));
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/CPU\(s\): +2/);
    expect(lastBoot()).toMatch(/^disk: vda 2147483648 bytes/m);
    expect(stateOf()).toMatchObject({ vmState: 'resized' });
    await booting(host.agent.revertResize(uuid));
    expect(await test.daemon.virsh('dominfo', uuid)).toMatch(/CPU\(s\): +1/);
    expect(lastBoot()).toMatch(/^disk: vda 1073741824 bytes/m);
    await booting(host.agent.resize(larger));
    await host.agent.confirmResize(uuid);
    expect(lastBoot()).toMatch(/^cpus: 2\r?$/m);
    expect(stateOf()).toMatchObject({ vmState: 'active' });
    request = larger;
  });

  it('is rescued from its image with its own disk as the second, and goes back', async () => {
    await booting(host.agent.rescue(uuid, null));
    const disks = await test.daemon.virsh('domblklist', uuid);
    expect(disks).toMatch(/vda .*disk\.rescue/);
    expect(disks).toMatch(/vdb .*\/disk$/m);
    expect(stateOf()).toMatchObject({ vmState: 'rescued' });
    await booting(host.agent.unrescue(uuid));
    expect(await test.daemon.virsh('domblklist', uuid)).not.toContain('rescue');
  });

  it('is rebuilt with a fresh root disk', async () => {
    await booting(host.agent.rebuild(request));
    expect(lastBoot()).toMatch(/^boots: 1\r?$/m);
    expect(lastBoot()).toMatch(/^address: eth0 10\.20\.0\.5\/24/m);
  });

  it('is shelved, leaving nothing but its image, and comes back from it', async () => {
    const imageId = randomUUID();
    await host.agent.shelve(uuid, imageId);
    expect(await test.left()).toMatchObject({ domains: [], folders: [] });
    expect(stateOf()).toMatchObject({ vmState: 'shelved_offloaded', powerState: 'nostate' });
    const snapshots = path.join(test.state, 'snapshots');
    const file = readdirSync(snapshots).find((name) => name.startsWith(imageId) && !name.endsWith('.json'))!;
    linkSync(path.join(snapshots, file), path.join(imageRoot, file));
    await host.agent.unshelve({ ...request, image: await host.images.find(file) });
    await test.untilSaid(uuid, guestSays.ready);
    expect(lastBoot()).toMatch(/^boots: 2\r?$/m);
    expect(await pings()).toBe(true);
  });

  it('that dies is noticed', async () => {
    await test.daemon.virsh('destroy', uuid);
    await expect.poll(stateOf).toMatchObject({ vmState: 'stopped', powerState: 'shutdown' });
  });

  it('leaves nothing behind when it is deleted', async () => {
    await host.agent.delete(uuid);
    expect(await test.left()).toMatchObject({ domains: [], folders: [] });
    await host.close();
    expect(await test.left()).toEqual(nothingLeft);
    host = await test.open(imageRoot, { guests: { virtType: 'qemu' }, canary: false });
  });
});
