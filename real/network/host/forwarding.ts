import path from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../../files/write-whole.ts';
import type { HostCommands } from './host-commands.ts';

const ipv4 = 'net.ipv4.ip_forward';
const ipv6 = 'net.ipv6.conf.all.forwarding';

/** Lets the host route between its devices, and remembers what was so before. */
export class Forwarding {
  readonly #commands: HostCommands;
  readonly #file: string;

  constructor(commands: HostCommands, folder: string) {
    this.#commands = commands;
    this.#file = path.join(folder, 'forwarding.json');
  }

  async allow(version: 4 | 6): Promise<void> {
    const key = version === 4 ? ipv4 : ipv6;
    if ((await this.#get(key)) === '1') return;
    const changes = new Map([[key, '1'], ...(version === 6 ? await this.#keptAdvertisements() : [])]);
    const before = await this.#remembered();
    for (const changed of changes.keys()) before[changed] ??= await this.#get(changed);
    await writeWhole(this.#file, JSON.stringify(before));
    await this.#set(changes);
  }

  /** As it was before the first {@link allow}, also of an earlier program. */
  async restore(): Promise<void> {
    const before = await this.#remembered();
    if (Object.keys(before).length > 0) await this.#set(new Map(Object.entries(before)));
    await rm(this.#file, { force: true });
  }

  /** A host that routes IPv6 forgets its own router, unless its devices are told to listen to it all the same (2). */
  async #keptAdvertisements(): Promise<[string, string][]> {
    const said = await this.#commands.run('sysctl', ['-a', '-r', String.raw`^net\.ipv6\.conf\..*\.accept_ra$`]);
    const listening = said.split('\n').filter((line) => line.endsWith(' = 1'));
    return listening.map((line) => [line.slice(0, line.indexOf(' ')), '2']);
  }

  async #remembered(): Promise<Record<string, string>> {
    const text = await readFile(this.#file, 'utf8').catch(() => '{}');
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  }

  async #get(key: string): Promise<string> {
    return (await this.#commands.run('sysctl', ['-n', key])).trim();
  }

  async #set(values: ReadonlyMap<string, string>): Promise<void> {
    // `-e`: a device may have gone since.
    await this.#commands.run('sysctl', ['-e', '-q', '-w', ...[...values].map(([key, value]) => `${key}=${value}`)]);
  }
}
