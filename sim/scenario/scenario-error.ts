import { InputError } from '../input-error.ts';

/** A scenario that cannot be run: everything that is wrong with it, with file, line, column and path. */
export class ScenarioError extends InputError {
  override name = 'ScenarioError';
}
