import type { GuestRequest } from '../hypervisor/guest.ts';
import { defineGuest, endDomain, plugPorts, redefineGuest, startDomain, unplugPorts } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import type { GuestRecord } from './guest-record.ts';
import { powerOffGuest, stateFor } from './power-guest.ts';
import { undo } from './undo.ts';
import { wrongPhase } from './wrong-phase.ts';

/** The same server with a fresh root disk, from the image of the new request. */
export async function rebuildGuest(host: GuestHost, request: GuestRequest, job: GuestJob): Promise<void> {
  const { uuid } = request;
  const record = host.journal.get(uuid);
  if (record.phase !== 'active') throw wrongPhase(record, 'rebuilt');
  const state = await stateFor(host, uuid, 'rebuilt', ['running', 'paused', 'shutdown', 'crashed', 'nostate']);
  await host.journal.write({ phase: 'rebuilding', request, previous: record.request });
  try {
    job.step('stop');
    await endDomain(host, uuid);
    job.step('disks');
    const disks = await host.disks.rebuild(request, job.signal);
    job.step('network');
    const ports = await plugPorts(host, request);
    job.step('define');
    const rebuilt: GuestRecord = { phase: 'active', request };
    await defineGuest(host, rebuilt, disks, ports);
    await unplugPorts(host, record.request, request);
    await host.journal.write(rebuilt);
  } catch (error) {
    await undo(host, uuid, async () => {
      await backToPrevious(host, record, request);
      if (state === 'running') await startDomain(host, uuid);
    });
    throw error;
  }
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

/** The same server with another flavor. What it was is kept until the change is confirmed or reverted. */
export async function resizeGuest(host: GuestHost, request: GuestRequest, job: GuestJob): Promise<void> {
  const { uuid } = request;
  const record = host.journal.get(uuid);
  if (record.phase !== 'active') throw wrongPhase(record, 'resized');
  const state = await stateFor(host, uuid, 'resized', ['running', 'shutdown', 'crashed']);
  const resized = { phase: 'resized', request, previous: record.request } as const;
  await host.journal.write({ ...resized, phase: 'resizing' });
  try {
    await powerOffGuest(host, uuid, job);
    job.step('disks');
    const disks = await host.disks.resize(request, job.signal);
    job.step('network');
    const ports = await plugPorts(host, request);
    job.step('define');
    await defineGuest(host, resized, disks, ports);
    await host.journal.write(resized);
    if (state !== 'running') return;
    job.step('start');
    await startDomain(host, uuid, job.signal);
  } catch (error) {
    await undo(host, uuid, async () => {
      await takeResizeBack(host, uuid);
      if (state === 'running') await startDomain(host, uuid);
    });
    throw error;
  }
}

export async function confirmResizeOf(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const record = host.journal.get(uuid);
  if (record.phase !== 'resized') throw wrongPhase(record, 'confirmed');
  job.step('disks');
  await finishResize(host, uuid);
}

export async function revertResizeOf(host: GuestHost, uuid: string, job: GuestJob): Promise<void> {
  const record = host.journal.get(uuid);
  if (record.phase !== 'resized') throw wrongPhase(record, 'reverted');
  const state = await stateFor(host, uuid, 'reverted', ['running', 'paused', 'shutdown', 'crashed', 'nostate']);
  job.step('stop');
  await takeResizeBack(host, uuid);
  if (state !== 'running' && state !== 'paused') return;
  job.step('start');
  await startDomain(host, uuid, job.signal);
}

/** From here on there is no way back. */
export async function finishResize(host: GuestHost, uuid: string): Promise<void> {
  const record = host.journal.get(uuid);
  await host.journal.write({ ...record, phase: 'confirming' });
  await host.disks.confirmResize(uuid);
  if (record.previous !== undefined) await unplugPorts(host, record.previous, record.request);
  await host.journal.write({ phase: 'active', request: record.request });
}

/** Makes the guest what it was before it was resized, without starting it. */
export async function takeResizeBack(host: GuestHost, uuid: string): Promise<void> {
  const record = host.journal.get(uuid);
  const before: GuestRecord = { phase: 'active', request: record.previous ?? record.request };
  await host.journal.write({ ...record, phase: 'reverting' });
  await endDomain(host, uuid);
  await host.disks.revertResize(uuid);
  await backToPrevious(host, before, record.request);
}

async function backToPrevious(host: GuestHost, before: GuestRecord, after: GuestRequest): Promise<void> {
  await redefineGuest(host, before);
  await unplugPorts(host, after, before.request);
  await host.journal.write(before);
}
