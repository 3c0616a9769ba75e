import { stat } from 'node:fs/promises';
import path from 'node:path';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { readOverlay } from '../../image-formats/backing-file.ts';
import type { DiskRecord, DiskSet } from './disk-journal.ts';
import type { DiskFile, GuestDisks } from './disk-store.ts';

/** @throws HypervisorError `host-unavailable` when a file is missing or damaged */
export async function describeDisks(folder: string, set: DiskSet): Promise<GuestDisks> {
  const one = async (record: DiskRecord | undefined): Promise<DiskFile | undefined> =>
    record && (await describeDisk(folder, record));
  const [root, swap, config] = await Promise.all([one(set.root), one(set.swap), one(set.config)]);
  const ephemeral = await Promise.all(set.ephemeral.map((record) => describeDisk(folder, record)));
  return { root, ephemeral, swap, config };
}

export async function describeDisk(folder: string, { name, format }: DiskRecord): Promise<DiskFile> {
  const file = path.join(folder, name);
  try {
    const overlay = format === 'qcow2' ? await readOverlay(file) : undefined;
    if (format === 'qcow2' && !overlay) throw new Error('it is not qcow2 any more');
    return { path: file, format, sizeBytes: overlay?.virtualBytes ?? (await stat(file)).size };
  } catch (error) {
    throw new HypervisorError('host-unavailable', 'disks', `disk ${file} cannot be used`, { cause: error });
  }
}
