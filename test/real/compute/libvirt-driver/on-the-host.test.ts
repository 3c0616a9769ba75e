import { execFileSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { LibvirtHypervisor } from '../../../../real/compute/libvirt-driver/libvirt-hypervisor.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import type { RequestOptions } from '../guest-config/guest-request.ts';
import { imagePattern, qemuOf, startRomHost } from '../hypervisor-contract/rom-host.ts';
import type { RomHost } from '../hypervisor-contract/rom-host.ts';
import { romHypervisor } from '../hypervisor-contract/rom-hypervisor.ts';

const absence = libvirtdAbsence();

/** What the driver says is in the contract; here virsh, qemu-img and the files say whether it is true. */
describe(`what the libvirt driver does to a host${absence}`, { skip: absence !== '', concurrent: true }, () => {
  let host: RomHost;
  let hypervisor: LibvirtHypervisor;
  const leaving: Promise<void>[] = [];

  beforeAll(async () => {
    host = await startRomHost();
    hypervisor = host.hypervisor();
    await hypervisor.start();
  });

  afterAll(async () => {
    await Promise.all(leaving);
    await hypervisor?.stop();
    await host?.stop();
  });

  const spawned = async (options: RequestOptions = {}): Promise<GuestRequest> => {
    const plain = guestRequest(options);
    const request = { ...plain, image: { ...host.image, properties: plain.image?.properties ?? {} } };
    await hypervisor.spawn(request);
    return request;
  };
  const leave = (uuid: string): void => void leaving.push(hypervisor.destroy(uuid));
  const folder = (uuid: string): string => path.join(host.place.instancesPath, uuid);
  const domstate = async (uuid: string): Promise<string> => (await host.daemon.virsh('domstate', uuid)).trim();
  const disksOf = async (uuid: string): Promise<string> => host.daemon.virsh('domblklist', uuid);

  it('leaves nothing behind of a guest that was deleted', async ({ expect }) => {
    const { uuid } = await spawned();
    expect(await host.daemon.virsh('list', '--all', '--uuid')).toContain(uuid);
    expect(qemuOf(uuid)).toBeGreaterThan(0);
    await hypervisor.suspend(uuid);
    await hypervisor.resume(uuid);
    await hypervisor.destroy(uuid);
    expect(await host.daemon.virsh('list', '--all', '--uuid')).not.toContain(uuid);
    expect(existsSync(folder(uuid))).toBe(false);
    expect(qemuOf(uuid)).toBeUndefined();
    const kept = execFileSync('find', [path.join(host.daemon.folder, 'lib'), path.join(host.daemon.folder, 'run')]);
    expect(kept.toString()).not.toContain(uuid);
  });

  it('keeps the files of a guest from everybody else', async ({ expect }) => {
    const { uuid } = await spawned({ flavor: { swapMib: 1 } });
    expect(statSync(folder(uuid)).mode & 0o077).toBe(0);
    for (const name of readdirSync(folder(uuid))) {
      const { mode } = statSync(path.join(folder(uuid), name));
      // A socket or file below a folder that nobody else can enter; the disks and the request on their own as well.
      if (/^(disk|guest)/.test(name)) expect([name, mode & 0o077]).toEqual([name, 0]);
    }
    leave(uuid);
  });

  it('offers VNC and the serial console on unix sockets, and VNC nowhere else', async ({ expect }) => {
    const instancesPath = path.join(host.folder, 't');
    const talkative = romHypervisor({ ...host.place, instancesPath, testLoader: host.talkativeLoader() });
    await talkative.start();
    const request = { ...guestRequest(), image: host.image };
    const { uuid } = request;
    await talkative.spawn(request);
    const vnc = await talkative.consoleEndpoint(uuid, 'vnc');
    expect(await talk(vnc.socketPath, '', 12)).toMatch(/^RFB 003\.00\d\n$/);
    expect((await host.daemon.virsh('vncdisplay', uuid).catch(() => '')).trim()).not.toMatch(/:\d/);
    await expect.poll(async () => (await talkative.consoleLog(uuid)).toString()).toContain('ROM GUEST READY');
    const serial = await talkative.consoleEndpoint(uuid, 'serial');
    // The ROM answers every byte with the next one.
    expect(await talk(serial.socketPath, 'HAL', 3)).toBe('IBM');
    await expect.poll(async () => (await talkative.consoleLog(uuid, 3)).toString()).toBe('IBM');
    leaving.push(talkative.destroy(uuid).then(() => talkative.stop()));
  });

  it('takes images that stand on their own, of running and of stopped guests', async ({ expect }) => {
    const { uuid } = await spawned();
    const check = (file: string): void => {
      const info = JSON.parse(execFileSync('qemu-img', ['info', '--output=json', '-U', file]).toString()) as object;
      expect(info).toMatchObject({ 'virtual-size': 2 ** 30 });
      expect(info).not.toHaveProperty('backing-filename');
      const raw = `${file}.check`;
      execFileSync('qemu-img', ['convert', '-O', 'raw', file, raw]);
      const found = Buffer.alloc(3);
      const handle = openSync(raw, 'r');
      for (const [index, position] of [65_535, 65_536, 131_072].entries()) readSync(handle, found, index, 1, position);
      expect([...found]).toEqual([0, imagePattern, 0]);
    };
    check((await hypervisor.snapshot(uuid)).file);
    expect(await domstate(uuid)).toBe('running');
    expect(await host.daemon.virsh('blockjob', uuid, 'vda')).toMatch(/No current block job/);
    await hypervisor.powerOff(uuid, { timeoutSeconds: 0 });
    expect(await domstate(uuid)).toBe('shut off');
    check((await hypervisor.snapshot(uuid)).file);
    leave(uuid);
  });

  it('takes an image without the help of the guest only where that is allowed', async ({ expect }) => {
    const withAgent = { hw_qemu_guest_agent: 'yes' };
    const [may, must] = await Promise.all([
      spawned({ properties: withAgent }),
      spawned({ properties: { ...withAgent, os_require_quiesce: 'yes' } }),
    ]);
    // No agent answers in these guests.
    expect((await hypervisor.snapshot(may.uuid)).sizeBytes).toBeGreaterThan(0);
    await expect(hypervisor.snapshot(must.uuid)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringMatching(/freeze/),
    });
    expect(readdirSync(folder(must.uuid)).filter((name) => name.startsWith('snapshot-'))).toEqual([]);
    expect(await host.daemon.virsh('blockjob', must.uuid, 'vda')).toMatch(/No current block job/);
    leave(may.uuid);
    leave(must.uuid);
  });

  it('boots a rescued guest from another disk, and the guest from its own again', async ({ expect }) => {
    const { uuid } = await spawned();
    const own = await disksOf(uuid);
    await hypervisor.rescue(uuid, null);
    expect(await disksOf(uuid)).toMatch(/vda\s+\S+\/disk\.rescue\n\s*vdb\s+\S+\/disk\n/);
    await hypervisor.reboot(uuid, 'hard');
    expect(await disksOf(uuid)).toContain('disk.rescue');
    await hypervisor.unrescue(uuid);
    expect(await disksOf(uuid)).toBe(own);
    expect(existsSync(path.join(folder(uuid), 'disk.rescue'))).toBe(false);
    leave(uuid);
  });

  it('gives a resized guest its hardware, and takes it back', async ({ expect }) => {
    const request = await spawned();
    const { uuid, flavor } = request;
    const dominfo = (): Promise<string> => host.daemon.virsh('dominfo', uuid);
    await hypervisor.resize({ ...request, flavor: { ...flavor, vcpus: 2, ramMib: 96, swapMib: 8 } });
    expect(await dominfo()).toMatch(/CPU\(s\):\s+2\n[\s\S]*Max memory:\s+98304 KiB/);
    expect(await disksOf(uuid)).toContain('disk.swap');
    await hypervisor.revertResize(uuid);
    expect(await dominfo()).toMatch(/CPU\(s\):\s+1\n[\s\S]*Max memory:\s+65536 KiB/);
    expect(await disksOf(uuid)).not.toContain('disk.swap');
    leave(uuid);
  });

  it('keeps the memory of a suspended guest through a restart of libvirt', async ({ expect }) => {
    const { uuid } = await spawned();
    await hypervisor.suspend(uuid);
    expect(await host.daemon.virsh('list', '--all', '--with-managed-save', '--uuid')).toContain(uuid);
    await hypervisor.resume(uuid);
    expect(await domstate(uuid)).toBe('running');
    leave(uuid);
  });

  it('binds the vCPUs of a pinned guest to the CPUs of the fit', async ({ expect }) => {
    const cell = { id: 0, pcpuset: [0], memory: 64, cpu_policy: 'dedicated' as const, cpu_pinning: { 0: 1 } };
    const { uuid } = await spawned({ numa: { cells: [cell] } });
    expect(await host.daemon.virsh('vcpupin', uuid)).toMatch(/0\s+1\n/);
    expect(await host.daemon.virsh('emulatorpin', uuid)).toMatch(/\*:\s+1\n/);
    const status = readFileSync(`/proc/${qemuOf(uuid)}/status`, 'utf8');
    expect(status).toMatch(/Cpus_allowed_list:\s+1\n/);
    leave(uuid);
  });

  it('removes its domains whose folders are gone, and no other', async ({ expect }) => {
    const place = { ...host.place, instancesPath: path.join(host.folder, 's') };
    const [first, others] = [romHypervisor(place), await spawned()];
    await first.start();
    const [lost, kept] = [0, 1].map(() => ({ ...guestRequest(), image: host.image })) as [GuestRequest, GuestRequest];
    await Promise.all([first.spawn(lost), first.spawn(kept)]);
    await first.stop();
    rmSync(path.join(place.instancesPath, lost.uuid), { recursive: true });
    const pid = qemuOf(kept.uuid);

    const second = romHypervisor(place);
    await second.start();
    const domains = await host.daemon.virsh('list', '--all', '--uuid');
    expect(domains).not.toContain(lost.uuid);
    expect(qemuOf(lost.uuid)).toBeUndefined();
    expect(qemuOf(kept.uuid)).toBe(pid);
    expect(domains).toContain(others.uuid);
    // And one that libvirt was made to forget is told again.
    await second.powerOff(kept.uuid, { timeoutSeconds: 0 });
    await second.stop();
    await host.daemon.virsh('undefine', kept.uuid);
    const third = romHypervisor(place);
    await third.start();
    expect(await domstate(kept.uuid)).toBe('shut off');
    await third.powerOn(kept.uuid);
    leave(others.uuid);
    leaving.push(third.destroy(kept.uuid).then(() => third.stop()));
  });

  it('refuses a folder whose guests could not have their sockets', async ({ expect }) => {
    const tooDeep = host.hypervisor({ instancesPath: path.join(host.folder, 'x'.repeat(80)) });
    await expect(tooDeep.start()).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/bytes too long/),
    });
  });

  it('answers for others while a guest takes its time to go', async ({ expect }) => {
    const [slow, other] = await Promise.all([spawned(), spawned()]);
    const order: string[] = [];
    const going = hypervisor.destroy(slow.uuid).then(() => order.push('destroyed'));
    await hypervisor.pause(other.uuid);
    await hypervisor.unpause(other.uuid);
    for (let look = 0; look < 10; look += 1) await hypervisor.guestInfo(other.uuid);
    order.push('ten looks, a pause and its end');
    await going;
    expect(order).toEqual(['ten looks, a pause and its end', 'destroyed']);
    leave(other.uuid);
  });

  it('says what is wrong with a guest that cannot be, and leaves nothing of it', async ({ expect }) => {
    const refused = async (options: RequestOptions): Promise<unknown> => {
      const request = guestRequest(options);
      const outcome = await hypervisor
        .spawn({ ...request, image: { ...host.image, ...request.image, id: host.image.id } })
        .catch((error: unknown) => error);
      expect(existsSync(folder(request.uuid))).toBe(false);
      expect(await host.daemon.virsh('list', '--all', '--uuid')).not.toContain(request.uuid);
      return outcome;
    };
    expect(await refused({ properties: { hw_machine_type: 'pcx' } })).toMatchObject({
      code: 'unsupported',
      step: 'config',
    });
    expect(await refused({ extraSpecs: { 'hw:cpu_max_sockets': '0', 'hw:watchdog_action': 'bark' } })).toMatchObject({
      code: 'bad-request',
    });
    expect(await refused({ pci: ['0000:7f:1f.7'] })).toMatchObject({ name: 'HypervisorError', step: 'start' });
    // The daemon of these tests is configured without control groups.
    expect(await refused({ extraSpecs: { 'quota:cpu_shares': '512' } })).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/control groups/),
    });
  });
});

/** What comes out of a socket, once this much has come. */
function talk(socketPath: string, said: string, bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath, () => socket.write(said));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (heard.length < bytes) return;
      socket.destroy();
      resolve(heard);
    });
    socket.on('error', reject);
  });
}
