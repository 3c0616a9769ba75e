import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { whyNot } from '../../conformance/openstack-here.ts';
import { libvirtdAbsence } from '../../real/libvirt/libvirtd.ts';
import { Namespace, networkAbsence } from '../../real/network/lab.ts';
import { ApiClient } from './api-client.ts';
import { CloudProcess } from './cloud-process.ts';

const run = promisify(execFile);

/** Why a cloud with real guests cannot be tried here, for the title of a skipped test. */
export function cloudAbsence({ client = false } = {}): string {
  const reason = client ? whyNot(['openstackclient']) : undefined;
  return libvirtdAbsence() || networkAbsence() || (reason === undefined ? '' : ` (skipped: ${reason})`);
}

/** A cloud with one libvirt host whose guests and networks are in a namespace of their own; all gone at the end. */
export class TestCloud {
  readonly folder: string;
  readonly namespace: Namespace;
  /** Folder of the process that has the host. */
  readonly hostState: string;
  #process: CloudProcess | undefined;

  private constructor(folder: string, namespace: Namespace, withAgent: boolean) {
    this.folder = folder;
    this.namespace = namespace;
    this.hostState = path.join(folder, withAgent ? 'agent' : 'state');
  }

  /** `withAgent`: the host is in a process of its own. */
  static async make({ withAgent = false } = {}): Promise<TestCloud> {
    const folder = mkdtempSync(path.join(tmpdir(), 'cloud-'));
    // dnsmasq becomes another user, which must be able to pass.
    chmodSync(folder, 0o711);
    return new TestCloud(folder, await Namespace.make(), withAgent);
  }

  get state(): string {
    return path.join(this.folder, 'state');
  }

  /** How the host is to be started, whichever process has it. */
  get hostWords(): readonly string[] {
    return ['--netns', this.namespace.path, '--virt-type', 'qemu'];
  }

  get process(): CloudProcess {
    if (this.#process === undefined) throw new Error('the cloud is not up');
    return this.#process;
  }

  /** @param words of `astrolabe cloud up` */
  async up(...words: readonly string[]): Promise<CloudProcess> {
    this.#process = await CloudProcess.up(this.state, ...this.hostWords, ...words);
    return this.#process;
  }

  logIn(): Promise<ApiClient> {
    return ApiClient.logIn(this.process.urls, this.process.access);
  }

  /** libvirt's own client, the independent witness. */
  async virsh(...words: readonly string[]): Promise<string> {
    const socket = path.join(this.hostState, 'host/libvirt/sock/libvirt-sock');
    return (await run('virsh', ['-c', `qemu+unix:///system?socket=${socket}`, ...words])).stdout;
  }

  /** Names of the guests that libvirt has, whatever the cloud believes. */
  async domains(): Promise<readonly string[]> {
    return (await this.virsh('list', '--all', '--uuid')).split('\n').filter((line) => line.trim() !== '');
  }

  /** Whatever of servers is on the host: as `virsh`, the file system, `ip` and `nft` say it. */
  async left(): Promise<Remains> {
    const links = JSON.parse(await this.namespace.run('ip', '-j', 'link')) as { ifname: string }[];
    const instances = path.join(this.hostState, 'host/instances');
    return {
      domains: await this.domains(),
      folders: existsSync(instances) ? readdirSync(instances) : [],
      links: links.map(({ ifname }) => ifname).filter((name) => name !== 'lo'),
      rules: (await this.namespace.run('nft', 'list', 'ruleset')).trim(),
      dhcp: processesOf(path.join(this.hostState, 'host/network')).length,
    };
  }

  async remove(): Promise<void> {
    await this.#process?.kill();
    // Guests, libvirt and DHCP servers go on without the cloud; not without the test.
    for (const pid of processesOf(this.folder)) process.kill(pid, 'SIGKILL');
    await this.namespace.remove();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

export interface Remains {
  readonly domains: readonly string[];
  readonly folders: readonly string[];
  readonly links: readonly string[];
  readonly rules: string;
  /** DHCP servers. */
  readonly dhcp: number;
}

export const nothingLeft: Remains = { domains: [], folders: [], links: [], rules: '', dhcp: 0 };

/** Processes with this in their command line. */
function processesOf(text: string): number[] {
  const isMeant = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(text);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(isMeant)
    .map(Number);
}
