import { createHash, randomBytes } from 'node:crypto';
import { effectiveRoles } from './effective-roles.ts';
import type { ApplicationCredential, Project, Role, Scope, Token, User } from './model.ts';
import type { IdentityTables } from './tables.ts';

/** A token that is good at this moment, with what it stands for. */
export interface ValidToken {
  readonly token: Token;
  readonly user: User;
  readonly scope: Scope;
  readonly project: Project | undefined;
  readonly domain: Project | undefined;
  readonly roles: readonly Role[];
  readonly applicationCredential: ApplicationCredential | undefined;
}

/** What a new token is made of. */
export interface NewToken {
  readonly userId: string;
  readonly methods: readonly string[];
  readonly scope: Scope;
  readonly applicationCredentialId?: string | undefined;
  /** The token that this one was got with: it lives no longer than that. */
  readonly from?: Token | undefined;
}

/**
 * Tokens are 256 random bits; the table keeps their hash. What a token may do is looked up each time from the roles as
 * they are, so that taking a role away, or disabling a user, works at once.
 */
export class Tokens {
  readonly #tables: IdentityTables;
  readonly #now: () => number;
  readonly #lifetimeSeconds: number;
  #sweptAtSeconds = 0;

  /** `now` in seconds since 1970. */
  constructor(tables: IdentityTables, lifetimeSeconds: number, now: () => number) {
    this.#tables = tables;
    this.#lifetimeSeconds = lifetimeSeconds;
    this.#now = now;
  }

  /** The text of the token, which is not kept anywhere. */
  async issue({ userId, methods, scope, applicationCredentialId, from }: NewToken): Promise<string> {
    const text = randomBytes(32).toString('base64url');
    const nowSeconds = this.#now();
    const chain = from?.auditIds.at(-1);
    const token: Token = {
      hash: hashOf(text),
      userId,
      methods,
      projectId: scope.kind === 'project' ? scope.projectId : null,
      domainId: scope.kind === 'domain' ? scope.domainId : null,
      system: scope.kind === 'system',
      applicationCredentialId: applicationCredentialId ?? null,
      auditIds: [auditId(), ...(chain === undefined ? [] : [chain])],
      issuedAtSeconds: nowSeconds,
      expiresAtSeconds: from ? from.expiresAtSeconds : nowSeconds + this.#lifetimeSeconds,
    };
    await this.#tables.database.write(() => {
      this.#sweep(nowSeconds);
      this.#tables.tokens.put(token);
    });
    return text;
  }

  /** `undefined` for a token that is unknown, over, revoked, or stands for somebody who may not come in any more. */
  validate(text: string): ValidToken | undefined {
    const tables = this.#tables;
    const token = tables.tokens.get(hashOf(text));
    if (!token || token.expiresAtSeconds <= this.#now()) return undefined;
    const user = tables.users.get(token.userId);
    if (!user || !userMayEnter(tables, user)) return undefined;
    const scope = scopeOf(token);
    const credential = this.#credentialOf(token);
    if (token.applicationCredentialId !== null && !credential) return undefined;
    if (!scopeIsOpen(tables, scope)) return undefined;
    const roles = this.rolesIn(user.id, scope, credential);
    if (scope.kind !== 'unscoped' && roles.length === 0) return undefined;
    const project = token.projectId === null ? undefined : tables.projects.get(token.projectId);
    const domain = token.domainId === null ? undefined : tables.projects.get(token.domainId);
    return { token, user, scope, project, domain, roles, applicationCredential: credential };
  }

  rolesIn(userId: string, scope: Scope, credential?: ApplicationCredential): Role[] {
    const roles = effectiveRoles(this.#tables, userId, scope);
    if (!credential) return roles;
    return roles.filter(({ id }) => credential.roleIds.includes(id));
  }

  async revoke(text: string): Promise<boolean> {
    return this.#tables.database.write(() => this.#tables.tokens.remove(hashOf(text)));
  }

  #credentialOf(token: Token): ApplicationCredential | undefined {
    if (token.applicationCredentialId === null) return undefined;
    const credential = this.#tables.applicationCredentials.get(token.applicationCredentialId);
    const over = credential?.expiresAtSeconds ?? Infinity;
    return over > this.#now() ? credential : undefined;
  }

  /** Forgets tokens that are over, at most once in a minute. */
  #sweep(nowSeconds: number): void {
    if (nowSeconds - this.#sweptAtSeconds < 60) return;
    this.#sweptAtSeconds = nowSeconds;
    for (const { hash, expiresAtSeconds } of [...this.#tables.tokens.all()]) {
      if (expiresAtSeconds <= nowSeconds) this.#tables.tokens.remove(hash);
    }
  }
}

/** Inside a write: all tokens of a user, after a change of the password. */
export function revokeTokensOf(tables: IdentityTables, userId: string): void {
  for (const { hash } of tables.tokens.find('byUser', userId)) tables.tokens.remove(hash);
}

export function userMayEnter(tables: IdentityTables, user: User): boolean {
  return user.enabled && tables.projects.get(user.domainId)?.enabled === true;
}

export function scopeIsOpen(tables: IdentityTables, scope: Scope): boolean {
  if (scope.kind === 'domain') return tables.projects.get(scope.domainId)?.enabled === true;
  if (scope.kind !== 'project') return true;
  const project = tables.projects.get(scope.projectId);
  if (!project?.enabled) return false;
  return project.isDomain || tables.projects.get(project.domainId)?.enabled === true;
}

function scopeOf({ projectId, domainId, system }: Token): Scope {
  if (projectId !== null) return { kind: 'project', projectId };
  if (domainId !== null) return { kind: 'domain', domainId };
  return system ? { kind: 'system' } : { kind: 'unscoped' };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function auditId(): string {
  return randomBytes(16).toString('base64url');
}
