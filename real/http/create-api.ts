import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Express, Request } from 'express';
import type { Logger } from 'pino';
import { NotDurableError } from '../database/database-error.ts';
import { nobody } from '../policy/credentials.ts';
import type { Credentials } from '../policy/credentials.ts';
import type { PolicyEngine } from '../policy/policy-engine.ts';
import type { RequestTrace } from '../trace/traced-requests.ts';
import { ApiError } from './api-error.ts';
import type { ApiAnswer, ApiRequest, ApiRoute, PolicyTarget } from './api-route.ts';
import { checkBody, readJson } from './read-json.ts';
import type { Authenticate } from './service-options.ts';
import { unauthenticated } from './unauthenticated.ts';

export interface ApiOptions {
  readonly routes: readonly ApiRoute[];
  readonly policy: PolicyEngine;
  readonly authenticate: Authenticate;
  /** The service's form of an error: JSON, or bytes that are an HTML page. */
  readonly renderError: (error: ApiError, requestId: string) => unknown;
  /** Value of `WWW-Authenticate` in a refusal. */
  readonly challenge?: (() => string) | undefined;
  /** Puts another address in the place of the one that was asked for, before its route is looked for. */
  readonly rewrite?: ((url: string) => string) | undefined;
  /** What every answer carries beside its own headers, refusals too. */
  readonly headers?: ((asked: Pick<ApiRequest, 'headers' | 'path'>) => Readonly<Record<string, string>>) | undefined;
  /** Default 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  readonly logger?: Logger | undefined;
  /** Records what is asked: `tracedRequests(tracing, 'compute-api')`. */
  readonly trace?: RequestTrace | undefined;
}

const mebibyte = 1 << 20;

/** An OpenStack-style JSON API over Express: request ids, tokens, policy, checked bodies, errors in the service's form. */
export function createApi(options: ApiOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  const { rewrite } = options;
  if (rewrite) {
    app.use((request, _response, next) => {
      request.url = rewrite(request.url);
      next();
    });
  }
  // Express takes a path that ends in a slash for the same path, as OpenStack's services do.
  for (const [path, routes] of byPath(options.routes)) {
    app.all(path, (request, response) => answer(options, routes, request, response));
  }
  app.use((request, response) => answer(options, [], request, response));
  app.use((error: unknown, request: Request, response: ServerResponse, _next: unknown) => {
    const requestId = requestIdOf(request.headers);
    return send(request, response, refusal(options, error, requestId), commonHeaders(options, request, requestId));
  });
  return app;
}

function byPath(routes: readonly ApiRoute[]): Map<string, ApiRoute[]> {
  const paths = new Map<string, ApiRoute[]>();
  for (const route of routes) {
    const known = paths.get(route.path);
    if (known) known.push(route);
    else paths.set(route.path, [route]);
  }
  return paths;
}

async function answer(
  options: ApiOptions,
  routes: readonly ApiRoute[],
  request: Request,
  response: ServerResponse,
): Promise<void> {
  const requestId = requestIdOf(request.headers);
  const startedMs = performance.now();
  const work = async (): Promise<ApiAnswer> => {
    try {
      return await handle(options, routes, request, requestId);
    } catch (error) {
      return refusal(options, error, requestId);
    }
  };
  const { method, path, headers } = request;
  const about = { method, path, route: routes[0]?.path, headers, requestId };
  const result = await (options.trace ? options.trace(about, work) : work());
  await send(request, response, result, commonHeaders(options, request, requestId));
  const milliseconds = Math.round((performance.now() - startedMs) * 1000) / 1000;
  options.logger?.info({ method: request.method, path: request.path, status: result.status, milliseconds, requestId });
}

