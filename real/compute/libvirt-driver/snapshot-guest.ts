import { randomBytes } from 'node:crypto';
import { chmod, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { blockCopyFlags, blockJobStatuses } from '../../libvirt/constants.ts';
import { isLibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { Domain } from '../../libvirt/objects/domain.ts';
import { renderXml, xml } from '../domain-xml/xml-element.ts';
import type { SnapshotResult } from '../hypervisor/hypervisor.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import type { GuestRecord } from './guest-record.ts';
import { undo } from './undo.ts';
import { whileFrozen } from './while-frozen.ts';
import { parseXml, xmlAll } from './xml-node.ts';
import { domainOf, powerStateOf } from './power-state.ts';

/**
 * A finished image of the root disk. A guest that runs goes on meanwhile: QEMU copies the disk with all of its backing
 * files and mirrors what is written until the copy is whole; the image is the disk at that moment.
 */
export async function snapshotGuest(host: GuestHost, uuid: string, job: GuestJob): Promise<SnapshotResult> {
  const record = host.journal.get(uuid);
  const { root } = await host.disks.find(record.request);
  if (root === undefined || root.format === 'iso') {
    throw new HypervisorError('unsupported', 'snapshot', 'the guest has no root disk of its own');
  }
  const state = await powerStateOf(domainOf(host.connection, uuid));
  job.step('snapshot');
  if (state === 'running' || state === 'paused') return copyLive(host, record, root.path, job);
  const flat = await host.disks.flatten(root, job.signal);
  return {
    file: flat.path,
    diskFormat: flat.format === 'raw' ? 'raw' : 'qcow2',
    sizeBytes: (await stat(flat.path)).size,
  };
}

const filePrefix = 'snapshot-';
const unfinished = '.part';

/**
 * Ends the copying that a snapshot was cut off from, and takes away its file; `all` also takes those that were finished
 * and that nobody fetched.
 */
export async function removeSnapshotRests(host: GuestHost, uuid: string, which: 'all' | 'unfinished'): Promise<void> {
  const folder = host.disks.folder(uuid);
  const files = (await readdir(folder)).filter((name) => name.startsWith(filePrefix));
  const rests = files.filter((name) => which === 'all' || name.endsWith(unfinished));
  if (rests.length === 0) return;
  const domain = domainOf(host.connection, uuid);
  const state = await powerStateOf(domain);
  if (state === 'running' || state === 'paused') {
    const disks = await diskTargets(domain);
    await Promise.all(disks.map(({ target }) => endCopy(domain, target)));
  }
  await Promise.all(rests.map((name) => rm(path.join(folder, name), { force: true })));
}

async function copyLive(
  host: GuestHost,
  { request }: GuestRecord,
  rootPath: string,
  job: GuestJob,
): Promise<SnapshotResult> {
  const domain = domainOf(host.connection, request.uuid);
  const target = (await diskTargets(domain)).find(({ file }) => file === rootPath)?.target;
  if (target === undefined)
    throw new HypervisorError('wrong-state', 'snapshot', 'the guest does not use its root disk');
  const file = path.join(host.disks.folder(request.uuid), `${filePrefix}${randomBytes(6).toString('hex')}.qcow2`);
  const part = `${file}${unfinished}`;
  const copy = await watchCopy(domain, target, job.signal);
  try {
    const copyTo = xml('disk', { type: 'file' }, xml('source', { file: part }), xml('driver', { type: 'qcow2' }));
    await beginCopy(host, domain, target, renderXml(copyTo));
    await copy.ready;
    await whileFrozen(host, request, async () => domain.blockJobAbort(target, 0, await host.slowCall()));
    await chmod(part, 0o600);
    await rename(part, file);
    return { file, diskFormat: 'qcow2', sizeBytes: (await stat(file)).size };
  } catch (error) {
    await undo(host, request.uuid, () => removeSnapshotRests(host, request.uuid, 'unfinished'));
    throw error;
  } finally {
    await copy.close();
  }
}

/**
 * A libvirtd that was killed while it began a copy leaves a name in QEMU that the next libvirtd does not know of, and
 * gives out again; it counts on with each attempt.
 */
async function beginCopy(host: GuestHost, domain: Domain, target: string, destination: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await domain.blockCopy(target, destination, {}, blockCopyFlags.transientJob, await host.slowCall());
      return;
    } catch (error) {
      const isTaken = isLibvirtError(error, 'INTERNAL_ERROR') && error.message.includes('Duplicate nodes');
      if (!isTaken || attempt === 5) throw error;
    }
  }
}

/** Settles when the copy is whole, or cannot be. Listens before the copying begins. */
async function watchCopy(
  domain: Domain,
  target: string,
  signal: AbortSignal,
): Promise<{ readonly ready: Promise<void>; readonly close: () => Promise<void> }> {
  let [resolve, reject]: [() => void, (cause: Error) => void] = [() => {}, () => {}];
  const ready = new Promise<void>((...settle) => ([resolve, reject] = settle));
  // It may fail before anybody waits for it.
  ready.catch(() => {});
  const subscription = await domain.connection.subscribe(
    'domain.blockJob2',
    ({ dst, status }) => {
      if (dst !== target) return;
      if (status === blockJobStatuses.ready) resolve();
      else
        reject(new HypervisorError('libvirt-failed', 'snapshot', 'the disk could not be copied while the guest ran'));
    },
    { of: domain.ref },
  );
  const onAbort = (): void => reject(new HypervisorError('cancelled', 'snapshot', 'cancelled'));
  signal.addEventListener('abort', onAbort, { once: true });
  // A connection that comes back has missed the events.
  const onLost = (cause: Error): void => reject(cause);
  domain.connection.once('lost', onLost);
  const close = async (): Promise<void> => {
    signal.removeEventListener('abort', onAbort);
    domain.connection.off('lost', onLost);
    await subscription.close().catch(() => {});
  };
  return { ready, close };
}

async function endCopy(domain: Domain, target: string): Promise<void> {
  try {
    if ((await domain.blockJob(target)) !== undefined) await domain.blockJobAbort(target);
  } catch (error) {
    // The guest stopped meanwhile, and its jobs with it.
    const over = ['NO_DOMAIN', 'OPERATION_INVALID', 'INVALID_ARG'] as const;
    if (!over.some((code) => isLibvirtError(error, code))) throw error;
  }
}

async function diskTargets(domain: Domain): Promise<readonly { readonly target: string; readonly file: string }[]> {
  const disks = xmlAll(parseXml(await domain.xml()), 'domain', 'devices', 'disk');
  return disks.map((disk) => ({
    target: xmlAll(disk, 'target')[0]?.attributes['dev'] ?? '',
    file: xmlAll(disk, 'source')[0]?.attributes['file'] ?? '',
  }));
}
