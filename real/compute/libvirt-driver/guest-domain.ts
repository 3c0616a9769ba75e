import { setTimeout as sleep } from 'node:timers/promises';
import { domainUndefineFlags } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { PluggedPort } from '../../network/network-driver.ts';
import type { GuestDisks } from '../disks/disk-store.ts';
import { domainName } from '../domain-xml/domain-name.ts';
import { domainXml } from '../domain-xml/domain-xml.ts';
import { guestConfig } from '../guest-config/guest-config.ts';
import { nicQueues } from '../guest-config/guest-devices.ts';
import { HardwareWishes } from '../guest-config/hardware-wishes.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import type { GuestHost } from './guest-host.ts';
import type { GuestRecord } from './guest-record.ts';
import { isCutOffStart } from './cut-off-start.ts';
import { domainOf } from './power-state.ts';

/** Plugs all ports of a guest; what is plugged already stays. */
export async function plugPorts(host: GuestHost, request: GuestRequest): Promise<readonly PluggedPort[]> {
  const queues = nicQueues(new HardwareWishes(request.flavor, request.image));
  return Promise.all(request.ports.map((port) => host.network.plug(port, { queues })));
}

/** Unplugs the ports of a guest, apart from those of `kept`. Tries all of them before it fails. */
export async function unplugPorts(host: GuestHost, request: GuestRequest, kept?: GuestRequest): Promise<void> {
  const keptIds = new Set(kept?.ports.map(({ id }) => id));
  const gone = request.ports.filter(({ id }) => !keptIds.has(id));
  const results = await Promise.allSettled(gone.map(({ id }) => host.network.unplug(id)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Tells libvirt how the guest is from its next start on. */
export async function defineGuest(
  host: GuestHost,
  record: GuestRecord,
  disks: GuestDisks,
  ports: readonly PluggedPort[],
): Promise<void> {
  const { request, rescueDisk } = record;
  const parts = { disks, ports, folder: host.disks.folder(request.uuid), rescue: rescueDisk };
  const xml = domainXml(guestConfig(request, parts, await host.settingsFor(request)));
  await host.connection.defineDomain(xml);
}

/** The same for a guest whose disks are there: plugs its ports and tells libvirt. */
export async function redefineGuest(host: GuestHost, record: GuestRecord): Promise<void> {
  const [disks, ports] = await Promise.all([host.disks.find(record.request), plugPorts(host, record.request)]);
  await defineGuest(host, record, disks, ports);
}

export async function startDomain(host: GuestHost, uuid: string, signal?: AbortSignal): Promise<void> {
  await domainOf(host.connection, uuid).create(0, await host.slowCall(signal));
}

/** QEMU may need longer to die than libvirt waits, when its disks are slow. Nova tries as often. */
const DESTROY_ATTEMPTS = 6;

/**
 * Pulls the plug. Nothing to do for a guest that does not run, or does not exist. False where libvirt takes it for
 * starting for ever: it does not run then either, and libvirt does nothing to it any more.
 */
export async function endDomain(host: GuestHost, uuid: string): Promise<boolean> {
  const domain = domainOf(host.connection, uuid);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await domain.destroy(0, await host.slowCall());
      return true;
    } catch (error) {
      if (isLibvirtError(error, 'NO_DOMAIN') || isLibvirtError(error, 'OPERATION_INVALID')) return true;
      const isStuck = isLibvirtError(error, 'OPERATION_TIMEOUT');
      if (isStuck && (await isCutOffStart(domain))) return false;
      if (!(isStuck || isLibvirtError(error, 'SYSTEM_ERROR')) || attempt === DESTROY_ATTEMPTS) throw error;
      await sleep(500);
    }
  }
}

/** Ends the guest and makes libvirt forget it, with its saved memory. */
export async function removeDomain(host: GuestHost, uuid: string): Promise<void> {
  if (!(await endDomain(host, uuid))) {
    // Afterwards it is a stray domain, and is removed when libvirt is there again.
    const file = `/run/libvirt/qemu/${domainName(uuid)}.xml`;
    host.logger.error({ uuid }, `libvirt lists a guest that is gone, until ${file} is removed while libvirtd is down`);
    return;
  }
  const { managedSave, snapshotsMetadata, nvram, checkpointsMetadata } = domainUndefineFlags;
  const flags = managedSave | snapshotsMetadata | nvram | checkpointsMetadata;
  try {
    await domainOf(host.connection, uuid).undefine(flags, await host.slowCall());
  } catch (error) {
    if (!isLibvirtError(error, 'NO_DOMAIN')) throw error;
  }
}
