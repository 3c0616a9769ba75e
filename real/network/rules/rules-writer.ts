import { changeNft } from './change-nft.ts';
import type { HostCommands } from '../host/host-commands.ts';
import type { NetworkError } from '../network-error.ts';
import { tables } from './ruleset.ts';

interface Waiting {
  /** `whole`: everything, as it has to be when its turn comes. */
  readonly lines: readonly string[] | 'whole';
  readonly resolve: () => void;
  readonly reject: (error: NetworkError) => void;
}

/**
 * Changes of the rules, each whole or not at all. Those that are asked for while nft is at work are made together, in one
 * transaction of the kernel.
 *
 * When a change does not fit what is there (somebody took rules away), everything is written anew; when that is refused
 * too, each change is tried alone, so that one bad change fails alone.
 */
export class RulesWriter {
  readonly #commands: HostCommands;
  readonly #whole: () => readonly string[];
  #waiting: Waiting[] = [];
  #draining = false;
  #transactions = 0;
  /** What the kernel had after our last change, when that was looked at. */
  #seen: { readonly after: number; readonly text: string } | undefined;

  /** @param whole the ruleset as it has to be now, with every change that was asked for */
  constructor(commands: HostCommands, whole: () => readonly string[]) {
    this.#commands = commands;
    this.#whole = whole;
  }

  /** How often nft was called to change something. */
  get transactions(): number {
    return this.#transactions;
  }

  /** @throws NetworkError `rules-refused`, `missing-tool`, `no-permission` */
  change(lines: readonly string[]): Promise<void> {
    return this.#queue(lines);
  }

  /** Everything anew. One after the other with the changes: or it could undo those made while it was under way. */
  rewrite(): Promise<void> {
    return this.#queue('whole');
  }

  #queue(lines: Waiting['lines']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines, resolve, reject });
      if (!this.#draining) void this.#drain();
    });
  }

  /**
   * Writes everything anew unless the kernel has just what it had after the last change. Returns whether somebody else
   * was seen to have changed it. Not to be called while changes are under way.
   */
  async repair(): Promise<boolean> {
    const seen = this.#seen;
    const found = await this.#list();
    const changedByUs = seen?.after !== this.#transactions;
    if (!changedByUs && seen.text === found) return false;
    await this.rewrite();
    this.#seen = { after: this.#transactions, text: await this.#list() };
    return !changedByUs;
  }

  /** Without counters and handles, which change by themselves. */
  async #list(): Promise<string> {
    const texts = tables.map((table) =>
      this.#commands.run('nft', ['--stateless', 'list', 'table', ...table.split(' ')]).catch(() => ''),
    );
    return (await Promise.all(texts)).join('');
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    // Those asked for in the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#changeAll(this.#waiting.splice(0));
    this.#draining = false;
  }

  async #changeAll(batch: readonly Waiting[]): Promise<void> {
    const lines = batch.flatMap((one) => (one.lines === 'whole' ? [] : one.lines));
    const isWhole = batch.some((one) => one.lines === 'whole');
    try {
      if (isWhole) await this.#write(this.#whole());
      else await this.#write(lines).catch(() => this.#write(this.#whole()));
      for (const { resolve } of batch) resolve();
    } catch {
      for (const one of batch) {
        const alone = one.lines === 'whole' ? this.#whole() : one.lines;
        await this.#write(alone).then(one.resolve, one.reject);
      }
    }
  }

  async #write(lines: readonly string[]): Promise<void> {
    this.#transactions += 1;
    await changeNft(this.#commands, lines);
  }
}
