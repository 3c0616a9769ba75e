import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface ProgramOptions {
  readonly signal?: AbortSignal | undefined;
  /** For work on a file that somebody else made: bounds on memory and processor time, as Nova sets them for `qemu-img info`. */
  readonly isBounded?: boolean;
}

/** A program that is not there, or ended with a complaint. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly program: string;
  readonly stderr: string;
  /** Whether the program is not installed. */
  readonly isMissing: boolean;

  constructor(program: string, stderr: string, cause: Error & { readonly code?: unknown }) {
    const isMissing = cause.code === 'ENOENT' || (cause.code === commandNotFound && /^(setpriv|prlimit):/.test(stderr));
    const complaint = stderr.trim().split('\n')[0]?.replace(`${program}: `, '') ?? '';
    super(isMissing ? `${program} is not installed` : `${program}: ${complaint || cause.message}`, { cause });
    this.program = program;
    this.stderr = stderr;
    this.isMissing = isMissing;
  }
}

const outputBytesMax = 16 * 1024 * 1024;
/** Where file system tools live; not on the path of every user. */
const searchPath = `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`;
const commandNotFound = 127;

/**
 * From util-linux: lets the kernel end the program together with this one. A copy that goes on after a crash would write
 * to files that the next start has already taken away.
 */
const leash = hasProgram('setpriv') ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
/** Bytes of address space, seconds of processor time. */
const bounds = hasProgram('prlimit') ? ['prlimit', '--as=1073741824', '--cpu=30', '--'] : [];

/**
 * Runs a program without a shell and returns what it wrote. Its messages are in English, because they are looked at.
 *
 * @throws ProgramError, or an `AbortError` when `signal` ended it
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const { signal, isBounded = false } = options;
  const env = { ...process.env, PATH: searchPath, LC_ALL: 'C' };
  const settings = { env, maxBuffer: outputBytesMax, killSignal: 'SIGKILL', ...(signal && { signal }) } as const;
  const [first = program, ...rest] = [...leash, ...(isBounded ? bounds : []), program, ...args];
  return new Promise((resolve, reject) => {
    execFile(first, rest, settings, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.name === 'AbortError') reject(error);
      else reject(new ProgramError(program, stderr, error));
    });
  });
}

function hasProgram(name: string): boolean {
  return searchPath.split(':').some((folder) => existsSync(`${folder}/${name}`));
}
