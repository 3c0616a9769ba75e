import { didYouMean } from '../nearest-name.ts';
import { RequestError } from './request-error.ts';

/** A filter or weigher that nobody has registered, with the nearest name that is. */
export class UnknownNameError extends RequestError {
  constructor(type: string, what: 'filter' | 'weigher', name: string, known: readonly string[]) {
    super(type, `no ${what} is called "${name}"${didYouMean(name, known)}`, { stage: 'build' });
    this.name = 'UnknownNameError';
  }
}
