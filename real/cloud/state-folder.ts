import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeDurably } from '../files/durable-file.ts';
import { StateLock } from '../compute/local-host/state-lock.ts';

/** What only the cloud and its operator know. Made at the first start, kept since. */
export interface Secrets {
  /** Of the user `admin`. */
  readonly adminPassword: string;
  /** Agents of hosts, and the services among each other, name themselves with it. */
  readonly serviceToken: string;
}

/** What a cloud that runs says of itself, for `cloud status` and `cloud down`. */
export interface RunningCloud {
  readonly pid: number;
  readonly startedAtSeconds: number;
  readonly urls: Readonly<Record<string, string>>;
}

/** The one folder that a cloud keeps everything in; one process at a time has it. */
export class StateFolder {
  readonly path: string;
  readonly #lock: StateLock;

  private constructor(folder: string, lock: StateLock) {
    this.path = folder;
    this.#lock = lock;
  }

  /** @throws HypervisorError when another process has it */
  static async take(folder: string): Promise<StateFolder> {
    const resolved = path.resolve(folder);
    return new StateFolder(resolved, await StateLock.take(resolved));
  }

  file(...names: readonly string[]): string {
    return path.join(this.path, ...names);
  }

  /** A folder inside, which only its owner can look into. */
  async folder(name: string): Promise<string> {
    await mkdir(this.file(name), { recursive: true, mode: 0o700 });
    return this.file(name);
  }

  async secrets(): Promise<Secrets> {
    const known = await readSecrets(this.path);
    if (known) return known;
    const made: Secrets = { adminPassword: newSecret(18), serviceToken: newSecret(32) };
    await writeDurably(secretsFile(this.path), `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }

  announce(cloud: RunningCloud): Promise<void> {
    return writeDurably(runningFile(this.path), `${JSON.stringify(cloud, null, 2)}\n`);
  }

  async release(): Promise<void> {
    await rm(runningFile(this.path), { force: true });
    await this.#lock.release();
  }
}

/** The cloud that runs with this folder, if one does. */
export async function runningCloud(folder: string): Promise<RunningCloud | undefined> {
  const resolved = path.resolve(folder);
  const pid = await StateLock.holder(resolved);
  const cloud = await readJson<RunningCloud>(runningFile(resolved));
  return pid !== undefined && cloud?.pid === pid ? cloud : undefined;
}

/** Undefined where no cloud has been. */
export function readSecrets(folder: string): Promise<Secrets | undefined> {
  return readJson<Secrets>(secretsFile(path.resolve(folder)));
}

const secretsFile = (folder: string): string => path.join(folder, 'secrets.json');
const runningFile = (folder: string): string => path.join(folder, 'running.json');

const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

async function readJson<Value>(file: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
