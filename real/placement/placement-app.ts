import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { PlacementError } from '../../core/index.ts';
import type { Placement, Transaction } from '../../core/index.ts';
import type { Authenticator } from './auth/authenticate.ts';
import { NotDurableError } from '../database/database-error.ts';
import type { Answer } from './http/answer.ts';
import { crossOriginHeaders, preflightHeaders } from './http/cors.ts';
import type { CorsOptions } from './http/cors.ts';
import { errorAnswer } from './http/error-answer.ts';
import { errorCodes, HttpError } from './http/http-error.ts';
import { requestedMinor } from './http/microversion.ts';
import type { PlacementRequest } from './http/placement-request.ts';
import { readBody } from './http/read-body.ts';
import { httpErrorOf } from './http/refusals.ts';
import { nobody } from '../policy/credentials.ts';
import type { Credentials } from '../policy/credentials.ts';
import type { PolicyEngine } from '../policy/policy-engine.ts';
import { Routes } from './routes.ts';
import type { WriteCounters } from './write-counters.ts';

/** What the HTTP side needs of the service; read again for each request, because tests exchange it. */
export interface AppContext {
  readonly placement: Placement;
  readonly policy: PolicyEngine;
  readonly cors: CorsOptions | undefined;
  readonly authenticator: Authenticator;
  /** Resolves when an operation is durable. */
  commit(transaction: Transaction<unknown>): Promise<void>;
  readonly logger: Logger | undefined;
  readonly counters: WriteCounters;
  /** Seconds since 1970. */
  now(): number;
  /** Largest body that is read, bytes. */
  readonly maxBodyBytes: number;
}

/** What is known of a request while it is answered. */
interface Exchange {
  readonly requestId: string;
  readonly path: string;
  minor?: number;
}

/** Placement's API as an Express app. */
export function createPlacementApp(context: AppContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  const routes = new Routes();
  app.use((request, response) => answerRequest(context, routes, request, response));
  return app;
}

async function answerRequest(
  context: AppContext,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // The browser side of a request (`accept: */*` or none) is answered as JSON.
  const { accept } = request.headers;
  if (accept === undefined || accept === '*/*' || accept === '') request.headers.accept = 'application/json';
  const exchange: Exchange = { requestId: `req-${randomUUID()}`, path: pathOf(request) };
  let answer: Answer;
  try {
    answer = await handle(context, routes, request, exchange);
  } catch (error) {
    answer = failureAnswer(context, error, request, exchange);
  }
  const { cors } = context;
  if (cors !== undefined && request.method === 'OPTIONS') answer = { status: 200 };
  const crossOrigin =
    cors === undefined
      ? {}
      : request.method === 'OPTIONS'
        ? preflightHeaders(cors, request.headers)
        : crossOriginHeaders(cors, request.headers);
  send(response, answer, exchange, crossOrigin);
  context.logger?.info({ method: request.method, path: exchange.path, status: answer.status, id: exchange.requestId });
}

async function handle(
  context: AppContext,
  routes: Routes,
  request: IncomingMessage,
  exchange: Exchange,
): Promise<Answer> {
  const isRoot = exchange.path === '/' || exchange.path === '';
  const credentials = isRoot ? nobody : await identify(context.authenticator, request);
  const minor = requestedMinor(headerOf(request, 'openstack-api-version'));
  exchange.minor = minor;
  const route = routes.match(exchange.path);
  checkContentType(request);
  if (route === undefined) throw new HttpError(404, 'No such path.');
  const handler = route.methods[request.method ?? ''];
  if (handler === undefined || !Object.hasOwn(route.methods, request.method!)) {
    const allow = { allow: Object.keys(route.methods).join(', ') };
    throw new HttpError(405, `The method ${request.method} is not allowed for this resource.`, undefined, {}, allow);
  }
  const body = await readBody(request, context.maxBodyBytes);
  let durable: Promise<void> | undefined;
  const nowSeconds = context.now();
  const read: PlacementRequest = {
    method: request.method!,
    path: exchange.path,
    headers: request.headers,
    query: queryOf(request),
    body,
    minor,
    params: route.params,
    credentials,
    origin: `http://${request.headers.host ?? 'localhost'}`,
    nowSeconds,
    authorize: (action, target) => authorize(context.policy, credentials, action, target),
    write: (work) => {
      context.placement.nowSeconds = nowSeconds;
      const transaction = context.placement.transact(work);
      durable = context.commit(transaction);
      // The rejection is met below; until then it must not count as unhandled.
      durable.catch(() => undefined);
      return transaction.result;
    },
  };
  const answer = handler(read, context.placement);
  await durable;
  return answer;
}

async function identify(authenticator: Authenticator, request: IncomingMessage): Promise<Credentials> {
  const found = authenticator.authenticate(request.headers);
  const credentials = found instanceof Promise ? await found : found;
  if (credentials !== undefined) return credentials;
  const { challenge } = authenticator;
  const headers: Record<string, string> = challenge === undefined ? {} : { 'www-authenticate': challenge };
  throw new HttpError(401, 'A valid token is needed.', undefined, {}, headers);
}

function authorize(
  policy: PolicyEngine,
  credentials: Credentials,
  action: string,
  target: Readonly<Record<string, string | null>> = {
    project_id: credentials.project_id,
    user_id: credentials.user_id,
  },
): void {
  if (!policy.allows(action, credentials, target)) {
    throw new HttpError(403, `Policy does not allow ${action} to be performed.`);
  }
}

function checkContentType(request: IncomingMessage): void {
  if (Number(request.headers['content-length'] ?? 0) > 0 && !request.headers['content-type']) {
    throw new HttpError(400, 'content-type header required when content-length > 0');
  }
}

function failureAnswer(context: AppContext, error: unknown, request: IncomingMessage, exchange: Exchange): Answer {
  const failure = httpErrorFor(context, error);
  if (failure.status === 409) context.counters.conflicted(failure.code ?? errorCodes.undefined);
  return errorAnswer(failure, request.headers.accept, exchange.minor, exchange.requestId);
}

function httpErrorFor(context: AppContext, error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof PlacementError) return httpErrorOf(error);
  if (error instanceof NotDurableError) {
    context.logger?.error({ err: error });
    return new HttpError(503, `Nothing was changed: ${error.message}`);
  }
  context.logger?.error({ err: error });
  return new HttpError(500, 'An unexpected error; the log of the service has it.');
}

function send(
  response: ServerResponse,
  answer: Answer,
  exchange: Exchange,
  crossOrigin: Readonly<Record<string, string>>,
): void {
  const headers: Record<string, string | number> = { ...answer.headers, 'x-openstack-request-id': exchange.requestId };
  if (exchange.minor !== undefined) {
    headers['openstack-api-version'] = `placement 1.${exchange.minor}`;
    headers['vary'] = 'openstack-api-version';
  }
  for (const [name, value] of Object.entries(crossOrigin)) {
    headers[name] = name === 'vary' && headers['vary'] !== undefined ? `${headers['vary']},${value}` : value;
  }
  if (answer.status !== 204) {
    headers['content-length'] =
      typeof answer.body === 'string' ? Buffer.byteLength(answer.body) : (answer.body?.length ?? 0);
  }
  response.writeHead(answer.status, headers);
  response.end(answer.body);
}

/** Decoded; an escape that cannot be decoded stays as it is and finds nothing. */
function pathOf(request: IncomingMessage): string {
  const raw = (request.url ?? '/').split('?', 1)[0]!;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
