import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { HypervisorErrorCode } from '../hypervisor/hypervisor-error.ts';
import { ProgramError } from './run-program.ts';

/**
 * What went wrong below, as a host says it: a full disk and a cancelled call are known by their own codes wherever they
 * happen, everything else is `otherwise`. `what` is the beginning of a sentence about the work ("the root disk").
 */
export function hostFailure(
  error: unknown,
  step: string,
  what: string,
  otherwise: HypervisorErrorCode,
): HypervisorError {
  if (error instanceof HypervisorError) return error;
  const cause = { cause: error };
  if (isAbort(error)) return new HypervisorError('cancelled', step, `${what}: cancelled`, cause);
  if (isDiskFull(error)) return new HypervisorError('disk-full', step, `${what}: the disk of the host is full`, cause);
  const detail = error instanceof Error ? error.message : String(error);
  return new HypervisorError(otherwise, step, `${what}: ${detail}`, cause);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isDiskFull(error: unknown): boolean {
  if (error instanceof ProgramError) return /No space left on device|Disk quota exceeded/.test(error.stderr);
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
