import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { Credentials } from '../policy/credentials.ts';
import type { PolicyEngine } from '../policy/policy-engine.ts';
import type { RequestTrace } from '../trace/traced-requests.ts';

/** Who asks; `undefined` for a token that is missing or not valid. */
export type Authenticate = (headers: IncomingHttpHeaders) => Credentials | undefined | Promise<Credentials | undefined>;

/** What every service with a database of its own takes. */
export interface ServiceOptions {
  /** SQLite file; made when it is missing. */
  readonly database: string;
  /** Default: the rules that OpenStack's service comes with. */
  readonly policy?: PolicyEngine | undefined;
  readonly logger?: Logger | undefined;
  readonly trace?: RequestTrace | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** The default of `now`. */
export function clockOfThisMachine(): number {
  return Date.now() / 1000;
}
