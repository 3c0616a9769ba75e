import { ApiError } from '../../http/api-error.ts';
import { unauthenticated } from '../../http/unauthenticated.ts';
import { route } from '../../http/api-route.ts';
import type { ApiAnswer, ApiRequest, ApiRoute } from '../../http/api-route.ts';
import { catalogFor } from '../catalog.ts';
import { effectiveRoles } from '../effective-roles.ts';
import { domainJson } from '../entity-json.ts';
import { logIn, logInBody } from '../log-in.ts';
import type { IdentityTables } from '../tables.ts';
import { tokenDocument } from '../token-document.ts';
import type { Tokens, ValidToken } from '../tokens.ts';
import { collection, withSelf } from './entity-routes.ts';
import { projectsOf } from './users.ts';

/** Tokens: got, looked up, taken back; and what they are good for. */
export function authRoutes(
  tables: IdentityTables,
  tokens: Tokens,
  presentToken: (request: ApiRequest) => ValidToken,
  nowSeconds: () => number,
): ApiRoute[] {
  const path = '/v3/auth/tokens';
  return [
    route({
      method: 'POST',
      path,
      access: 'open',
      body: logInBody,
      handler: async ({ body, query }) => {
        const text = await tokens.issue(await logIn(tables, tokens, body.auth, nowSeconds()));
        const valid = tokens.validate(text);
        if (!valid) throw unauthenticated();
        const document = tokenDocument(tables, valid, !query.has('nocatalog'));
        return { status: 201, body: { token: document }, headers: { 'x-subject-token': text, ...varyByToken } };
      },
    }),
    route({
      method: 'GET',
      path,
      access: 'token',
      handler: (request) => {
        const { text, valid } = subject(tokens, request, 'identity:validate_token');
        const document = tokenDocument(tables, valid, !request.query.has('nocatalog'));
        return { status: 200, body: { token: document }, headers: { 'x-subject-token': text, ...varyByToken } };
      },
    }),
    route({
      method: 'DELETE',
      path,
      access: 'token',
      handler: async (request) => {
        const { text } = subject(tokens, request, 'identity:revoke_token');
        await tokens.revoke(text);
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/catalog',
      access: 'token',
      handler: (request) => {
        const { token, scope } = presentToken(request);
        if (scope.kind === 'unscoped') throw new ApiError(403, 'An unscoped token has no catalog.');
        return {
          status: 200,
          body: collection(
            request,
            'catalog',
            catalogFor(tables, token).map((each) => ({ ...each })),
          ),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/projects',
      access: 'token',
      handler: (request) => {
        const { user } = presentToken(request);
        return { status: 200, body: collection(request, 'projects', projectsOf(tables, user.id, request)) };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/domains',
      access: 'token',
      handler: (request) => {
        const { user } = presentToken(request);
        const domains = [...tables.projects.all()].filter(({ id, isDomain, enabled }) => {
          return isDomain && enabled && effectiveRoles(tables, user.id, { kind: 'domain', domainId: id }).length > 0;
        });
        const rows = domains.map((domain) => withSelf(request, '/v3/domains', domainJson(domain)));
        return { status: 200, body: collection(request, 'domains', rows) };
      },
    }),
    route({
      method: 'GET',
      path: '/v3/auth/system',
      access: 'token',
      handler: (request): ApiAnswer => {
        const { user } = presentToken(request);
        const has = effectiveRoles(tables, user.id, { kind: 'system' }).length > 0;
        return { status: 200, body: collection(request, 'system', has ? [{ all: true }] : []) };
      },
    }),
  ];
}

const varyByToken = { vary: 'X-Auth-Token' };

/** The token that the request is about. Those who may not look at it do not learn whether it is good. */
function subject(tokens: Tokens, request: ApiRequest, rule: string): { text: string; valid: ValidToken } {
  const header = request.headers['x-subject-token'];
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text === '') throw new ApiError(400, 'The header X-Subject-Token is missing.');
  const valid = tokens.validate(text);
  request.authorize(rule, { 'target.user.id': valid?.user.id ?? null });
  if (!valid) throw new ApiError(404, 'Could not find token.');
  return { text, valid };
}
