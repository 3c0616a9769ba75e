import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { StartedCommand } from './started-command.ts';

/** `astrolabe cloud up` as users run it, in a process that can be killed. */
export class CloudProcess {
  readonly state: string;
  readonly #command: StartedCommand;

  private constructor(command: StartedCommand, state: string) {
    this.#command = command;
    this.state = state;
  }

  /** @param words of the command besides `--state`. Ports are any free ones. */
  static async up(state: string, ...words: readonly string[]): Promise<CloudProcess> {
    return new CloudProcess(
      await StartedCommand.start('cloud', 'up', '--state', state, '--port-base', '0', ...words),
      state,
    );
  }

  get urls(): Readonly<Record<string, string>> {
    return (this.#command.result as { urls: Record<string, string> }).urls;
  }

  /** Its log so far. */
  get said(): string {
    return this.#command.said;
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
    await this.#command.end('SIGKILL');
  }

  /** As Ctrl-C: guests go on. Answers the exit code. */
  down(): Promise<number | null> {
    return this.#command.end('SIGTERM');
  }
}
