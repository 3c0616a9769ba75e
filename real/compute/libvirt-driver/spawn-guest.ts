import { together } from '../disks/together.ts';
import { guestConfig } from '../guest-config/guest-config.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { defineGuest, plugPorts, startDomain } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import type { GuestRecord } from './guest-record.ts';
import { removeGuest } from './remove-guest.ts';
import { undo } from './undo.ts';

/** Makes a guest and starts it; takes everything back when that fails. */
export async function spawnGuest(host: GuestHost, request: GuestRequest, job: GuestJob): Promise<void> {
  const record: GuestRecord = { phase: 'building', request };
  await refuseEarly(host, request);
  job.step('claim');
  await host.journal.create(record);
  try {
    // Both at the same time, and each is told when the other fails.
    job.step('network');
    job.step('disks');
    const [disks, ports] = await together(
      [(signal) => host.disks.create(request, signal), () => plugPorts(host, request)],
      job.signal,
    );
    job.step('define');
    await defineGuest(host, record, disks, ports);
    job.step('start');
    await startDomain(host, request.uuid, job.signal);
    await host.journal.write({ phase: 'active', request });
  } catch (error) {
    await undo(host, request.uuid, () => removeGuest(host, request.uuid));
    throw error;
  }
}

/** What flavor and image ask for is looked at before an image is fetched for nothing. */
async function refuseEarly(host: GuestHost, request: GuestRequest): Promise<void> {
  const parts = { disks: { ephemeral: [] }, ports: [], folder: host.disks.folder(request.uuid) };
  guestConfig(request, parts, await host.settingsFor(request));
}
