import type { Image } from '../../../core/index.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { endDomain, redefineGuest, startDomain } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import { wrongPhase } from './wrong-phase.ts';
import { powerOffGuest } from './power-guest.ts';
import { domainOf, powerStateOf } from './power-state.ts';
import { undo } from './undo.ts';

/** Boots the guest from a fresh disk, with its own root disk as the second one. */
export async function rescueGuest(host: GuestHost, uuid: string, image: Image | null, job: GuestJob): Promise<void> {
  const record = host.journal.get(uuid);
  if (record.phase !== 'active') throw wrongPhase(record, 'rescued');
  const imageId = (image ?? record.request.image)?.id;
  if (imageId === undefined) {
    throw new HypervisorError('bad-request', 'rescue', 'a guest without an image needs one to be rescued from');
  }
  const wasRunning = (await powerStateOf(domainOf(host.connection, uuid))) === 'running';
  await host.journal.write({ ...record, phase: 'rescuing' });
  try {
    await powerOffGuest(host, uuid, job);
    job.step('disks');
    const rescueDisk = await host.disks.createRescue(record.request, imageId, job.signal);
    const rescued = { ...record, phase: 'rescued', rescueDisk } as const;
    job.step('define');
    await redefineGuest(host, rescued);
    await host.journal.write(rescued);
    job.step('start');
    await startDomain(host, uuid, job.signal);
  } catch (error) {
    await undo(host, uuid, async () => {
      await leaveRescue(host, uuid);
      if (wasRunning) await startDomain(host, uuid);
    });
    throw error;
  }
}

export async function unrescueGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const record = host.journal.get(uuid);
  if (record.phase !== 'rescued') throw wrongPhase(record, 'unrescued');
  job.step('stop');
  await leaveRescue(host, uuid);
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

/** Stops the guest and makes it its usual self again, without starting it. */
export async function leaveRescue(host: GuestHost, uuid: string): Promise<void> {
  const { rescueDisk: _, ...record } = host.journal.get(uuid);
  await host.journal.write({ ...record, phase: 'unrescuing' });
  await endDomain(host, uuid);
  const active = { ...record, phase: 'active' } as const;
  await redefineGuest(host, active);
  await host.disks.removeRescue(uuid);
  await host.journal.write(active);
}
