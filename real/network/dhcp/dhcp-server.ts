import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { CheckedNetwork, CheckedPort } from '../check-port.ts';
import type { HostCommands } from '../host/host-commands.ts';
import { NetworkError } from '../network-error.ts';
import { writeWhole } from '../../files/write-whole.ts';
import { dhcpConfig, dhcpFile, dhcpHosts, dhcpSubnetOptions } from './dhcp-files.ts';
import type { DhcpOptions, DhcpPlace } from './dhcp-files.ts';
import { configArgument, configOf, endDnsmasq, signal } from './find-dnsmasq.ts';
import { withoutStaleLeases } from './stale-leases.ts';

export interface DhcpServerContext {
  readonly commands: HostCommands;
  readonly logger: Logger | undefined;
  readonly options: DhcpOptions;
  /** Owner of dnsmasq's folder, so that it can read its files again after it gave root up. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

interface Files {
  readonly config: string;
  readonly hosts: string;
  readonly options: string;
}

/** The dnsmasq of one network. It goes on when this program ends, and can be taken over by the next. */
export class DhcpServer {
  readonly #place: DhcpPlace;
  readonly #context: DhcpServerContext;
  #pid: number | undefined;
  #served: Files | undefined;

  /** @param pid a process that was found running for this place */
  constructor(place: DhcpPlace, context: DhcpServerContext, pid?: number) {
    this.#place = place;
    this.#context = context;
    this.#pid = pid;
  }

  /**
   * Serves these ports: by what runs already, told to read its files again, or by a new process; by none when the
   * network has no DHCP.
   * @throws NetworkError `dhcp-failed`, `missing-tool`
   */
  async serve(network: CheckedNetwork, ports: readonly CheckedPort[]): Promise<void> {
    if (network.subnets.every(({ dhcpServer }) => dhcpServer === null)) return this.stop();
    const files: Files = {
      config: dhcpConfig(network, this.#place, this.#context.options),
      hosts: dhcpHosts(ports),
      options: dhcpSubnetOptions(network),
    };
    const running = await this.isRunning();
    const served = this.#served;
    if (running && served && (Object.keys(files) as (keyof Files)[]).every((name) => files[name] === served[name]))
      return;
    const before = await this.#readFiles();
    const kept = withoutStaleLeases(await this.#read('leases'), before.hosts, files.hosts);
    await this.#writeFiles(files);
    if (running && files.config === before.config && kept === undefined) signal(this.#pid!, 'SIGHUP');
    else await this.#restart(kept);
    this.#served = files;
  }

  /** A new process, as after its bridge was made anew: the old one listens on a device that is gone. */
  async restart(): Promise<void> {
    if (this.#served) await this.#restart(undefined);
  }

  async isRunning(): Promise<boolean> {
    return this.#pid !== undefined && (await configOf(this.#pid)) === this.#file('config');
  }

  /** Ends the process; its files and leases go too. */
  async stop(): Promise<void> {
    await this.#end();
    this.#served = undefined;
    await rm(this.#place.folder, { recursive: true, force: true });
  }

  async #restart(leases: string | undefined): Promise<void> {
    await this.#end();
    if (leases !== undefined) await this.#write('leases', leases);
    try {
      await this.#context.commands.run('dnsmasq', [`${configArgument}${this.#file('config')}`]);
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'missing-tool') throw error;
      const said = error instanceof Error ? error.message : String(error);
      throw new NetworkError('dhcp-failed', `${said}${await this.#lastWords()}`, { cause: error });
    }
    this.#pid = Number(await this.#read('pid'));
    this.#context.logger?.info({ bridge: this.#place.bridge, pid: this.#pid }, 'dnsmasq started');
  }

  async #end(): Promise<void> {
    if (this.#pid !== undefined) await endDnsmasq(this.#pid, this.#file('config'));
    this.#pid = undefined;
  }

  async #writeFiles(files: Files): Promise<void> {
    const { uid, gid } = this.#context.owner;
    await mkdir(this.#place.folder, { recursive: true, mode: 0o700 });
    await chown(this.#place.folder, uid, gid);
    for (const name of ['config', 'hosts', 'options'] as const) await this.#write(name, files[name]);
  }

  async #readFiles(): Promise<Files> {
    const [config, hosts, options] = await Promise.all([
      this.#read('config'),
      this.#read('hosts'),
      this.#read('options'),
    ]);
    return { config, hosts, options };
  }

  async #write(name: keyof typeof dhcpFile, content: string): Promise<void> {
    await writeWhole(this.#file(name), content, this.#context.owner);
  }

  #read(name: keyof typeof dhcpFile): Promise<string> {
    return readFile(this.#file(name), 'utf8').catch(() => '');
  }

  async #lastWords(): Promise<string> {
    const lines = (await this.#read('log')).trimEnd().split('\n').slice(-3).join('; ');
    return lines === '' ? '' : `; it said: ${lines}`;
  }

  #file(name: keyof typeof dhcpFile): string {
    return path.join(this.#place.folder, dhcpFile[name]);
  }
}
