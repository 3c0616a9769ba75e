import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute, RouteAccess } from '../../http/api-route.ts';
import type { Json } from '../entity-json.ts';
import type { ApplicationCredential, Role } from '../model.ts';
import { newId } from '../new-id.ts';
import { hashPassword } from '../passwords.ts';
import type { IdentityTables } from '../tables.ts';
import { keystoneTime } from '../token-document.ts';
import type { ValidToken } from '../tokens.ts';
import { description, name } from './entity-bodies.ts';
import { duplicate, notFound } from './entity-checks.ts';
import { collection, filtered, withSelf } from './entity-routes.ts';

const path = '/v3/users/:user_id/application_credentials';

const createBody = z.object({
  application_credential: z.object({
    name,
    description,
    secret: z.string().min(1).max(255).nullable().optional(),
    roles: z.array(z.object({ id: z.string().optional(), name: z.string().optional() })).optional(),
    expires_at: z.string().nullable().optional(),
    unrestricted: z.boolean().optional(),
  }),
});

/** Credentials that a user makes for a program: for one project, with some of the user's roles. */
export function applicationCredentialRoutes(
  tables: IdentityTables,
  presentToken: (request: ApiRequest) => ValidToken,
): ApiRoute[] {
  const one = `${path}/:id`;
  const access = (action: string): RouteAccess => ({
    rule: `identity:${action}`,
    target: ({ params }) => ({ 'target.user.id': params['user_id'] ?? null }),
  });
  const ownerOf = ({ params }: ApiRequest): string => params['user_id'] ?? '';
  /** A program must not give itself further credentials, unless it was made for that. */
  const refuseRestricted = (valid: ValidToken): void => {
    if (valid.applicationCredential && !valid.applicationCredential.unrestricted) {
      throw new ApiError(403, 'A restricted application credential cannot manage application credentials.');
    }
  };
  const found = (request: ApiRequest, userId: string): ApplicationCredential => {
    const credential = tables.applicationCredentials.get(request.params['id'] ?? '');
    if (credential?.userId !== userId) throw notFound('application credential', request.params['id'] ?? '');
    return credential;
  };
  const shown = (request: ApiRequest, credential: ApplicationCredential): Json => {
    const place = path.replace(':user_id', credential.userId);
    return withSelf(request, place, applicationCredentialJson(tables, credential));
  };
  return [
    route({
      method: 'GET',
      path,
      access: access('list_application_credentials'),
      handler: (request) => {
        const userId = ownerOf(request);
        const rows = tables.applicationCredentials.find('byUser', userId).map((row) => shown(request, row));
        return { status: 200, body: collection(request, 'application_credentials', filtered(rows, request.query)) };
      },
    }),
    route({
      method: 'POST',
      path,
      access: access('create_application_credential'),
      body: createBody,
      handler: async (request) => {
        const userId = ownerOf(request);
        const valid = presentToken(request);
        refuseRestricted(valid);
        if (valid.scope.kind !== 'project') throw new ApiError(400, 'A token for a project is needed.');
        const body = request.body.application_credential;
        const { projectId } = valid.scope;
        const secret = body.secret ?? randomBytes(64).toString('base64url');
        const credential: ApplicationCredential = {
          id: newId(),
          name: body.name,
          userId,
          projectId,
          secretHash: await hashPassword(secret),
          roleIds: chosenRoles(valid, body.roles).map((role) => role.id),
          expiresAtSeconds: expiry(body.expires_at),
          unrestricted: body.unrestricted ?? false,
          description: body.description ?? '',
        };
        await tables.database.write(() => {
          if (tables.applicationCredentials.one('byName', userId, body.name)) {
            throw duplicate('application_credential', body.name);
          }
          tables.applicationCredentials.put(credential);
        });
        // The only time that the secret is told.
        return { status: 201, body: { application_credential: { ...shown(request, credential), secret } } };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: access('get_application_credential'),
      handler: (request) => {
        const credential = found(request, ownerOf(request));
        return { status: 200, body: { application_credential: shown(request, credential) } };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: access('delete_application_credential'),
      handler: async (request) => {
        const credential = found(request, ownerOf(request));
        refuseRestricted(presentToken(request));
        await tables.database.write(() => tables.applicationCredentials.remove(credential.id));
        return { status: 204 };
      },
    }),
  ];
}

function chosenRoles(
  valid: ValidToken,
  wanted: readonly { id?: string | undefined; name?: string | undefined }[] | undefined,
): readonly Role[] {
  if (wanted === undefined || wanted.length === 0) return valid.roles;
  return wanted.map((ref) => {
    const role = valid.roles.find(({ id, name: roleName }) =>
      ref.id === undefined ? roleName === ref.name : id === ref.id,
    );
    if (!role)
      throw new ApiError(400, `Invalid application credential: no role ${ref.id ?? ref.name} in this project.`);
    return role;
  });
}

function expiry(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const milliseconds = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(milliseconds)) {
    throw new ApiError(400, 'Invalid input for application_credential.expires_at: a time such as 2030-01-31T12:00:00Z');
  }
  return milliseconds / 1000;
}

function applicationCredentialJson(tables: IdentityTables, credential: ApplicationCredential): Json {
  return {
    id: credential.id,
    name: credential.name,
    description: credential.description,
    user_id: credential.userId,
    project_id: credential.projectId,
    roles: credential.roleIds.flatMap((roleId) => {
      const role = tables.roles.get(roleId);
      return role ? [{ id: role.id, name: role.name, domain_id: role.domainId || null }] : [];
    }),
    expires_at: credential.expiresAtSeconds === null ? null : keystoneTime(credential.expiresAtSeconds),
    unrestricted: credential.unrestricted,
  };
}
