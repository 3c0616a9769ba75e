import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** A command of `astrolabe` that says its result as JSON and stays. */
export class StartedCommand {
  readonly result: unknown;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #said: string[];

  private constructor(child: ChildProcessByStdio<null, Readable, Readable>, result: unknown, said: string[]) {
    this.#child = child;
    this.result = result;
    this.#said = said;
  }

  static async start(...words: readonly string[]): Promise<StartedCommand> {
    const child = spawn(process.execPath, [program, ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    let result = '';
    child.stdout.on('data', (chunk: Buffer) => (result += chunk.toString()));
    for (let turn = 0; turn < 2400 && child.exitCode === null; turn += 1) {
      if (result.endsWith('}\n')) return new StartedCommand(child, JSON.parse(result), said);
      await sleep(50);
    }
    child.kill('SIGKILL');
    throw new Error(`astrolabe ${words.join(' ')} did not come up: ${said.join('')}`);
  }

  /** Its log so far. */
  get said(): string {
    return this.#said.join('');
  }

  /** SIGTERM is as Ctrl-C. Answers the exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }
}
