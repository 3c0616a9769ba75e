import { bus, DatabaseError, HypervisorError, network, PolicyError } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';

/** What the user of a cloud's command can repair ends with the exit code for wrong input. */
export async function asInput(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HypervisorError) throw input(`${error.step}: ${error.message}`);
    const isInput =
      error instanceof DatabaseError ||
      error instanceof PolicyError ||
      error instanceof bus.BusError ||
      error instanceof network.NetworkError ||
      repairable.has((error as NodeJS.ErrnoException).code ?? '');
    throw isInput ? input((error as Error).message) : error;
  }
}

const repairable = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTDIR', 'EROFS', 'ENOSPC']);

const input = (message: string): CommandError => new CommandError(exitCode.usage, message);
