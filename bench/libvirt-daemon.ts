import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

/** What keeps a private libvirtd from being started on this machine, or undefined. */
export function libvirtdObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'a private libvirtd needs root (for its mount namespace)';
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/sbin');
  const missing = needed.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

const needed = ['libvirtd', 'virsh', 'qemu-system-x86_64', 'qemu-img', 'nasm', 'dnsmasq'];

export interface LibvirtdOptions {
  /** Path of the network namespace that the daemon and its guests run in; default this process's. */
  readonly networkNamespace?: string | undefined;
}

export interface Libvirtd {
  readonly folder: string;
  readonly socketPath: string;
  readonly tcpPort: number;
  /** For the QEMU driver and for libvirt's own mock of a hypervisor. */
  readonly qemuUri: string;
  readonly testUri: string;
  /** libvirt's own client with the QEMU driver, the independent witness; returns its output. */
  virsh(...args: readonly string[]): Promise<string>;
  /** The same with the mock driver. */
  virshTest(...args: readonly string[]): Promise<string>;
  /** As a crash: nothing is said to anybody. Guests go on. */
  kill(): Promise<void>;
  start(): Promise<void>;
  pause(): void;
  goOn(): void;
  stop(): Promise<void>;
  /**
   * Domains that this libvirtd takes for starting, without a QEMU, because the one before it was killed at the wrong
   * moment: it lists them and can do nothing to them.
   */
  cutOffStarts(): string[];
  /** What an operator does about them: takes libvirt's note of them away while libvirtd is down. */
  forgetCutOffStarts(): Promise<void>;
}

/**
 * A libvirtd of its own below a temporary folder, in a mount namespace so that it meets no other on this machine, and
 * with a host name of its own, without which libvirt refuses to migrate between two of them.
 */
