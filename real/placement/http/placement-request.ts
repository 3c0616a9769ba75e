import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../../policy/credentials.ts';

/** One request, read and authenticated, as a handler sees it. */
export interface PlacementRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** Minor number of the microversion. */
  readonly minor: number;
  /** Named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  /** Scheme and host as the client named them, for absolute links. */
  readonly origin: string;
  readonly nowSeconds: number;
  /** Throws 403 when the policy does not allow the action. */
  authorize(action: string, target?: Readonly<Record<string, string | null>>): void;
  /** Does an operation on the account; the answer waits until it is durable. */
  write<T>(work: () => T): T;
}
