import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/**
 * One interactive `openstack` that is fed with commands: starting it costs a second each time, and this only once.
 * Answers are told apart by what its shell command prints between them.
 */
export class OpenstackShell {
  readonly #child: ChildProcessWithoutNullStreams;
  #text = '';
  #count = 0;

  constructor(env: Readonly<Record<string, string>>) {
    this.#child = spawn('openstack', [], { env: { PATH: process.env['PATH'], PYTHONUNBUFFERED: '1', ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (this.#text += text));
    }
  }

  /** What the command printed, errors too. */
  async run(...words: readonly string[]): Promise<string> {
    const end = `end-of-answer-${++this.#count}`;
    this.#text = '';
    this.#child.stdin.write(`${words.map(quoted).join(' ')}\n!echo ${end}\n`);
    const since = Date.now();
    while (!this.#text.includes(end)) {
      if (this.#child.exitCode !== null) throw new Error(`openstack has ended: ${this.#text}`);
      if (Date.now() - since > 60_000) throw new Error(`openstack ${words.join(' ')} takes too long: ${this.#text}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const [answer = ''] = this.#text.split(end);
    return answer.replaceAll('(openstack) ', '').trim();
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are looked into member by member
  async json(...words: readonly string[]): Promise<any> {
    const text = await this.run(...words, '-f', 'json');
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`openstack ${words.join(' ')}: ${text}`);
    }
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await ended;
  }
}

const quoted = (word: string): string => (/^[\w./:=,-]+$/.test(word) ? word : `'${word}'`);