export async function startLibvirtd({ networkNamespace }: LibvirtdOptions = {}): Promise<Libvirtd> {
  const folder = mkdtempSync(path.join(tmpdir(), 'libvirt-'));
  for (const name of ['run', 'lib', 'log', 'cache', 'etc', 'sock']) mkdirSync(path.join(folder, name));
  const socketPath = path.join(folder, 'sock/libvirt-sock');
  const tcpPort = await freePort();
  writeConfiguration(folder, tcpPort);
  writeUsers(folder);
  if (existsSync(sharedCache)) cpSync(sharedCache, path.join(folder, 'cache'), { recursive: true });
  let running: ChildProcess | undefined;
  const qemuUri = `qemu+unix:///system?socket=${socketPath}`;
  const testUri = `test+unix:///default?socket=${socketPath}`;
  const virshAt =
    (uri: string) =>
    async (...args: readonly string[]): Promise<string> =>
      (await run('virsh', ['-c', uri, ...args], { maxBuffer: 1 << 24 })).stdout;
  const virsh = virshAt(qemuUri);
  const start = async (): Promise<void> => {
    running = spawnDaemon(folder, networkNamespace);
    await untilAnswers(socketPath, running, folder);
  };
  const kill = async (): Promise<void> => end(running, 'SIGKILL');
  const notes = path.join(folder, 'run/qemu');
  const cutOffStarts = (): string[] =>
    readdirSync(notes)
      .filter((name) => name.endsWith('.xml') && readFileSync(path.join(notes, name), 'utf8').includes(" pid='0'"))
      .map((name) => path.basename(name, '.xml'));
  await start();
  keepCache(folder);
  return {
    folder,
    socketPath,
    tcpPort,
    qemuUri,
    testUri,
    virsh,
    virshTest: virshAt(testUri),
    kill,
    start,
    pause: () => running?.kill('SIGSTOP'),
    goOn: () => running?.kill('SIGCONT'),
    cutOffStarts,
    forgetCutOffStarts: async () => {
      const lost = cutOffStarts();
      if (lost.length === 0) return;
      await end(running, 'SIGTERM');
      for (const name of lost) rmSync(path.join(notes, `${name}.xml`));
      await start();
    },
    stop: async () => {
      await destroyAll(virsh, 'list', 'destroy', cutOffStarts());
      await destroyAll(virsh, 'net-list', 'net-destroy');
      await end(running, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeConfiguration(folder: string, tcpPort: number): void {
  const uuid = readFileSync('/proc/sys/kernel/random/uuid', 'utf8').trim();
  const daemon = {
    listen_tls: 0,
    listen_tcp: 1,
    listen_addr: '127.0.0.1',
    tcp_port: String(tcpPort),
    auth_tcp: 'none',
    auth_unix_rw: 'none',
    unix_sock_dir: path.join(folder, 'sock'),
    host_uuid: uuid,
    log_outputs: `3:file:${path.join(folder, 'log/libvirtd.log')}`,
  };
  const lines = Object.entries(daemon).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  writeFileSync(path.join(folder, 'libvirtd.conf'), `${lines.join('\n')}\n`);
  const qemu =
    'user = "root"\ngroup = "root"\nsecurity_driver = "none"\nstdio_handler = "file"\ncgroup_controllers = [ ]\n';
  writeFileSync(path.join(folder, 'etc/qemu.conf'), qemu);
}

/** The daemon looks its default user up before it reads which one to use; Debian makes that user in another package. */
function writeUsers(folder: string): void {
  for (const [name, line] of [
    ['passwd', 'libvirt-qemu:x:64055:64055::/:/usr/sbin/nologin'],
    ['group', 'libvirt-qemu:x:64055:'],
  ] as const) {
    const present = readFileSync(path.join('/etc', name), 'utf8');
    writeFileSync(path.join(folder, name), present.includes('libvirt-qemu') ? present : `${present}${line}\n`);
  }
}

function spawnDaemon(folder: string, networkNamespace: string | undefined): ChildProcess {
  const script = `
    mkdir -p /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /etc/libvirt
    mount --bind "$1/run" /run/libvirt; mount --bind "$1/lib" /var/lib/libvirt
    mount --bind "$1/log" /var/log/libvirt; mount --bind "$1/cache" /var/cache/libvirt
    mount --bind "$1/etc" /etc/libvirt
    hostname "$(basename "$1")"
    mount --bind "$1/passwd" /etc/passwd; mount --bind "$1/group" /etc/group
    exec libvirtd -l -f "$1/libvirtd.conf" -p "$1/run/own.pid"`;
  const unshare = ['unshare', '-m', '-u', '--propagation', 'private', 'sh', '-ec', script, 'sh', folder];
  const within = networkNamespace === undefined ? [] : ['nsenter', `--net=${networkNamespace}`, '--'];
  const [program = '', ...args] = [...within, ...unshare];
  return spawn(program, args, { stdio: 'ignore', env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
}

/** The socket is there before the drivers are, and the first start of all asks QEMU what it can do: seconds. */
async function untilAnswers(socketPath: string, daemon: ChildProcess, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (daemon.exitCode !== null)
      throw new Error(`libvirtd ended: ${readFileSync(`${folder}/log/libvirtd.log`, 'utf8')}`);
    try {
      await run('virsh', ['-c', `qemu+unix:///system?socket=${socketPath}`, 'version']);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error('libvirtd did not answer within 30 s');
}

async function end(child: ChildProcess | undefined, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

async function destroyAll(
  virsh: Libvirtd['virsh'],
  list: string,
  destroy: string,
  without: readonly string[] = [],
): Promise<void> {
  const names = (await virsh(list, '--name')).split('\n').map((name) => name.trim());
  const all = names.filter((name) => name !== '' && !without.includes(name));
  await Promise.all(all.map((name) => virsh(destroy, name)));
}

/**
 * What libvirtd found out about QEMU in its first seconds, for the next daemon; it checks itself whether that still
 * holds. Moved into place whole, since other test files do the same at the same time.
 */
const sharedCache = path.join(tmpdir(), 'astrolabe-test-libvirt-cache');

function keepCache(folder: string): void {
  if (existsSync(sharedCache)) return;
  const copy = `${sharedCache}.${process.pid}`;
  cpSync(path.join(folder, 'cache'), copy, { recursive: true });
  try {
    renameSync(copy, sharedCache);
  } catch {
    rmSync(copy, { recursive: true, force: true });
  }
}
