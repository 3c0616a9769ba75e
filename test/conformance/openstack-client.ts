import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { python } from './openstack-here.ts';

/** Options without their `--os-`: `{ 'auth-url': … }`. */
export type ClientOptions = Readonly<Record<string, string>>;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const program = fileURLToPath(new URL('openstack-commands.py', import.meta.url));

/** Debian's `openstack` command: one process that runs many commands, one after the other. */
export class OpenStackClient {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  #said = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#child = spawn(python, [program], { env: { PATH: process.env['PATH'] }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** What the command prints. @throws Error with its complaint when it does not end with status 0 */
  run(options: ClientOptions, ...words: readonly string[]): Promise<string> {
    const turn = this.#last.then(() => this.#run(options, words));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are looked into member by member
  async json(options: ClientOptions, ...words: readonly string[]): Promise<any> {
    return JSON.parse(await this.run(options, ...words, '-f', 'json'));
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }

  async #run(options: ClientOptions, words: readonly string[]): Promise<string> {
    const given = Object.entries(options).flatMap(([name, value]) => [`--os-${name}`, value]);
    this.#child.stdin.write(`${JSON.stringify([...given, ...words])}\n`);
    const answer = await this.#answers.next();
    if (answer.done) throw new Error(`openstack ${words.join(' ')}: the client ended: ${this.#said}`);
    const { status, stdout, stderr } = JSON.parse(answer.value) as Ended;
    if (status !== 0) throw new Error(`openstack ${words.join(' ')}: status ${status}: ${stderr}${stdout}`);
    return stdout.trim();
  }
}
