import { Option, type Command } from 'commander';

/** What every command takes. */
export interface TerminalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `--json` and `--quiet`. */
export function addTerminalOptions(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print the result as JSON'))
    .addOption(new Option('-q, --quiet', 'print the result only: no progress, no remarks'));
}

/** Results go to standard output; remarks and progress to standard error. */
export class Terminal {
  readonly #options: TerminalOptions;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  /** Progress may be drawn: somebody is looking, and did not ask for silence. */
  get showsProgress(): boolean {
    return process.stderr.isTTY && !this.#options.quiet;
  }

  /** Colours may be used in results. */
  get hasColour(): boolean {
    return process.stdout.isTTY && !process.env['NO_COLOR'] && !this.#options.json;
  }

  get columns(): number {
    return Math.min(process.stdout.columns ?? 100, 120);
  }

  remark(text: string): void {
    if (!this.#options.quiet) process.stderr.write(`${text}\n`);
  }

  /** The result of the command: `text` for people, `value` for programs. */
  result(text: string, value: unknown): void {
    process.stdout.write(this.#options.json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
  }
}
