import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Credentials } from '../policy/credentials.ts';

export type PolicyTarget = Readonly<Record<string, string | null>>;

/** A request as a handler sees it. */
export interface ApiRequest<Body = unknown> {
  readonly method: string;
  readonly path: string;
  /** Path and query as the client wrote them, where the service puts others in their place. */
  readonly originalUrl: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Checked against the route's schema; `undefined` where the route has none. */
  readonly body: Body;
  /** `nobody` on routes that need no token. */
  readonly credentials: Credentials;
  readonly requestId: string;
  /** The service's own address as the client wrote it: `http://host:port`. */
  readonly origin: string;
  /** For bodies that are read as a stream. */
  readonly raw: IncomingMessage;
  /** @throws ApiError 403 unless the policy lets the caller do it. */
  authorize(rule: string, target?: PolicyTarget): void;
  /** The same question without the refusal. */
  allows(rule: string, target?: PolicyTarget): boolean;
}

export interface ApiAnswer {
  readonly status: number;
  /** Written as JSON, unless it is bytes or a stream. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * `open`: for anybody. `token`: for any valid token. Otherwise a rule of the policy, which is asked before the body is
 * looked at, about the things that the path and the query name.
 */
export type RouteAccess =
  | 'open'
  | 'token'
  | {
      readonly rule: string;
      readonly target?: (request: Pick<ApiRequest, 'params' | 'query'>) => PolicyTarget;
    };

/** One method of one path. */
export interface ApiRoute {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Express reads it: `/v3/users/:user_id`. */
  readonly path: string;
  readonly access: RouteAccess;
  /** What the body must be; without it a body is not read. */
  readonly body?: z.ZodType | undefined;
  handler(request: ApiRequest<never>): ApiAnswer | Promise<ApiAnswer>;
}

/** A route whose handler knows the type of its body. */
export function route<Schema extends z.ZodType = z.ZodUndefined>(definition: {
  readonly method: ApiRoute['method'];
  readonly path: string;
  readonly access: RouteAccess;
  readonly body?: Schema;
  readonly handler: (request: ApiRequest<z.infer<Schema>>) => ApiAnswer | Promise<ApiAnswer>;
}): ApiRoute {
  return definition;
}
