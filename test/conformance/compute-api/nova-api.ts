import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Asked, StoryAnswer } from './story.ts';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('nova-api.py', import.meta.url));

/** Why real Nova cannot be asked here; `undefined` when it can. */
export function whyNoNova(): string | undefined {
  const probe = spawnSync(python, ['-c', 'import nova.tests.functional.integrated_helpers'], { stdio: 'ignore' });
  return probe.status === 0 ? undefined : 'python3-nova, or what its tests need, is not installed';
}

/** Real Nova in a process of its own. */
export class NovaApi {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  /** The last that Nova said on its way. */
  #words = '';

  private constructor(process: ChildProcessWithoutNullStreams) {
    this.#process = process;
    process.stderr.on('data', (chunk) => (this.#words = `${this.#words}${String(chunk)}`.slice(-4000)));
    this.#lines = createInterface(process.stdout)[Symbol.asyncIterator]();
  }

  static async start(): Promise<NovaApi> {
    const nova = new NovaApi(spawn(python, [script], { stdio: 'pipe' }));
    await nova.#line();
    return nova;
  }

  async ask(asked: Asked): Promise<StoryAnswer> {
    this.#process.stdin.write(`${JSON.stringify({ ...asked, path: `/v2.1${asked.path}` })}\n`);
    return JSON.parse(await this.#line()) as StoryAnswer;
  }

  /** Ends when Nova has taken down what it set up. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin.end();
    await ended;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`Nova has ended:\n${this.#words}`);
    return value;
  }
}
