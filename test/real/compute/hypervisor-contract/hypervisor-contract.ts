import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { GuestEvent } from '../../../../real/compute/hypervisor/guest-event.ts';
import type { GuestRequest, PowerState } from '../../../../real/compute/hypervisor/guest.ts';
import type { Hypervisor } from '../../../../real/compute/hypervisor/hypervisor.ts';
import type { RequestOptions } from '../guest-config/guest-request.ts';

export interface HypervisorUnderTest {
  readonly hypervisor: Hypervisor;
  /** A request that this one can run. */
  request(options?: RequestOptions): GuestRequest;
  /** Kills what runs the guest, as a crash would. */
  kill(uuid: string): Promise<void>;
  stop(): Promise<void>;
}

/** What everything above a hypervisor may rely on, whichever it is. */
export function describeHypervisor(title: string, skip: boolean, make: () => Promise<HypervisorUnderTest>): void {
  describe(`a hypervisor: ${title}`, { skip, concurrent: true }, () => {
    let under: HypervisorUnderTest;
    let host: Hypervisor;
    const events: GuestEvent[] = [];

    beforeAll(async () => {
      under = await make();
      host = under.hypervisor;
      host.onEvent((event) => events.push(event));
    });

    /** A real guest takes two seconds to leave, which need not be waited for in each test. */
    const leaving: Promise<void>[] = [];
    const leave = (uuid: string): void => void leaving.push(host.destroy(uuid));

    afterAll(async () => {
      await Promise.all(leaving);
      const left = (await host?.listGuests()) ?? [];
      if (left.length > 0) throw new Error(`${left.length} guests are left`);
      await under?.stop();
    });

    const spawned = async (options: RequestOptions = {}): Promise<GuestRequest> => {
      const request = under.request(options);
      await host.spawn(request);
      return request;
    };
    const state = async (uuid: string): Promise<PowerState> => (await host.guestInfo(uuid)).powerState;
    const kinds = (uuid: string): readonly string[] =>
      events.filter((event) => event.uuid === uuid).map(({ kind }) => kind);

    it('describes its host', async ({ expect }) => {
      const description = await host.describeHost();
      expect(description.vcpus).toBeGreaterThan(0);
      expect(description.ramMib).toBeGreaterThan(0);
      expect(description.diskGib).toBeGreaterThanOrEqual(description.diskFreeGib);
      expect(description.hostname).not.toBe('');
      expect(description.cpuArch).toMatch(/^[a-z0-9_]+$/);
    });

    it('spawns a guest that runs, is listed, and is known with its request', async ({ expect }) => {
      const steps: string[] = [];
      const request = under.request();
      await host.spawn(request, { onStep: (step) => steps.push(step) });
      const { uuid } = request;
      expect(steps.at(-1)).toBe('start');
      expect(new Set(steps).size).toBe(steps.length);
      expect(await host.guestInfo(uuid)).toEqual({ uuid, powerState: 'running', vcpus: 1, ramMib: 64 });
      expect((await host.listGuests()).map((guest) => guest.uuid)).toContain(uuid);
      expect(await host.guestRequest(uuid)).toEqual(request);
      await expect.poll(() => kinds(uuid)).toContain('started');
      await expect.poll(async () => (await host.consoleLog(uuid)).length).toBeGreaterThan(0);
      expect((await host.consoleLog(uuid, 4)).length).toBe(4);
      expect((await host.screenshot(uuid)).subarray(1, 4).toString()).toBe('PNG');

      await expect(host.spawn(request)).rejects.toMatchObject({ code: 'guest-exists' });
      expect(await state(uuid)).toBe('running');

      await host.destroy(uuid);
      await expect(host.guestInfo(uuid)).rejects.toMatchObject({ code: 'guest-not-found' });
      await expect(host.guestRequest(uuid)).rejects.toMatchObject({ code: 'guest-not-found' });
      expect((await host.listGuests()).map((guest) => guest.uuid)).not.toContain(uuid);
      await expect.poll(() => kinds(uuid).at(-1)).toBe('deleted');
      await host.destroy(uuid);
    });

    it('says of a guest that does not exist that it does not, and destroys it gladly', async ({ expect }) => {
      const request = under.request();
      const { uuid } = request;
      const absent = { code: 'guest-not-found' };
      const asked: readonly (() => Promise<unknown>)[] = [
        () => host.guestInfo(uuid),
        () => host.guestRequest(uuid),
        () => host.powerOn(uuid),
        () => host.powerOff(uuid),
        () => host.reboot(uuid, 'hard'),
        () => host.reboot(uuid, 'soft'),
        () => host.pause(uuid),
        () => host.unpause(uuid),
        () => host.suspend(uuid),
        () => host.resume(uuid),
        () => host.rescue(uuid, null),
        () => host.unrescue(uuid),
        () => host.rebuild(request),
        () => host.resize(request),
        () => host.confirmResize(uuid),
        () => host.revertResize(uuid),
        () => host.snapshot(uuid),
        () => host.consoleLog(uuid),
        () => host.screenshot(uuid),
        () => host.consoleEndpoint(uuid, 'vnc'),
      ];
      for (const ask of asked) await expect(ask()).rejects.toMatchObject(absent);
      await host.destroy(uuid);
      expect(events.some((event) => event.uuid === uuid)).toBe(false);
    });

    it('stops and starts a guest, as often as it is asked', async ({ expect }) => {
      const { uuid } = await spawned();
      await host.powerOff(uuid, { timeoutSeconds: 0 });
      expect(await state(uuid)).toBe('shutdown');
      await host.powerOff(uuid, { timeoutSeconds: 0 });
      await host.powerOn(uuid);
      expect(await state(uuid)).toBe('running');
      await host.powerOn(uuid);
      await host.reboot(uuid, 'hard');
      expect(await state(uuid)).toBe('running');
      await host.reboot(uuid, 'soft', { timeoutSeconds: 0 });
      expect(await state(uuid)).toBe('running');
      await expect.poll(() => kinds(uuid).filter((kind) => kind === 'started').length).toBe(4);
      expect(kinds(uuid)).toContain('stopped');
      leave(uuid);
    });

    it('pauses and suspends a guest, and refuses what does not fit', async ({ expect }) => {
      const { uuid } = await spawned();
      const wrong = { code: 'wrong-state' };
      await host.pause(uuid);
      expect(await state(uuid)).toBe('paused');
      await expect(host.pause(uuid)).rejects.toMatchObject(wrong);
      await expect(host.resume(uuid)).rejects.toMatchObject(wrong);
      await expect(host.reboot(uuid, 'soft')).rejects.toMatchObject(wrong);
      await host.unpause(uuid);
      expect(await state(uuid)).toBe('running');
      await expect(host.unpause(uuid)).rejects.toMatchObject(wrong);

      await host.suspend(uuid);
      expect(await state(uuid)).toBe('suspended');
      await expect(host.suspend(uuid)).rejects.toMatchObject(wrong);
      await expect(host.powerOn(uuid)).rejects.toMatchObject(wrong);
      await expect(host.powerOff(uuid)).rejects.toMatchObject(wrong);
      await host.resume(uuid);
      expect(await state(uuid)).toBe('running');
      await expect.poll(() => kinds(uuid)).toEqual(expect.arrayContaining(['paused', 'resumed', 'suspended']));
      leave(uuid);
    });

    it('rescues a guest and brings it back', async ({ expect }) => {
      const { uuid } = await spawned();
      await expect(host.unrescue(uuid)).rejects.toMatchObject({ code: 'wrong-state' });
      await host.rescue(uuid, null);
      expect(await state(uuid)).toBe('running');
      await expect(host.rescue(uuid, null)).rejects.toMatchObject({ code: 'wrong-state' });
      await host.unrescue(uuid);
      expect(await state(uuid)).toBe('running');
      leave(uuid);
    });

    it('rebuilds a guest', async ({ expect }) => {
      const request = await spawned();
      const rebuilt = { ...request, displayName: 'another' };
      await host.rebuild(rebuilt);
      expect(await state(request.uuid)).toBe('running');
      expect(await host.guestRequest(request.uuid)).toEqual(rebuilt);
      leave(request.uuid);
    });

    it('resizes a guest, back or for good', async ({ expect }) => {
      const request = await spawned();
      const { uuid } = request;
      const larger = { ...request, flavor: { ...request.flavor, vcpus: 2, ramMib: 96 } };
      await expect(host.confirmResize(uuid)).rejects.toMatchObject({ code: 'wrong-state' });
      await expect(host.revertResize(uuid)).rejects.toMatchObject({ code: 'wrong-state' });
      await host.resize(larger);
      expect(await host.guestInfo(uuid)).toMatchObject({ powerState: 'running', vcpus: 2, ramMib: 96 });
      await expect(host.resize(larger)).rejects.toMatchObject({ code: 'wrong-state' });
      await host.revertResize(uuid);
      expect(await host.guestInfo(uuid)).toMatchObject({ powerState: 'running', vcpus: 1, ramMib: 64 });
      expect(await host.guestRequest(uuid)).toEqual(request);

      await host.powerOff(uuid, { timeoutSeconds: 0 });
      await host.resize(larger);
      expect(await host.guestInfo(uuid)).toMatchObject({ powerState: 'shutdown', vcpus: 2 });
      await host.confirmResize(uuid);
      expect(await host.guestRequest(uuid)).toEqual(larger);
      await expect(host.revertResize(uuid)).rejects.toMatchObject({ code: 'wrong-state' });
      leave(uuid);
    });

    it('takes an image of a guest that runs, is paused, or is stopped', async ({ expect }) => {
      const { uuid } = await spawned();
      const taken = async (): Promise<void> => {
        const { file, sizeBytes, diskFormat } = await host.snapshot(uuid);
        expect(['qcow2', 'raw']).toContain(diskFormat);
        const { size, mode } = await stat(file);
        expect(size).toBe(sizeBytes);
        expect(mode & 0o777).toBe(0o600);
        await rm(file);
      };
      await taken();
      expect(await state(uuid)).toBe('running');
      await host.pause(uuid);
      await taken();
      expect(await state(uuid)).toBe('paused');
      await host.powerOff(uuid, { timeoutSeconds: 0 });
      await taken();
      leave(uuid);
    });

    it('notices a guest that dies by itself', async ({ expect }) => {
      const { uuid } = await spawned();
      await under.kill(uuid);
      // QEMU leaves slowly, even when it is killed.
      await expect.poll(() => kinds(uuid)).toContain('crashed');
      expect(await state(uuid)).toBe('crashed');
      await host.powerOn(uuid);
      expect(await state(uuid)).toBe('running');
      leave(uuid);
    });

    it('gives up a spawn that is cancelled, at whatever step, and leaves nothing', async ({ expect }) => {
      for (const at of ['disks', 'network', 'define', 'start']) {
        const request = under.request();
        const controller = new AbortController();
        const onStep = (step: string): void => {
          if (step === at) controller.abort();
        };
        await expect(host.spawn(request, { signal: controller.signal, onStep })).rejects.toMatchObject({
          code: 'cancelled',
        });
        await expect(host.guestInfo(request.uuid)).rejects.toMatchObject({ code: 'guest-not-found' });
      }
    });

    it('lets a deletion overtake the spawn of the same guest', async ({ expect }) => {
      const request = under.request();
      let destroying: Promise<void> | undefined;
      const onStep = (step: string): void => {
        if (step === 'define') destroying = host.destroy(request.uuid);
      };
      await expect(host.spawn(request, { onStep })).rejects.toMatchObject({ code: 'cancelled' });
      await destroying;
      expect(destroying).toBeDefined();
      await expect(host.guestInfo(request.uuid)).rejects.toMatchObject({ code: 'guest-not-found' });
    });

    it('does what is asked of one guest in order', async ({ expect }) => {
      const { uuid } = await spawned();
      const ended: string[] = [];
      const asked = [
        host.pause(uuid).then(() => ended.push('pause')),
        host.unpause(uuid).then(() => ended.push('unpause')),
        host.pause(uuid).then(() => ended.push('pause')),
        host.powerOff(uuid, { timeoutSeconds: 0 }).then(() => ended.push('powerOff')),
      ];
      await Promise.all(asked);
      expect(ended).toEqual(['pause', 'unpause', 'pause', 'powerOff']);
      expect(await state(uuid)).toBe('shutdown');
      leave(uuid);
    });

    it('tells nothing more to a listener that left', async ({ expect }) => {
      let heard = 0;
      const endListening = host.onEvent(() => (heard += 1));
      endListening();
      const { uuid } = await spawned();
      await host.destroy(uuid);
      expect(heard).toBe(0);
    });

    it('refuses what is no UUID', async ({ expect }) => {
      const request = { ...under.request(), uuid: `../${randomUUID()}` };
      await expect(host.spawn(request)).rejects.toMatchObject({ code: 'bad-request' });
      await expect(host.destroy('--all')).rejects.toMatchObject({ code: 'bad-request' });
    });
  });
}
