import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { newSuffix, recordsOf, savedFolder, writeJournal } from './disk-journal.ts';
import type { DiskJournal, DiskSet } from './disk-journal.ts';

/**
 * Makes the change that a journal announces. It may be called again after a crash at any point of it: what was moved
 * already is not there to be moved.
 */
export async function finishPending(folder: string, journal: DiskJournal): Promise<DiskJournal> {
  const { pending } = journal;
  if (!pending) return journal;
  const done = pending.kind === 'replace' ? await replace(folder, journal, pending) : await restore(folder, journal);
  await writeJournal(folder, done);
  if (!done.previous) await rm(path.join(folder, savedFolder), { recursive: true, force: true });
  return done;
}

type Replacement = Extract<DiskJournal['pending'], { kind: 'replace' }>;

async function replace(folder: string, journal: DiskJournal, { disks, keepOld }: Replacement): Promise<DiskJournal> {
  const saved = path.join(folder, savedFolder);
  if (keepOld) await mkdir(saved, { recursive: true, mode: 0o700 });
  const fresh = namesOf(disks);
  for (const name of namesOf(journal.disks)) {
    const file = path.join(folder, name);
    // The old file is in its place as long as the new one waits beside it, or when there is no new one.
    const isOld = !fresh.includes(name) || (await exists(file + newSuffix));
    if (isOld && keepOld) await moveIfThere(file, path.join(saved, name));
    else if (!fresh.includes(name)) await rm(file, { force: true });
  }
  for (const name of fresh) await moveIfThere(path.join(folder, name + newSuffix), path.join(folder, name));
  const { rescue, previous } = journal;
  return { disks, rescue, previous: keepOld ? journal.disks : previous };
}

async function restore(folder: string, { disks, rescue, previous }: DiskJournal): Promise<DiskJournal> {
  if (!previous) return { disks, rescue };
  const old = namesOf(previous);
  for (const name of old) await moveIfThere(path.join(folder, savedFolder, name), path.join(folder, name));
  for (const name of namesOf(disks).filter((each) => !old.includes(each)))
    await rm(path.join(folder, name), { force: true });
  return { disks: previous, rescue };
}

function namesOf(set: DiskSet): readonly string[] {
  return recordsOf(set).map((record) => record.name);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
