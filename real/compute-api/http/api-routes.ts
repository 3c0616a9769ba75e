import { ApiError } from '../../http/api-error.ts';
import type { ApiAnswer, ApiRequest, ApiRoute, PolicyTarget } from '../../http/api-route.ts';
import { readJson } from '../../http/read-json.ts';
import { checkValue, schemaAt } from './check-value.ts';
import { ComputeLinks } from './compute-links.ts';
import type { ComputeRequest, ComputeRoute } from './compute-route.ts';
import { requestedMinor } from './microversion.ts';

/** Nova's default `max_request_body_size` of oslo.middleware. */
const maxBodyBytes = 114_688;

/** Routes as the HTTP layer knows them: one for each method and path, which chooses by microversion. */
export function apiRoutes(routes: readonly ComputeRoute[]): ApiRoute[] {
  const variants = new Map<string, ComputeRoute[]>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    const known = variants.get(name);
    if (known) known.push(route);
    else variants.set(name, [route]);
  }
  return [...variants.values()].map((each) => {
    const [{ method, path, access }] = each as [ComputeRoute];
    return {
      method,
      path: `/v2.1${path}`,
      access: access === 'open' ? 'open' : 'token',
      handler: (request: ApiRequest) => handle(each, request),
    };
  });
}

/** The path without the project that clients may write after the version: hexadecimal digits and dashes. */
export function withoutProject(url: string): string {
  return url.replace(/^\/v2\.1\/[0-9a-f-]+(?=[/?]|$)/, '/v2.1');
}

async function handle(variants: readonly ComputeRoute[], request: ApiRequest): Promise<ApiAnswer> {
  const minor = requestedMinor(request.headers);
  const [named, actionBody] = await ofAction(variants, request);
  const found = named.find(({ since = 1, until = Infinity }) => since <= minor && minor <= until);
  if (!found) throw new ApiError(404, 'The resource could not be found.');
  const project = projectInPath(request);
  const authorize = (rule: string, target?: PolicyTarget): void => {
    if (!request.allows(rule, target)) throw new ApiError(403, `Policy doesn't allow ${rule} to be performed.`);
  };
  if (typeof found.access === 'object') authorize(found.access.rule, found.access.target?.(request));
  if (found.query) checkQuery(found, minor, request.query);
  const schema = found.body && schemaAt(found.body, minor);
  const body = schema && checkValue(schema, actionBody ?? (await readBody(request)), 'body');
  const links = new ComputeLinks(request.origin, project, request.query);
  return found.handler({ ...request, minor, authorize, links, body } as ComputeRequest<never>);
}

/** Where a path has actions: those with the name that the body has, and the body. @throws ApiError 400 */
async function ofAction(
  variants: readonly ComputeRoute[],
  request: ApiRequest,
): Promise<readonly [readonly ComputeRoute[], unknown]> {
  if (variants[0]?.action === undefined) return [variants, undefined];
  const body = await readBody(request);
  const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  if (names.length !== 1) throw new ApiError(400, 'Malformed request body');
  const named = variants.filter(({ action }) => action === names[0]);
  if (named.length === 0) throw new ApiError(400, `There is no such action: ${names[0]}`);
  return [named, body];
}

/** @throws ApiError 400 for a project that is not the token's */
function projectInPath({ originalUrl, credentials }: ApiRequest): string | undefined {
  const project = /^\/v2\.1\/([0-9a-f-]+)(?=[/?]|$)/.exec(originalUrl)?.[1];
  if (project !== undefined && credentials.user_id !== null && project !== credentials.project_id) {
    const own = `doesn't match Context's project_id '${credentials.project_id ?? 'None'}'`;
    throw new ApiError(400, `Malformed request URL: URL's project_id '${project}' ${own}`);
  }
  return project;
}

function checkQuery(route: ComputeRoute, minor: number, query: URLSearchParams): void {
  const schema = route.query && schemaAt(route.query, minor);
  if (!schema) return;
  const values = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  checkValue(schema, values, 'query');
}

async function readBody({ raw }: ApiRequest): Promise<unknown> {
  try {
    return await readJson(raw, maxBodyBytes);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    throw new ApiError(400, 'Malformed request body', { cause: error });
  }
}
