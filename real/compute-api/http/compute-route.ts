import type { z } from 'zod';
import type { ApiAnswer, ApiRequest, ApiRoute, PolicyTarget } from '../../http/api-route.ts';
import type { ComputeLinks } from './compute-links.ts';

/** A request as a handler of the compute API sees it. */
export interface ComputeRequest<Body = unknown> extends ApiRequest<Body> {
  /** Minor number of the microversion: 47 for 2.47. */
  readonly minor: number;
  readonly links: ComputeLinks;
}

/** A schema, or schemas by the minor number from which each counts: `{ 1: first, 19: withDescription }`. */
export type BySince<Schema extends z.ZodType> = Schema | Readonly<Record<number, Schema>>;

/** `open`: for anybody. `token`: for any valid token. Otherwise a rule of the policy about the things that the path names. */
export type ComputeAccess =
  | 'open'
  | 'token'
  | {
      readonly rule: string;
      readonly target?: (request: Pick<ApiRequest, 'params' | 'query' | 'credentials'>) => PolicyTarget;
    };

/** One method of one path, for a range of microversions. */
export interface ComputeRoute {
  readonly method: ApiRoute['method'];
  /** Below `/v2.1`: `/servers/:id`. Clients may also write their project's id before it. */
  readonly path: string;
  /**
   * Of several that a path has, named by the one member of the body: `os-stop`. The body's schema is that of the whole
   * body all the same: `{ "os-stop": null }`.
   */
  readonly action?: string | undefined;
  /** Minor numbers of the first and the last microversion that has it; outside it is not found. Default: all. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly access: ComputeAccess;
  /** What the query must be: each parameter with all of its values. */
  readonly query?: BySince<z.ZodType> | undefined;
  /** What the body must be; without it a body is not read. */
  readonly body?: BySince<z.ZodType> | undefined;
  handler(request: ComputeRequest<never>): ApiAnswer | Promise<ApiAnswer>;
}

/** A route whose handler knows the type of its body: that of any of its schemas. */
export function computeRoute<Schema extends z.ZodType = z.ZodUndefined>(definition: {
  readonly method: ComputeRoute['method'];
  readonly path: string;
  readonly action?: string;
  readonly since?: number;
  readonly until?: number;
  readonly access: ComputeAccess;
  readonly query?: BySince<z.ZodType>;
  readonly body?: BySince<Schema>;
  readonly handler: (request: ComputeRequest<z.infer<Schema>>) => ApiAnswer | Promise<ApiAnswer>;
}): ComputeRoute {
  return definition;
}
