import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readOverlay } from '../../image-formats/backing-file.ts';

/**
 * The files that disks in these folders are based on, as the disks themselves say. A raw disk is its guest's to write and
 * may say anything, at worst that one more file is needed.
 */
export async function findBases(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const bases = new Set<string>();
  for (const folder of folders) {
    for (const file of await filesIn(folder)) {
      const overlay = await readOverlay(file).catch(() => undefined);
      if (overlay?.backingFile !== undefined) bases.add(overlay.backingFile);
    }
  }
  return bases;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(folder, entry.name));
}
