import { readFile } from 'node:fs/promises';
import type { HostCommands } from './host-commands.ts';
import { readLinks } from './links.ts';
import type { Link } from './links.ts';

/** Reads the devices for many at once: those who ask while a read is under way share the next. */
export class LinkReader {
  readonly #commands: HostCommands;
  readonly #isOwnNamespace: boolean;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Map<string, Link>> | undefined;

  /** @param isOwnNamespace whether the devices are those that this process sees itself */
  constructor(commands: HostCommands, isOwnNamespace: boolean) {
    this.#commands = commands;
    this.#isOwnNamespace = isOwnNamespace;
  }

  /**
   * Those of these names that are taken, with their devices. In the own namespace, where a list of names costs no program,
   * the devices are read only when one is.
   */
  async named(names: readonly string[]): Promise<ReadonlyMap<string, Link>> {
    if (this.#isOwnNamespace) {
      const list = await readFile('/proc/self/net/dev', 'utf8');
      const taken = new Set([...list.matchAll(/^ *([^ :]+):/gm)].map(([, name]) => name));
      if (!names.some((name) => taken.has(name))) return new Map();
    }
    return this.read();
  }

  /** The devices as they are after this call. @throws NetworkError */
  read(): Promise<ReadonlyMap<string, Link>> {
    this.#next ??= this.#afterTheRunning();
    return this.#next;
  }

  async #afterTheRunning(): Promise<Map<string, Link>> {
    await this.#running;
    this.#next = undefined;
    const read = readLinks(this.#commands);
    this.#running = read.catch(() => {});
    return read;
  }
}
