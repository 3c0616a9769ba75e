import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../../policy/credentials.ts';

/**
 * Finds out who asks. Answers nothing when the request names no valid user; throws `HttpError` 503
 * when it cannot find out.
 */
export interface Authenticator {
  authenticate(headers: IncomingHttpHeaders): Credentials | undefined | Promise<Credentials | undefined>;
  /** Value of `WWW-Authenticate` in a refusal. */
  readonly challenge?: string | undefined;
}

/** One value of a header. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
