import type { IncomingHttpHeaders } from 'node:http';

/** Which web pages of other hosts may call the service. */
export interface CorsOptions {
  /** `https://dashboard.example.com`, or `*`. */
  readonly allowedOrigins: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders?: readonly string[] | undefined;
  readonly allowMethods?: readonly string[] | undefined;
  /** Default true. */
  readonly allowCredentials?: boolean | undefined;
  /** How long a browser keeps a preflight's answer; default 3600, 0 for not at all. */
  readonly maxAgeSeconds?: number | undefined;
}

const SIMPLE_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'cache-control',
  'content-language',
  'expires',
  'last-modified',
  'pragma',
];
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'PATCH'];

/** Headers for the answer to a preflight (`OPTIONS`); none when the origin, method or a header is not allowed. */
export function preflightHeaders(options: CorsOptions, headers: IncomingHttpHeaders): Record<string, string> {
  const origin = permittedOrigin(options, headers.origin);
  const method = headers['access-control-request-method'];
  if (origin === undefined || method === undefined) return {};
  if (!(options.allowMethods ?? METHODS).includes(method)) return {};
  const wanted = splitList(headers['access-control-request-headers']);
  const permitted = new Set([...SIMPLE_HEADERS, ...options.allowHeaders.map((name) => name.toLowerCase())]);
  if (!wanted.every((name) => permitted.has(name.toLowerCase()))) return {};
  const maxAgeSeconds = options.maxAgeSeconds ?? 3600;
  return {
    ...originHeaders(options, origin),
    ...(maxAgeSeconds > 0 && { 'access-control-max-age': String(maxAgeSeconds) }),
    'access-control-allow-methods': method,
    ...(wanted.length > 0 && { 'access-control-allow-headers': wanted.join(',') }),
  };
}

/** Headers for the answer to any other request. */
export function crossOriginHeaders(options: CorsOptions, headers: IncomingHttpHeaders): Record<string, string> {
  const origin = permittedOrigin(options, headers.origin);
  if (origin === undefined) return {};
  const expose = options.exposeHeaders ?? [];
  return {
    ...originHeaders(options, origin),
    ...(expose.length > 0 && { 'access-control-expose-headers': expose.join(',') }),
  };
}

function permittedOrigin(options: CorsOptions, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (options.allowedOrigins.includes(origin)) return origin;
  return options.allowedOrigins.includes('*') ? '*' : undefined;
}

function originHeaders(options: CorsOptions, origin: string): Record<string, string> {
  const credentials = options.allowCredentials ?? true;
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
  };
}

function splitList(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
