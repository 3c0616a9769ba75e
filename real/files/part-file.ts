import { randomBytes } from 'node:crypto';

/** Every file that is not finished ends so; what a crash leaves of them is taken away at the next start. */
export const partSuffix = '.part';

/** A name for a file while it is being made. */
export function partOf(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}${partSuffix}`;
}
