import { setTimeout as sleep } from 'node:timers/promises';
import { domainAffects } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { PluggedPort } from '../../network/network-driver.ts';
import type { PortBinding } from '../../network/port.ts';
import { nicsXml } from '../domain-xml/nic-xml.ts';
import { renderXml } from '../domain-xml/xml-element.ts';
import { guestConfig } from '../guest-config/guest-config.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { plugPorts, redefineGuest, unplugPorts } from './guest-domain.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import type { GuestRecord } from './guest-record.ts';
import { domainOf, powerStateOf } from './power-state.ts';
import { undo } from './undo.ts';
import { wrongPhase } from './wrong-phase.ts';

/** How long a guest may take to let go of a device. Nova: `device_detach_timeout` × `device_detach_attempts`, less. */
const RELEASE_SECONDS = 20;

/** One NIC more, also for a guest that runs. Nothing for a port that it has already. */
export async function attachNic(host: GuestHost, uuid: string, port: PortBinding, job: GuestJob): Promise<void> {
  const record = settled(host, uuid);
  if (record.request.ports.some(({ id }) => id === port.id)) return;
  const request: GuestRequest = { ...record.request, ports: [...record.request.ports, port] };
  const after: GuestRecord = { ...record, request };
  await host.journal.write(after);
  try {
    job.step('network');
    const plugged = await plugPorts(host, request);
    job.step('attach');
    if (await runs(host, uuid)) {
      const xml = await nicXml(host, request, plugged, port.id);
      await domainOf(host.connection, uuid).attachDevice(xml, domainAffects.live, await host.slowCall(job.signal));
    }
    await redefineGuest(host, after);
  } catch (error) {
    await undo(host, uuid, async () => {
      await host.journal.write(record);
      await unplugPorts(host, request, record.request);
    });
    throw error;
  }
}

/** One NIC less. Nothing for a port that it does not have. @throws HypervisorError `timed-out` when the guest keeps it */
export async function detachNic(host: GuestHost, uuid: string, portId: string, job: GuestJob): Promise<void> {
  const record = settled(host, uuid);
  if (!record.request.ports.some(({ id }) => id === portId)) return;
  job.step('detach');
  if (await runs(host, uuid)) await releaseNic(host, record.request, portId, job);
  const request: GuestRequest = { ...record.request, ports: record.request.ports.filter(({ id }) => id !== portId) };
  const after: GuestRecord = { ...record, request };
  await redefineGuest(host, after);
  await host.journal.write(after);
  job.step('network');
  await unplugPorts(host, record.request, request);
}

async function releaseNic(host: GuestHost, request: GuestRequest, portId: string, job: GuestJob): Promise<void> {
  const domain = domainOf(host.connection, request.uuid);
  const { macAddress } = request.ports.find(({ id }) => id === portId)!;
  const xml = await nicXml(host, request, await plugPorts(host, request), portId);
  try {
    await domain.detachDevice(xml, domainAffects.live, await host.slowCall(job.signal));
  } catch (error) {
    // Not in the running guest any more.
    if (!isLibvirtError(error, 'DEVICE_MISSING')) throw error;
  }
  const deadline = Date.now() + RELEASE_SECONDS * 1000;
  while ((await domain.xml()).includes(macAddress)) {
    if (Date.now() > deadline) {
      throw new HypervisorError(
        'timed-out',
        'detach',
        `the guest did not let go of the NIC within ${RELEASE_SECONDS} s`,
      );
    }
    await sleep(100, undefined, { signal: job.signal });
  }
}

async function nicXml(
  host: GuestHost,
  request: GuestRequest,
  ports: readonly PluggedPort[],
  portId: string,
): Promise<string> {
  const disks = await host.disks.find(request);
  const parts = { disks, ports, folder: host.disks.folder(request.uuid) };
  const config = guestConfig(request, parts, await host.settingsFor(request));
  const index = request.ports.findIndex(({ id }) => id === portId);
  return renderXml(nicsXml(config)[index]!);
}

function settled(host: GuestHost, uuid: string): GuestRecord {
  const record = host.journal.get(uuid);
  if (record.phase !== 'active') throw wrongPhase(record, 'given other NICs');
  return record;
}

async function runs(host: GuestHost, uuid: string): Promise<boolean> {
  const state = await powerStateOf(domainOf(host.connection, uuid));
  if (state === 'suspended') throw new HypervisorError('wrong-state', 'attach', 'the guest is suspended');
  return state === 'running' || state === 'paused';
}
