import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { LocalHost } from '../../../real/index.ts';
import type { LocalHostOptions } from '../../../real/index.ts';
import { libvirtdAbsence, startLibvirtd, type Libvirtd } from '../../real/libvirt/libvirtd.ts';
import { Namespace, networkAbsence } from '../../real/network/lab.ts';

const run = promisify(execFile);

export const hostAbsence = (): string => libvirtdAbsence() || networkAbsence();

/** Guests of this kind on this machine: the KVM of some machines lacks an MSR that the default CPU model wants. */
export const kvmGuests = {
  virtType: 'kvm',
  cpuMode: 'host-passthrough',
  cpuModelExtraFlags: ['-arch-capabilities'],
} as const;

/** A host in a network namespace of its own, with its own libvirtd and folder of state; all gone at the end. */
export class TestHost {
  readonly folder: string;
  readonly namespace: Namespace;
  readonly daemon: Libvirtd;

  private constructor(folder: string, namespace: Namespace, daemon: Libvirtd) {
    this.folder = folder;
    this.namespace = namespace;
    this.daemon = daemon;
  }

  static async make(): Promise<TestHost> {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-host-'));
    // dnsmasq becomes another user, which must be able to pass.
    chmodSync(folder, 0o711);
    const namespace = await Namespace.make();
    return new TestHost(folder, namespace, await startLibvirtd({ networkNamespace: namespace.path }));
  }

  get state(): string {
    return path.join(this.folder, 'state');
  }

  options(imageRoot: string, changes: Partial<LocalHostOptions> = {}): LocalHostOptions {
    return {
      stateFolder: this.state,
      imageRoot,
      libvirtUri: this.daemon.qemuUri,
      networkNamespace: this.namespace.path,
      logger: pino({ level: process.env['HOST_LOG'] ?? 'silent' }, pino.destination(2)),
      ...changes,
    };
  }

  open(imageRoot: string, changes: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
    return LocalHost.open(this.options(imageRoot, changes));
  }

  /** What a guest said on its serial console; the file is the witness, not our own call. */
  said(uuid: string): string {
    const file = path.join(this.guestFolder(uuid), 'console.log');
    return existsSync(file) ? readFileSync(file, 'latin1') : '';
  }

  guestFolder(uuid: string): string {
    return path.join(this.state, 'instances', uuid);
  }

  /** How far a guest's console is, to wait for what comes after. */
  consoleMark(uuid: string): ConsoleMark {
    const text = this.said(uuid);
    return { text, mtimeMs: text === '' ? 0 : statSync(path.join(this.guestFolder(uuid), 'console.log')).mtimeMs };
  }

  /** Waits for new text: libvirt begins the file anew with each start of QEMU, not when a guest reboots by itself. */
  async untilSaid(uuid: string, text: string, after: ConsoleMark = startOfConsole, seconds = 60): Promise<void> {
    for (let turn = 0; turn < seconds * 10; turn += 1) {
      const now = this.consoleMark(uuid);
      const goesOn = now.text.startsWith(after.text) && now.text !== after.text;
      const fresh = goesOn ? now.text.slice(after.text.length) : now.mtimeMs === after.mtimeMs ? '' : now.text;
      if (fresh.includes(text)) return;
      await sleep(100);
    }
    throw new Error(`'${text}' was not said within ${seconds} s:\n${this.said(uuid).slice(-2000)}`);
  }

  async domState(uuid: string): Promise<string> {
    return (await this.daemon.virsh('domstate', uuid)).trim();
  }

  async imageInfo(file: string): Promise<Record<string, unknown>> {
    return JSON.parse((await run('qemu-img', ['info', '-U', '--output=json', file])).stdout) as Record<string, unknown>;
  }

  /** Everything of guests that is on the host, as `virsh`, `ip`, `nft` and the file system say it. */
  async left(): Promise<Remains> {
    const links = JSON.parse(await this.namespace.run('ip', '-j', 'link')) as { ifname: string }[];
    const folder = path.join(this.state, 'instances');
    return {
      domains: (await this.daemon.virsh('list', '--all', '--uuid')).split('\n').filter((line) => line.trim() !== ''),
      links: links.map(({ ifname }) => ifname).filter((name) => name !== 'lo'),
      folders: existsSync(folder) ? readdirSync(folder) : [],
      rules: (await this.namespace.run('nft', 'list', 'ruleset')).trim(),
    };
  }

  async remove(): Promise<void> {
    await this.daemon.stop();
    // Where guests were left, so was their DHCP server: it goes on without an agent.
    for (const pid of processesOf(`${this.folder}/state/network`)) process.kill(pid, 'SIGTERM');
    await this.namespace.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Processes with this in their command line. */
function processesOf(text: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const isMeant = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
    } catch {
      return false;
    }
  };
  return pids.filter(isMeant).map(Number);
}

export interface ConsoleMark {
  readonly text: string;
  readonly mtimeMs: number;
}

const startOfConsole: ConsoleMark = { text: '', mtimeMs: 0 };

export interface Remains {
  readonly domains: readonly string[];
  readonly links: readonly string[];
  readonly folders: readonly string[];
  readonly rules: string;
}

export const nothingLeft: Remains = { domains: [], links: [], folders: [], rules: '' };
