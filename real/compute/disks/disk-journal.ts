import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { writeDurably } from '../../files/durable-file.ts';

/**
 * The format of a disk is kept here and never read from its content, which is the guest's: a raw disk that begins like
 * qcow2 would make QEMU open any file of the host.
 */
const recordSchema = z.object({ name: z.string().regex(/^disk[\w.]*$/), format: z.enum(['raw', 'qcow2', 'iso']) });

const setSchema = z.object({
  root: recordSchema.optional(),
  ephemeral: z.array(recordSchema),
  swap: recordSchema.optional(),
  config: recordSchema.optional(),
});

const journalSchema = z.object({
  disks: setSchema,
  rescue: recordSchema.optional(),
  /** The disks before a resize that nobody confirmed or reverted yet; they are in `savedFolder`. */
  previous: setSchema.optional(),
  /** A change that is being made: once this is written, it will be finished whatever happens. */
  pending: z
    .discriminatedUnion('kind', [
      /** New files have their names with `newSuffix`. */
      z.object({ kind: z.literal('replace'), disks: setSchema, keepOld: z.boolean() }),
      z.object({ kind: z.literal('restore') }),
    ])
    .optional(),
});

export type DiskRecord = z.infer<typeof recordSchema>;
/** A guest's disks by the names of their files. */
export type DiskSet = z.infer<typeof setSchema>;
export type DiskJournal = z.infer<typeof journalSchema>;

export const journalName = 'disks.json';
export const newSuffix = '.new';
/** Within a guest's folder. */
export const savedFolder = 'resize.old';

/** `undefined` when there is none. @throws HypervisorError `host-unavailable` when it is not readable */
export async function readJournal(folder: string): Promise<DiskJournal | undefined> {
  const file = path.join(folder, journalName);
  try {
    return journalSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HypervisorError('host-unavailable', 'disks', `${file} cannot be read`, { cause: error });
  }
}

export async function writeJournal(folder: string, journal: DiskJournal): Promise<void> {
  await writeDurably(path.join(folder, journalName), `${JSON.stringify(journal)}\n`);
}

export function recordsOf(set: DiskSet): readonly DiskRecord[] {
  return [set.root, ...set.ephemeral, set.swap, set.config].filter((record) => record !== undefined);
}
