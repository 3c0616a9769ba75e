import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestEvent } from '../../../../real/compute/hypervisor/guest-event.ts';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { LibvirtHypervisor } from '../../../../real/compute/libvirt-driver/libvirt-hypervisor.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import { qemuOf, startRomHost } from '../hypervisor-contract/rom-host.ts';
import type { RomHost } from '../hypervisor-contract/rom-host.ts';

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`the libvirt driver, when libvirtd goes away${absence}`, () => {
  let host: RomHost;
  let hypervisor: LibvirtHypervisor;
  const events: GuestEvent[] = [];

  beforeAll(async () => {
    host = await startRomHost();
    hypervisor = host.hypervisor({ callTimeoutSeconds: 1 });
    await hypervisor.start();
    hypervisor.onEvent((event) => events.push(event));
  });

  afterAll(async () => {
    for (const { uuid } of await hypervisor.listGuests()) await hypervisor.destroy(uuid);
    await hypervisor?.stop();
    await host?.stop();
  });

  const request = (): GuestRequest => ({ ...guestRequest(), image: host.image });
  const kinds = (uuid: string) => events.filter((event) => event.uuid === uuid).map(({ kind }) => kind);

  it('says so, and afterwards tells what it could not hear', async () => {
    const [lives, dies] = [request(), request()];
    await Promise.all([hypervisor.spawn(lives), hypervisor.spawn(dies)]);
    const pid = qemuOf(lives.uuid);
    await host.daemon.kill();
    await expect(hypervisor.guestInfo(lives.uuid)).rejects.toMatchObject({ code: 'host-unavailable' });
    await expect(hypervisor.pause(lives.uuid)).rejects.toMatchObject({ code: 'host-unavailable' });
    process.kill(qemuOf(dies.uuid)!, 'SIGKILL');
    await host.daemon.start();
    await expect.poll(() => kinds(dies.uuid).at(-1)).toMatch(/^(stopped|crashed)$/);
    expect(await hypervisor.guestInfo(lives.uuid)).toMatchObject({ powerState: 'running' });
    expect(qemuOf(lives.uuid)).toBe(pid);
    expect(kinds(lives.uuid).at(-1)).toBe('started');
    await hypervisor.pause(lives.uuid);
    await expect.poll(() => kinds(lives.uuid).at(-1)).toBe('paused');
  });

  it.each(['define', 'start'])(
    'takes back what it was building at step %s, when libvirtd is there again',
    async (at) => {
      const building = request();
      let killing: Promise<void> | undefined;
      const onStep = (step: string): void => {
        if (step === at) killing = host.daemon.kill();
      };
      await expect(hypervisor.spawn(building, { onStep })).rejects.toMatchObject({
        code: expect.stringMatching(/^(host-unavailable|timed-out)$/),
      });
      await killing;
      await host.daemon.start();
      await expect.poll(() => existsSync(path.join(host.place.instancesPath, building.uuid))).toBe(false);
      expect(await host.daemon.virsh('list', '--all', '--uuid')).not.toContain(building.uuid);
      expect(qemuOf(building.uuid)).toBeUndefined();
      await hypervisor.spawn(building);
      expect(await hypervisor.guestInfo(building.uuid)).toMatchObject({ powerState: 'running' });
    },
  );

  it('finishes a deletion that was cut off', async () => {
    const leaving = request();
    await hypervisor.spawn(leaving);
    let killing: Promise<void> | undefined;
    const onStep = (step: string): void => {
      if (step === 'domain') killing = host.daemon.kill();
    };
    await expect(hypervisor.destroy(leaving.uuid, { onStep })).rejects.toMatchObject({ name: 'HypervisorError' });
    await killing;
    await host.daemon.start();
    await expect.poll(() => existsSync(path.join(host.place.instancesPath, leaving.uuid))).toBe(false);
    expect(qemuOf(leaving.uuid)).toBeUndefined();
  });

  it(
    'deletes a guest whose start ended with libvirtd, though libvirt lists it from then on',
    { timeout: 120_000 },
    async () => {
      const lost = request();
      await hypervisor.spawn(lost);
      await host.daemon.kill();
      process.kill(qemuOf(lost.uuid)!, 'SIGKILL');
      noteCutOffStart(path.join(host.daemon.folder, 'run/qemu', `instance-${lost.uuid}.xml`));
      await host.daemon.start();
      await expect.poll(() => hypervisor.guestInfo(lost.uuid).catch(() => undefined)).toBeDefined();
      await hypervisor.destroy(lost.uuid);
      expect(existsSync(path.join(host.place.instancesPath, lost.uuid))).toBe(false);
      expect(await hypervisor.listGuests()).not.toContainEqual(expect.objectContaining({ uuid: lost.uuid }));
      expect(host.daemon.cutOffStarts()).toEqual([`instance-${lost.uuid}`]);
      await host.daemon.forgetCutOffStarts();
      expect(await host.daemon.virsh('list', '--all', '--uuid')).not.toContain(lost.uuid);
    },
  );

  it('ends a snapshot that was cut off, and keeps one that was finished', async () => {
    const guest = request();
    await hypervisor.spawn(guest);
    const folder = path.join(host.place.instancesPath, guest.uuid);
    const finished = await hypervisor.snapshot(guest.uuid);
    const onStep = (): void => void setTimeout(() => void host.daemon.kill(), 20);
    const outcome = await hypervisor.snapshot(guest.uuid, { onStep }).catch((error: unknown) => error);
    await host.daemon.kill();
    await host.daemon.start();
    await hypervisor.guestInfo(guest.uuid).catch(() => undefined);
    await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(existsSync(finished.file)).toBe(true);
    const again = await hypervisor.snapshot(guest.uuid);
    expect(again.sizeBytes).toBe(finished.sizeBytes);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'HypervisorError' });
  });

  it('cannot be started without libvirt', async () => {
    const lost = host.hypervisor({ libvirtUri: `qemu+unix:///system?socket=${host.folder}/nobody` });
    await expect(lost.start()).rejects.toMatchObject({ code: 'host-unavailable', step: 'start' });
    await expect(lost.listGuests()).rejects.toMatchObject({ code: 'host-unavailable' });
  });
});

/** As libvirtd leaves its note of a domain when it is killed between preparing its QEMU and having its process. */
function noteCutOffStart(file: string): void {
  const note = readFileSync(file, 'utf8')
    .replace(/<domstatus [^>]*>/, "<domstatus state='paused' reason='starting up' pid='0'>")
    .replace(/(<monitor [^\n]*\n)/, "$1  <job type='none' async='start' flags='0x0' asyncStarted='1795381074216'/>\n");
  writeFileSync(file, note);
}
