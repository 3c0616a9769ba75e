import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { unauthenticated } from '../http/unauthenticated.ts';
import type { ApplicationCredential, Project, Scope, Token, User } from './model.ts';
import { passwordMatches } from './passwords.ts';
import type { IdentityTables } from './tables.ts';
import { scopeIsOpen, userMayEnter } from './tokens.ts';
import type { NewToken, Tokens } from './tokens.ts';

const shortText = z.string().max(255);
const domainRef = z.object({ id: shortText.optional(), name: shortText.optional() });
const projectRef = z.object({ id: shortText.optional(), name: shortText.optional(), domain: domainRef.optional() });
const userRef = z.object({ id: shortText.optional(), name: shortText.optional(), domain: domainRef.optional() });

/** Body of `POST /v3/auth/tokens`. */
export const logInBody = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string().max(64)).min(1).max(8),
      password: z.object({ user: userRef.extend({ password: z.string().max(4096) }) }).optional(),
      token: z.object({ id: z.string().max(4096) }).optional(),
      application_credential: z
        .object({
          id: shortText.optional(),
          name: shortText.optional(),
          user: userRef.optional(),
          secret: z.string().max(4096),
        })
        .optional(),
    }),
    scope: z
      .union([
        z.literal('unscoped'),
        z.object({
          project: projectRef.optional(),
          domain: domainRef.optional(),
          system: z.object({ all: z.literal(true) }).optional(),
          unscoped: z.object({}).optional(),
        }),
      ])
      .optional(),
  }),
});

type LogIn = z.infer<typeof logInBody>['auth'];
type Ref = z.infer<typeof userRef>;

/** Who came in, and by what. */
interface Identified {
  readonly user: User;
  readonly methods: readonly string[];
  readonly applicationCredential?: ApplicationCredential;
  readonly from?: Token;
}

/**
 * Checks who it is and what the token is to be for. Every reason for refusing is the same 401: nobody learns which names
 * exist.
 */
export async function logIn(
  tables: IdentityTables,
  tokens: Tokens,
  auth: LogIn,
  nowSeconds: number,
): Promise<NewToken> {
  const identified = await identify(tables, tokens, auth, nowSeconds);
  const { user, methods, applicationCredential, from } = identified;
  if (!userMayEnter(tables, user)) throw unauthenticated();
  const scope = chooseScope(tables, tokens, auth, identified);
  if (scope.kind !== 'unscoped') {
    if (!scopeIsOpen(tables, scope)) throw unauthenticated();
    if (tokens.rolesIn(user.id, scope, applicationCredential).length === 0) throw unauthenticated();
  }
  return { userId: user.id, methods, scope, applicationCredentialId: applicationCredential?.id, from };
}

/** All methods that are named have to succeed, and for the same user. */
async function identify(
  tables: IdentityTables,
  tokens: Tokens,
  { identity }: LogIn,
  nowSeconds: number,
): Promise<Identified> {
  let found: Identified | undefined;
  for (const method of identity.methods) {
    const next = await byMethod(tables, tokens, identity, method, nowSeconds);
    if (found && found.user.id !== next.user.id) throw unauthenticated();
    const methods = [...new Set([...(found?.methods ?? []), ...next.methods])];
    found = { ...found, ...next, methods };
  }
  if (!found) throw unauthenticated();
  return found;
}

async function byMethod(
  tables: IdentityTables,
  tokens: Tokens,
  identity: LogIn['identity'],
  method: string,
  nowSeconds: number,
): Promise<Identified> {
  if (method === 'password' && identity.password) return byPassword(tables, identity.password.user);
  if (method === 'token' && identity.token) return byToken(tokens, identity.token.id);
  if (method === 'application_credential' && identity.application_credential) {
    return byApplicationCredential(tables, identity.application_credential, nowSeconds);
  }
  if (['password', 'token', 'application_credential'].includes(method)) {
    throw new ApiError(400, `Invalid input for auth.identity.${method}: missing, but named in methods`);
  }
  throw new ApiError(401, 'Attempted to authenticate with an unsupported method.');
}

