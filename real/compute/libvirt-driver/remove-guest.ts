import { removeDomain, unplugPorts } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';

/** Takes away whatever there is of a guest: domain, ports, disks, and last what the host knows of it. */
export async function removeGuest(host: GuestHost, uuid: string, job?: GuestJob): Promise<void> {
  const record = host.journal.find(uuid);
  if (record !== undefined && record.phase !== 'deleting') await host.journal.write({ ...record, phase: 'deleting' });
  job?.step('domain');
  await removeDomain(host, uuid);
  if (record !== undefined) {
    job?.step('network');
    await unplugPorts(host, record.request);
    if (record.previous !== undefined) await unplugPorts(host, record.previous, record.request);
  }
  job?.step('disks');
  await host.disks.remove(uuid);
  host.journal.forget(uuid);
  host.watch.forget(uuid);
}
