import { chown, rename, writeFile } from 'node:fs/promises';

let count = 0;

/** Writes a file so that a reader finds the old content or the new, never a part. Not synced: it is about this boot. */
export async function writeWhole(
  file: string,
  content: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  count += 1;
  const draft = `${file}.${process.pid}.${count}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  if (owner) await chown(draft, owner.uid, owner.gid);
  await rename(draft, file);
}
