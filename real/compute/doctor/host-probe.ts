import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, readFile, statfs } from 'node:fs/promises';

export interface CommandOutcome {
  /** null: there is no such program. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The ways in which a check looks at the host. */
export interface HostProbe {
  run(command: string, args: readonly string[], input?: string): Promise<CommandOutcome>;
  /** `undefined` when it cannot be read. */
  readText(file: string): Promise<string | undefined>;
  /** Names in a folder; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Whether it may be read and written. */
  mayUse(file: string): Promise<'yes' | 'missing' | 'forbidden'>;
  /** Free and whole space of the file system that a path lies on, or will lie on. */
  space(folder: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}

/** Administrators' folders: a user's PATH often lacks them. */
const searchPath = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
const commandTimeoutMs = 20_000;

/** The host that this program runs on. Nothing that a check does is meant to outlive it. */
export const thisHost: HostProbe = {
  run: (command, args, input) =>
    new Promise((resolve) => {
      const options = { env: { ...process.env, PATH: searchPath, LC_ALL: 'C' }, timeout: commandTimeoutMs };
      const child = execFile(command, args, options, (error, stdout, stderr) => {
        if (error === null) return resolve({ exitCode: 0, stdout, stderr });
        if (error.code === 'ENOENT') return resolve({ exitCode: null, stdout: '', stderr: `no program ${command}` });
        return resolve({ exitCode: typeof error.code === 'number' ? error.code : 1, stdout, stderr });
      });
      // A program that is missing, or that reads nothing, closes its end first.
      child.stdin?.on('error', () => {}).end(input);
    }),
  readText: (file) => readFile(file, 'utf8').catch(() => undefined),
  list: (folder) => readdir(folder).catch(() => []),
  mayUse: async (file) => {
    try {
      await access(file, constants.R_OK | constants.W_OK);
      return 'yes';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'forbidden';
    }
  },
  space: async (folder) => {
    const { bavail, blocks, bsize } = await statfs(await nearestExisting(folder));
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
};

async function nearestExisting(folder: string): Promise<string> {
  let current = folder;
  while (current !== '/' && (await thisHost.mayUse(current)) === 'missing') {
    current = current.slice(0, current.lastIndexOf('/')) || '/';
  }
  return current;
}
