import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** `astrolabe cloud up` as users run it, in a process that can be killed. */
export class CloudProcess {
  readonly urls: Readonly<Record<string, string>>;
  readonly state: string;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #said: string[];

  private constructor(
    child: ChildProcessByStdio<null, Readable, Readable>,
    state: string,
    urls: Readonly<Record<string, string>>,
    said: string[],
  ) {
    this.#child = child;
    this.state = state;
    this.urls = urls;
    this.#said = said;
  }

  /** @param words of the command besides `--state`. Ports are any free ones. */
  static async up(state: string, ...words: readonly string[]): Promise<CloudProcess> {
    const args = [program, 'cloud', 'up', '--state', state, '--port-base', '0', '--json', ...words];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    let result = '';
    child.stdout.on('data', (chunk: Buffer) => (result += chunk.toString()));
    for (let turn = 0; turn < 600; turn += 1) {
      if (result.endsWith('}\n')) {
        const { urls } = JSON.parse(result) as { urls: Record<string, string> };
        return new CloudProcess(child, state, urls, said);
      }
      if (child.exitCode !== null) break;
      await sleep(50);
    }
    child.kill('SIGKILL');
    throw new Error(`the cloud did not come up: ${said.join('')}`);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Its log so far. */
  get said(): string {
    return this.#said.join('');
  }

  /** What `clouds.yaml` says, as options of OpenStack's clients. */
  get access(): Readonly<Record<string, string>> {
    const file = parse(readFileSync(path.join(this.state, 'clouds.yaml'), 'utf8')) as {
      clouds: { astrolabe: { auth: Record<string, string> } };
    };
    const auth = Object.entries(file.clouds.astrolabe.auth).map(([name, value]) => [name.replaceAll('_', '-'), value]);
    return { ...(Object.fromEntries(auth) as Record<string, string>), 'identity-api-version': '3' };
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As Ctrl-C: guests go on. Answers the exit code. */
  down(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }
}
