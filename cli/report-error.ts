import { CommanderError } from 'commander';
import type { StoreErrorCode } from '../store/index.ts';
import { CommandError, exitCode } from './exit-code.ts';

/**
 * The one place where an error becomes a message and an exit code. Prints once, and without a stack
 * unless `ASTROLABE_DEBUG` is set.
 */
export async function reportError(error: unknown): Promise<number> {
  const { code, message } = await judge(error);
  if (message !== '') process.stderr.write(`astrolabe: ${message}\n`);
  if (process.env['ASTROLABE_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return code;
}

async function judge(error: unknown): Promise<{ code: number; message: string }> {
  // Commander has printed its own.
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? exitCode.ok : exitCode.usage, message: '' };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CommandError) return { code: error.exitCode, message };
  // Not before they are needed: a command that needs neither starts faster.
  const { InputError } = await import('../sim/index.ts');
  const { StoreError } = await import('../store/index.ts');
  if (error instanceof InputError) return { code: exitCode.usage, message };
  if (error instanceof StoreError) {
    const code = error.code === 'incomplete' ? exitCode.checkFailed : exitCode.usage;
    return { code, message: [message, repairs[error.code]].filter(Boolean).join(' ') };
  }
  const advice = 'This is a defect of Astrolabe. ASTROLABE_DEBUG=1 shows where it happened.';
  return { code: exitCode.internal, message: `internal error: ${message}\n${advice}` };
}

/** What can be done about it on the command line. */
const repairs: Partial<Record<StoreErrorCode, string>> = {
  exists: 'Continue it with --resume, replace it with --overwrite, or name another file with -o.',
  'disk-full': 'Make room and go on; a sweep continues with --resume.',
  'disk-failed': 'Repair that and go on; a sweep continues with --resume.',
  'other-sweep': 'Replace it with --overwrite, or name another file with -o.',
};
