import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../../bundle-program.ts';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { Hypervisor } from '../../../../real/compute/hypervisor/hypervisor.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import { qemuOf, startRomHost } from '../hypervisor-contract/rom-host.ts';
import type { RomHost } from '../hypervisor-contract/rom-host.ts';
import { romHypervisor } from '../hypervisor-contract/rom-hypervisor.ts';
import type { RomHypervisorPlace } from '../hypervisor-contract/rom-hypervisor.ts';
import type { CrashOrder } from './crash-worker.ts';

interface Crash extends Omit<CrashOrder, 'place' | 'request' | 'afterMs'> {
  readonly afterMs?: number;
  /** What is done to the guest before. */
  readonly before?: (hypervisor: Hypervisor, request: GuestRequest) => Promise<void>;
}

const rescued: Crash['before'] = (hypervisor, { uuid }) => hypervisor.rescue(uuid, null);
const resized: Crash['before'] = (hypervisor, request) => hypervisor.resize(larger(request));
const larger = (request: GuestRequest): GuestRequest => ({
  ...request,
  flavor: { ...request.flavor, vcpus: 2, swapMib: 4 },
});

const usual: readonly Crash[] = [
  { verb: 'spawn', step: 'disks' },
  { verb: 'spawn', step: 'start', afterMs: 60 },
  { verb: 'destroy', step: 'network' },
  { verb: 'rescue', step: 'define' },
  { verb: 'rebuild', step: 'disks' },
  { verb: 'resize', step: 'define' },
  { verb: 'revertResize', step: 'stop', afterMs: 100, before: resized },
  { verb: 'snapshot', step: 'snapshot', afterMs: 30 },
];

const further: readonly Crash[] = [
  ...['network', 'define', 'start'].map((step): Crash => ({ verb: 'spawn', step })),
  ...['domain', 'disks'].map((step): Crash => ({ verb: 'destroy', step })),
  ...['stop', 'disks', 'start'].map((step): Crash => ({ verb: 'rescue', step })),
  ...['stop', 'start'].map((step): Crash => ({ verb: 'unrescue', step, before: rescued })),
  { verb: 'unrescue', step: 'stop', afterMs: 100, before: rescued },
  ...['stop', 'define', 'start'].map((step): Crash => ({ verb: 'rebuild', step })),
  ...['stop', 'disks', 'start'].map((step): Crash => ({ verb: 'resize', step })),
  { verb: 'confirmResize', step: 'disks', before: resized },
  ...['stop', 'start'].map((step): Crash => ({ verb: 'revertResize', step, before: resized })),
  { verb: 'snapshot', step: 'snapshot', afterMs: 5 },
  { verb: 'suspend', step: 'save', afterMs: 5 },
];

/** `HOST_KILLS=1` tries every step of every verb, which takes two minutes. */
const crashes = process.env['HOST_KILLS'] ? [...usual, ...further] : usual;

const absence = libvirtdAbsence();

describe(
  `after a crash of the agent in the middle of a verb${absence}`,
  { skip: absence !== '', concurrent: true },
  () => {
    let host: RomHost;
    let worker: string;

    beforeAll(async () => {
      host = await startRomHost();
      worker = path.join(host.folder, 'worker.mjs');
      await bundleProgram(new URL('./crash-worker.ts', import.meta.url), worker);
    });

    afterAll(async () => host?.stop());

    const crash = (order: CrashOrder): Promise<NodeJS.Signals | null> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
          stdio: ['ignore', 'inherit', 'inherit'],
        });
        child.once('error', reject);
        child.once('exit', (_, signal) => resolve(signal));
      });

    it.each(crashes.map((each, index) => ({ ...each, index })))(
      'at step $step of $verb ($index), what was half done is undone and the rest is as it was',
      async ({ verb, step, afterMs = 0, before, index }) => {
        const place: RomHypervisorPlace = { ...host.place, instancesPath: path.join(host.folder, `i${index}`) };
        const request = { ...guestRequest(), image: host.image };
        const bystander = { ...guestRequest(), image: host.image };
        const first = romHypervisor(place);
        await first.start();
        await first.spawn(bystander);
        if (verb !== 'spawn') await first.spawn(request);
        await before?.(first, request);
        await first.stop();
        const pid = qemuOf(bystander.uuid);

        const asked = verb === 'resize' ? larger(request) : request;
        expect(await crash({ place, verb, step, afterMs, request: asked })).toBe('SIGKILL');

        const second = romHypervisor(place);
        await second.start();
        try {
          const view = async () => [...(await second.listGuests())].map(({ uuid }) => uuid).toSorted();
          const gone = verb === 'spawn' || verb === 'destroy';
          const expected = gone ? [bystander.uuid] : [bystander.uuid, request.uuid].toSorted();
          expect(await view()).toEqual(expected);
          const domains = (await host.daemon.virsh('list', '--all', '--uuid')).split('\n');
          expect(domains.includes(request.uuid)).toBe(!gone);
          expect(
            readdirSync(place.instancesPath)
              .filter((name) => !name.startsWith('_'))
              .toSorted(),
          ).toEqual(expected);
          expect(qemuOf(bystander.uuid)).toBe(pid);
          if (gone) expect(qemuOf(request.uuid)).toBeUndefined();
          else await expectWhole(second, place, request, verb);
        } finally {
          await Promise.all((await second.listGuests()).map(({ uuid }) => second.destroy(uuid)));
          await second.stop();
        }
      },
    );

    /** Nothing half is left in its folder, and it can be started and changed again. */
    async function expectWhole(
      hypervisor: Hypervisor,
      { instancesPath }: RomHypervisorPlace,
      { uuid, flavor }: GuestRequest,
      verb: Crash['verb'],
    ): Promise<void> {
      const files = readdirSync(path.join(instancesPath, uuid));
      expect(files.filter((name) => /part$|^snapshot-|\.new$/.test(name))).toEqual([]);
      if ((await hypervisor.guestInfo(uuid)).powerState === 'suspended') await hypervisor.resume(uuid);
      await hypervisor.powerOn(uuid);
      const { powerState, vcpus } = await hypervisor.guestInfo(uuid);
      expect(powerState).toBe('running');
      const { flavor: now } = await hypervisor.guestRequest(uuid);
      expect(vcpus).toBe(now.vcpus);
      if (verb === 'rebuild') expect(now).toEqual(flavor);
      if (verb === 'confirmResize') expect(now.vcpus).toBe(2);
      // What the crash came before is still to be done, and can be.
      if (files.includes('disk.rescue')) await hypervisor.unrescue(uuid);
      if (verb === 'revertResize' && vcpus === 2) await hypervisor.revertResize(uuid);
      if (verb === 'revertResize') expect((await hypervisor.guestRequest(uuid)).flavor).toEqual(flavor);
      expect(readdirSync(path.join(instancesPath, uuid))).not.toContain('disk.rescue');
    }
  },
);
