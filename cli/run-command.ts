import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs one command line, without the name of the program, and returns its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(args[0]);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return reportError(error);
  }
}