async function byPassword(tables: IdentityTables, ref: Ref & { readonly password: string }): Promise<Identified> {
  const user = findUser(tables, ref);
  if (!(await passwordMatches(user?.passwordHash, ref.password)) || !user) throw unauthenticated();
  return { user, methods: ['password'] };
}

function byToken(tokens: Tokens, text: string): Identified {
  const valid = tokens.validate(text);
  if (!valid) throw unauthenticated();
  // Otherwise a credential of a few roles could be widened to all that its user has.
  if (valid.applicationCredential) throw unauthenticated();
  return { user: valid.user, methods: [...new Set(['token', ...valid.token.methods])], from: valid.token };
}

async function byApplicationCredential(
  tables: IdentityTables,
  ref: NonNullable<LogIn['identity']['application_credential']>,
  nowSeconds: number,
): Promise<Identified> {
  const owner = ref.user && findUser(tables, ref.user);
  const credential =
    ref.id === undefined
      ? owner && ref.name !== undefined && tables.applicationCredentials.one('byName', owner.id, ref.name)
      : tables.applicationCredentials.get(ref.id);
  const matches = await passwordMatches(credential ? credential.secretHash : undefined, ref.secret);
  if (!credential || !matches || (credential.expiresAtSeconds ?? Infinity) <= nowSeconds) throw unauthenticated();
  const user = tables.users.get(credential.userId);
  if (!user) throw unauthenticated();
  return { user, methods: ['application_credential'], applicationCredential: credential };
}

function findUser(tables: IdentityTables, ref: Ref): User | undefined {
  if (ref.id !== undefined) return tables.users.get(ref.id);
  const domain = findDomain(tables, ref.domain);
  return domain && ref.name !== undefined ? tables.users.one('byName', domain.id, ref.name) : undefined;
}

function findDomain(tables: IdentityTables, ref: LogInDomain | undefined): Project | undefined {
  if (!ref) return undefined;
  const found = ref.id === undefined ? tables.projects.one('byName', '', ref.name ?? '') : tables.projects.get(ref.id);
  return found?.isDomain ? found : undefined;
}

type LogInDomain = z.infer<typeof domainRef>;

function chooseScope(tables: IdentityTables, tokens: Tokens, { scope }: LogIn, identified: Identified): Scope {
  const { user, applicationCredential } = identified;
  if (applicationCredential) {
    if (scope !== undefined) throw new ApiError(401, 'Application credentials cannot request a scope.');
    return { kind: 'project', projectId: applicationCredential.projectId };
  }
  if (scope === 'unscoped') return { kind: 'unscoped' };
  if (scope === undefined) return defaultScope(tables, tokens, user);
  const kinds = Object.keys(scope);
  if (kinds.length !== 1) {
    throw new ApiError(400, 'Invalid input for auth.scope: expected one of project, domain, system, unscoped');
  }
  if (scope.unscoped) return { kind: 'unscoped' };
  if (scope.system) return { kind: 'system' };
  if (scope.domain) {
    const domain = findDomain(tables, scope.domain);
    if (!domain) throw unauthenticated();
    return { kind: 'domain', domainId: domain.id };
  }
  const project = findProject(tables, scope.project ?? {});
  if (!project) throw unauthenticated();
  return { kind: 'project', projectId: project.id };
}

/** The user's default project, where there is one that the user has a role on. */
function defaultScope(tables: IdentityTables, tokens: Tokens, user: User): Scope {
  if (user.defaultProjectId === null) return { kind: 'unscoped' };
  const scope: Scope = { kind: 'project', projectId: user.defaultProjectId };
  const usable = scopeIsOpen(tables, scope) && tokens.rolesIn(user.id, scope).length > 0;
  return usable ? scope : { kind: 'unscoped' };
}

function findProject(tables: IdentityTables, ref: z.infer<typeof projectRef>): Project | undefined {
  if (ref.id !== undefined) return tables.projects.get(ref.id);
  const domain = findDomain(tables, ref.domain);
  return domain && ref.name !== undefined ? tables.projects.one('byName', domain.id, ref.name) : undefined;
}
