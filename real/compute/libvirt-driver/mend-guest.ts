import { finishResize, takeResizeBack } from './change-guest.ts';
import { redefineGuest, removeDomain } from './guest-domain.ts';
import type { GuestHost } from './guest-host.ts';
import { isSettled } from './guest-record.ts';
import { metadataNamespace } from '../domain-xml/guest-metadata-xml.ts';
import { domainName } from '../domain-xml/domain-name.ts';
import { domainMetadataTypes } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { Domain } from '../../libvirt/objects/domain.ts';
import { domainOf, powerStateOf } from './power-state.ts';
import { removeGuest } from './remove-guest.ts';
import { leaveRescue } from './rescue-guest.ts';
import { removeSnapshotRests } from './snapshot-guest.ts';
import { parseXml, xmlText } from './xml-node.ts';

/** A restart of this program, or libvirt's coming back while this program went on. */
export type MendAfter = 'restart' | 'reconnect';

/**
 * Brings a guest whose verb was cut off to where it may stay: what was being built or deleted goes, what was being
 * changed becomes what it was before, or what it was to be where there is no way back. A guest that runs and that the
 * verb had not reached yet is not touched.
 */
export async function mendGuest(host: GuestHost, uuid: string, after: MendAfter): Promise<void> {
  const record = host.journal.get(uuid);
  if (isSettled(record)) return mendSettled(host, uuid, after);
  const state = await powerStateOf(domainOf(host.connection, uuid));
  const isUntouched = state === 'running' || state === 'paused';
  host.logger.info({ uuid, phase: record.phase }, 'mending a guest whose verb was cut off');
  switch (record.phase) {
    case 'building':
    case 'deleting':
      return removeGuest(host, uuid);
    case 'confirming':
      return finishResize(host, uuid);
    case 'resizing':
    case 'rebuilding':
      // The disks are touched only after the guest was stopped.
      if (isUntouched) return host.journal.write({ phase: 'active', request: record.previous ?? record.request });
      return record.phase === 'resizing' ? takeResizeBack(host, uuid) : settleRebuild(host, uuid);
    case 'rescuing':
      if (isUntouched) return host.journal.write({ phase: 'active', request: record.request });
      return leaveRescue(host, uuid);
    case 'unrescuing':
      return leaveRescue(host, uuid);
    case 'reverting':
      return takeResizeBack(host, uuid);
    case 'active':
    case 'rescued':
    case 'resized':
  }
}

/** The root disk is the old one or the new one, whole; the server is told to be the new one, stopped. */
async function settleRebuild(host: GuestHost, uuid: string): Promise<void> {
  const { request } = host.journal.get(uuid);
  await redefineGuest(host, { phase: 'active', request });
  await host.journal.write({ phase: 'active', request });
}

async function mendSettled(host: GuestHost, uuid: string, after: MendAfter): Promise<void> {
  await removeSnapshotRests(host, uuid, after === 'restart' ? 'all' : 'unfinished');
  if ((await powerStateOf(domainOf(host.connection, uuid))) !== 'nostate') return;
  host.logger.warn({ uuid }, 'libvirt has forgotten a guest; it is told again');
  await redefineGuest(host, host.journal.get(uuid));
}

/** Takes away domains of ours that this host knows nothing of any more: their folder went, they were left. */
export async function removeStrayDomains(host: GuestHost): Promise<void> {
  const domains = await host.connection.listDomains();
  const unknown = domains.filter(
    ({ name, uuid }) =>
      name === domainName(uuid) && host.journal.find(uuid) === undefined && !host.journal.unreadable.has(uuid),
  );
  await Promise.all(
    unknown.map(async (domain) => {
      if ((await folderOf(domain)) !== host.disks.folder(domain.uuid)) return;
      host.logger.warn({ uuid: domain.uuid }, 'a domain without a guest is removed');
      await removeDomain(host, domain.uuid);
    }),
  );
}

/** What our element in the domain says; two agents may share a libvirt, each with its folder. */
async function folderOf(domain: Domain): Promise<string | undefined> {
  try {
    const text = await domain.metadata(domainMetadataTypes.element, metadataNamespace);
    if (text === undefined) return undefined;
    const element = parseXml(text);
    return xmlText(element, 'guest', 'folder') || xmlText(element, 'astrolabe:guest', 'astrolabe:folder');
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return undefined;
    throw error;
  }
}
