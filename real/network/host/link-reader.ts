import type { HostCommands } from './host-commands.ts';
import { readLinks } from './links.ts';
import type { Link } from './links.ts';

/** Reads the devices for many at once: those who ask while a read is under way share the next. */
export class LinkReader {
  readonly #commands: HostCommands;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Map<string, Link>> | undefined;

  constructor(commands: HostCommands) {
    this.#commands = commands;
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
