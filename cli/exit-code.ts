/** What the shell sees. docs/reference/cli.md says the same. */
export const exitCode = {
  ok: 0,
  /** A check that was asked for did not hold. */
  checkFailed: 1,
  /** A wrong call, an input that cannot be used, or surroundings to repair, such as a full disk. */
  usage: 2,
  /** A defect of Astrolabe, or a run that failed. */
  internal: 3,
  /** Stopped by Ctrl-C, as shells count: 128 and the number of the signal. */
  interrupted: 130,
} as const;

/** Ends a command with an exit code and one message. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = code;
  }
}
