import { open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { partOf } from './part-file.ts';

/** Writes a small file so that after a crash there is the old one or the new one, whole. Readable by its owner only. */
export async function writeDurably(file: string, content: string): Promise<void> {
  const part = partOf(file);
  try {
    await writeFile(part, content, { mode: 0o600, flag: 'wx' });
    await publish(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Gives a finished file its name, when its bytes are safe on the disk. */
export async function publish(part: string, file: string): Promise<void> {
  await sync(part);
  await rename(part, file);
  await sync(path.dirname(file));
}

/** Of a file or of a folder's list of names. */
export async function sync(name: string): Promise<void> {
  const handle = await open(name, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
