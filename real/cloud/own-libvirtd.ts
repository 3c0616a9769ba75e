import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { HypervisorError } from '../compute/hypervisor/hypervisor-error.ts';
import { connect } from '../libvirt/index.ts';
import { forgetCutOffStarts } from './forget-cut-off-starts.ts';

export interface LibvirtDaemon {
  readonly uri: string;
  /** Ends a daemon of the cloud's own; its guests go on. */
  stop(): Promise<void>;
}

export interface LibvirtDaemonOptions {
  /** For a daemon of the cloud's own. */
  readonly folder: string;
  readonly networkNamespace?: string | undefined;
  readonly logger?: Logger | undefined;
}

const systemUri = 'qemu:///system';

/** The libvirtd of this machine; where none answers, one that lives below `folder`, which only root can start. */
export async function findLibvirtd(options: LibvirtDaemonOptions): Promise<LibvirtDaemon> {
  // One that runs elsewhere in this machine would run guests in its own network.
  if (options.networkNamespace === undefined && (await answers(systemUri))) {
    return { uri: systemUri, stop: async () => {} };
  }
  return startOwn(options);
}

async function startOwn(options: LibvirtDaemonOptions): Promise<LibvirtDaemon> {
  const { folder, logger } = options;
  refuseWhereImpossible();
  await writeConfiguration(folder);
  const uri = `qemu+unix:///system?socket=${socketOf(folder)}`;
  // A controller that was killed left its daemon behind.
  if (!(await answers(uri))) await untilAnswers(uri, spawnDaemon(options), folder);
  const watch = setInterval(() => {
    if (isAlive(pidOf(folder))) return;
    logger?.warn('libvirtd is gone and is started again');
    spawnDaemon(options);
  }, lookEveryMs);
  watch.unref();
  const stop = async (): Promise<void> => {
    clearInterval(watch);
    await end(pidOf(folder));
  };
  return { uri, stop };
}

/** Longer than a start takes until the daemon has written its number down. */
const lookEveryMs = 2000;

/** As the daemon itself wrote it down; 0 before it has. */
function pidOf(folder: string): number {
  try {
    return Number(readFileSync(path.join(folder, 'run/own.pid'), 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('libvirtd\0');
  } catch {
    return false;
  }
}

const socketOf = (folder: string): string => path.join(folder, 'sock/libvirt-sock');

async function answers(uri: string): Promise<boolean> {
  try {
    (await connect({ uri })).close();
    return true;
  } catch {
    return false;
  }
}

function refuseWhereImpossible(): void {
  const mend = 'astrolabe cloud doctor says what is missing; --driver fake needs nothing';
  if (process.getuid?.() !== 0) {
    throw unavailable(`no libvirtd answers at ${systemUri}, and only root can start one (${mend})`);
  }
  const folders = searchPath.split(':');
  if (!folders.some((folder) => existsSync(path.join(folder, 'libvirtd')))) {
    throw unavailable(`no libvirtd answers at ${systemUri}, and none is installed (${mend})`);
  }
}

const unavailable = (message: string): HypervisorError => new HypervisorError('host-unavailable', 'libvirt', message);
const searchPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

async function writeConfiguration(folder: string): Promise<void> {
  for (const name of ['run', 'lib', 'log', 'cache', 'etc', 'sock']) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  const write = (name: string, content: string): Promise<void> =>
    writeFile(path.join(folder, name), content, { mode: 0o644 });
  const daemon = {
    listen_tls: 0,
    listen_tcp: 0,
    auth_unix_rw: 'none',
    unix_sock_rw_perms: '0700',
    unix_sock_dir: path.join(folder, 'sock'),
    log_outputs: `3:file:${path.join(folder, 'log/libvirtd.log')}`,
  };
  const lines = Object.entries(daemon).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  await write('libvirtd.conf', `${lines.join('\n')}\n`);
  // Without libvirt's system packages there is neither its user nor a log daemon.
  const qemu = { user: 'root', group: 'root', security_driver: 'none', stdio_handler: 'file' };
  const qemuLines = Object.entries(qemu).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  await write('etc/qemu.conf', `${qemuLines.join('\n')}\ncgroup_controllers = [ ]\n`);
  for (const [name, line] of users) {
    const present = await readFile(path.join('/etc', name), 'utf8');
    await write(name, present.includes('libvirt-qemu') ? present : `${present}${line}\n`);
  }
}

/** The daemon looks its default user up before it reads which one to use. */
const users = [
  ['passwd', 'libvirt-qemu:x:64055:64055::/:/usr/sbin/nologin'],
  ['group', 'libvirt-qemu:x:64055:'],
] as const;

/** In a mount namespace, where libvirt's usual places are those below the folder. */
function spawnDaemon({ folder, networkNamespace }: LibvirtDaemonOptions): ChildProcess {
  forgetCutOffStarts(path.join(folder, 'run/qemu'));
  const script = `
    mkdir -p /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /etc/libvirt
    mount --bind "$1/run" /run/libvirt; mount --bind "$1/lib" /var/lib/libvirt
    mount --bind "$1/log" /var/log/libvirt; mount --bind "$1/cache" /var/cache/libvirt
    mount --bind "$1/etc" /etc/libvirt
    mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/group" /etc/group
    exec libvirtd -f "$1/libvirtd.conf" -p "$1/run/own.pid"`;
  const unshare = ['unshare', '-m', '--propagation', 'private', 'sh', '-ec', script, 'sh', folder];
  const within = networkNamespace === undefined ? [] : ['nsenter', `--net=${networkNamespace}`, '--'];
  const [program = '', ...args] = [...within, ...unshare];
  // A process group of its own: Ctrl-C is for the cloud, which ends the daemon when it no longer needs it.
  return spawn(program, args, { stdio: 'ignore', detached: true, env: { ...process.env, PATH: searchPath } });
}

const patienceSeconds = 30;

/** The first start of all asks QEMU what it can do: seconds. */
async function untilAnswers(uri: string, daemon: ChildProcess, folder: string): Promise<void> {
  for (let attempt = 0; attempt < patienceSeconds * 10; attempt += 1) {
    if (daemon.exitCode !== null) break;
    if (await answers(uri)) return;
    await sleep(100);
  }
  const log = await readFile(path.join(folder, 'log/libvirtd.log'), 'utf8').catch(() => '');
  daemon.kill('SIGKILL');
  throw unavailable(`libvirtd did not start within ${patienceSeconds} s: ${log.trim().split('\n').at(-1) ?? ''}`);
}

async function end(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  while (isAlive(pid)) await sleep(20);
}
