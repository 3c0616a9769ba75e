import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';

/** Keeps two agents from one folder of state. A lock whose process is gone holds nobody off. */
export class StateLock {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  /** @throws HypervisorError `host-unavailable` when another process has it */
  static async take(folder: string): Promise<StateLock> {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    const file = path.join(folder, 'lock');
    const own = `${file}.${process.pid}`;
    await writeFile(own, await identityOf(process.pid), { mode: 0o600 });
    try {
      await takeAs(file, own);
    } finally {
      await rm(own, { force: true });
    }
    return new StateLock(file);
  }

  /** The process that has the folder, if one does. */
  static async holder(folder: string): Promise<number | undefined> {
    const holder = await readFile(path.join(folder, 'lock'), 'utf8').catch(() => '');
    const pid = Number(holder.split(' ')[0]);
    return pid > 0 && holder === (await identityOf(pid)) ? pid : undefined;
  }

  async release(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}

/** A link is made whole or not at all, so a lock always says whose it is. */
async function takeAs(file: string, own: string): Promise<void> {
  for (;;) {
    try {
      await link(own, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readFile(file, 'utf8').catch(() => undefined);
    if (holder === undefined) continue;
    const [pid = ''] = holder.split(' ');
    if (holder === (await identityOf(Number(pid)))) {
      throw new HypervisorError(
        'host-unavailable',
        'lock',
        `${path.dirname(file)} is in use by process ${pid}: end it first, or choose another folder of state`,
      );
    }
    await removeStale(file, holder);
  }
}

/** Another process may have taken it over since it was read: only what was read is removed. */
async function removeStale(file: string, holder: string): Promise<void> {
  const { ino } = await stat(file).catch(() => ({ ino: -1 }));
  const now = await readFile(file, 'utf8').catch(() => undefined);
  const same = now === holder && ino === (await stat(file).catch(() => ({ ino: -2 }))).ino;
  if (same) await rm(file, { force: true });
}

/** Numbers of processes come again; with the time of its start one means this process only. */
async function identityOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in brackets, which may hold anything; the start is the 22nd.
  const startTicks = line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? 'gone';
  return `${pid} ${startTicks}`;
}
