import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { LocalHostOptions } from '../../../real/index.ts';

const program = fileURLToPath(new URL('./agent-process.mjs', import.meta.url));

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code?: string; readonly message: string };
}

/** The agent refused or failed. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal';
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** A compiled agent in a process of its own, which can be killed. */
export class AgentProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #calls = 0;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    child.stdin.on('error', () => {});
    createInterface(child.stdout).on('line', (line) => this.#hear(JSON.parse(line) as Answer));
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values())
        reject(new AgentRefusal('the process of the agent ended', 'ended'));
    });
  }

  static async start(options: Omit<LocalHostOptions, 'logger'>): Promise<AgentProcess> {
    const args = ['--expose-gc', program, JSON.stringify(options)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const agent = new AgentProcess(child);
    await new Promise((resolve, reject) => agent.#waiting.set(0, { resolve, reject }));
    return agent;
  }

  call<T>(name: string, ...args: readonly unknown[]): Promise<T> {
    const id = (this.#calls += 1);
    this.#child.stdin.write(`${JSON.stringify({ id, call: name, args })}\n`);
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve: resolve as () => void, reject }));
  }

  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** In peace: guests go on. */
  async end(): Promise<void> {
    await this.call('close');
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }

  #hear({ id, value, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new AgentRefusal(error.message, error.code));
  }
}