async function handle(
  options: ApiOptions,
  routes: readonly ApiRoute[],
  request: Request,
  requestId: string,
): Promise<ApiAnswer> {
  const found = routes.find(
    ({ method }) => method === request.method || (method === 'GET' && request.method === 'HEAD'),
  );
  const credentials = await identify(options, found, request.headers);
  if (routes.length === 0) throw new ApiError(404, 'The resource could not be found.');
  if (!found) {
    const allow = routes.map(({ method }) => method).join(', ');
    throw new ApiError(405, `The method ${request.method} is not allowed for this resource.`, { headers: { allow } });
  }
  const allows = (rule: string, target: PolicyTarget = {}): boolean =>
    options.policy.allows(rule, credentials, withoutNulls({ ...ownTarget(credentials), ...target }));
  const authorize = (rule: string, target?: PolicyTarget): void => {
    if (!allows(rule, target)) {
      throw new ApiError(403, `You are not authorized to perform the requested action: ${rule}.`);
    }
  };
  const params = request.params as Record<string, string>;
  const query = queryOf(request.url);
  if (typeof found.access === 'object') authorize(found.access.rule, found.access.target?.({ params, query }));
  const body = found.body
    ? checkBody(found.body, await readJson(request, options.maxBodyBytes ?? mebibyte))
    : undefined;
  return found.handler({
    method: request.method,
    path: request.path,
    originalUrl: request.originalUrl,
    params,
    query,
    headers: request.headers,
    body: body as never,
    credentials,
    requestId,
    origin: `${request.protocol}://${request.headers.host ?? 'localhost'}`,
    raw: request,
    authorize,
    allows,
  } satisfies ApiRequest<never>);
}

/** Not by `URL`, to which `//` is no path. */
function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

/** Unknown paths and methods tell nothing to those who have no token. */
async function identify(
  options: ApiOptions,
  found: ApiRoute | undefined,
  headers: IncomingHttpHeaders,
): Promise<Credentials> {
  if (found?.access === 'open') return nobody;
  const credentials = await options.authenticate(headers);
  if (credentials) return credentials;
  const challenge = options.challenge?.();
  throw unauthenticated(challenge === undefined ? {} : { 'www-authenticate': challenge });
}

/** In the rules' language two nulls are equal: nobody may get in because both sides have no domain. */
function withoutNulls(target: PolicyTarget): PolicyTarget {
  return Object.fromEntries(Object.entries(target).filter(([, value]) => value !== null));
}

function ownTarget({ user_id, project_id }: Credentials): PolicyTarget {
  return { user_id, project_id };
}

function refusal(options: ApiOptions, error: unknown, requestId: string): ApiAnswer {
  const known = asApiError(error);
  // 501 is an answer: this part of the API is not there.
  if (known.status >= 500 && known.status !== 501) options.logger?.error({ err: error, requestId });
  const body = options.renderError(known, requestId);
  const type = Buffer.isBuffer(body) ? { 'content-type': 'text/html; charset=UTF-8' } : {};
  return { status: known.status, body, headers: { ...type, ...known.headers } };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof NotDurableError) return new ApiError(503, `Nothing was changed: ${error.message}`);
  // Express decodes the path: `%zz` is the client's mistake.
  if (error instanceof URIError) return new ApiError(400, 'The path cannot be decoded.');
  return new ApiError(500, 'An unexpected error; the log of the service has it.');
}

function commonHeaders(options: ApiOptions, request: Request, requestId: string): Record<string, string> {
  return { 'x-openstack-request-id': requestId, ...options.headers?.(request) };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, headers }: ApiAnswer,
  common: Readonly<Record<string, string>>,
): Promise<void> {
  const all: Record<string, string | number> = { ...common, ...headers };
  if (body instanceof Readable) {
    response.writeHead(status, all);
    // A client that goes away ends the stream; there is nobody left to tell.
    await pipeline(body, response).catch(() => undefined);
    return;
  }
  const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  if (bytes && !('content-type' in all)) all['content-type'] = 'application/json';
  if (status !== 204) all['content-length'] = bytes?.length ?? 0;
  response.writeHead(status, all);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** The client's own request id where it sends one in the right form. Nova: `X-OpenStack-Request-ID`. */
function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-openstack-request-id'];
  return typeof given === 'string' && /^req-[0-9a-f-]{36}$/.test(given) ? given : `req-${randomUUID()}`;
}
