import { InputError } from '../input-error.ts';

/** A trace or a list of hosts that cannot be used: file, line, column, what was found, what is accepted. */
export class TraceError extends InputError {
  override name = 'TraceError';
}
