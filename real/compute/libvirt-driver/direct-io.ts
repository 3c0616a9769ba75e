import { constants, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/** Whether files in this folder can be opened past the page cache, which `cache='none'` needs: not so on tmpfs. */
export async function canDirectIo(folder: string): Promise<boolean> {
  const file = path.join(folder, `.direct-io-${randomUUID()}`);
  try {
    const handle = await open(
      file,
      constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_DIRECT,
      0o600,
    );
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return false;
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}
