import { catalogFor } from './catalog.ts';
import type { CatalogService } from './catalog.ts';
import type { Project } from './model.ts';
import type { IdentityTables } from './tables.ts';
import type { ValidToken } from './tokens.ts';

interface NamedRef {
  readonly id: string;
  readonly name: string;
}

/** The body that describes a token. Keystone: `token` of `POST` and `GET /v3/auth/tokens`. */
export interface TokenDocument {
  readonly methods: readonly string[];
  readonly user: NamedRef & { readonly domain: NamedRef; readonly password_expires_at: null };
  readonly audit_ids: readonly string[];
  readonly issued_at: string;
  readonly expires_at: string;
  readonly project?: NamedRef & { readonly domain: NamedRef };
  readonly is_domain?: boolean;
  readonly domain?: NamedRef;
  readonly system?: { readonly all: true };
  readonly roles?: readonly NamedRef[];
  readonly catalog?: readonly CatalogService[];
  readonly application_credential?: NamedRef & { readonly restricted: boolean };
}

export function tokenDocument(tables: IdentityTables, valid: ValidToken, withCatalog: boolean): TokenDocument {
  const { token, user, scope, project, domain, roles, applicationCredential } = valid;
  const named = ({ id, name }: NamedRef): NamedRef => ({ id, name });
  const domainOf = (id: string): NamedRef => named(tables.projects.get(id) ?? { id, name: id });
  return {
    methods: token.methods,
    user: { ...named(user), domain: domainOf(user.domainId), password_expires_at: null },
    audit_ids: token.auditIds,
    issued_at: keystoneTime(token.issuedAtSeconds),
    expires_at: keystoneTime(token.expiresAtSeconds),
    ...(project && { project: projectRef(project, domainOf), is_domain: project.isDomain }),
    ...(domain && { domain: named(domain) }),
    ...(scope.kind === 'system' && { system: { all: true as const } }),
    ...(scope.kind !== 'unscoped' && { roles: roles.map(named) }),
    ...(withCatalog && scope.kind !== 'unscoped' && { catalog: catalogFor(tables, { ...token }) }),
    ...(applicationCredential && {
      application_credential: { ...named(applicationCredential), restricted: !applicationCredential.unrestricted },
    }),
  };
}

function projectRef(project: Project, domainOf: (id: string) => NamedRef): NamedRef & { readonly domain: NamedRef } {
  const { id, name } = project;
  return { id, name, domain: domainOf(project.isDomain ? id : project.domainId) };
}

/** Keystone writes microseconds. */
export function keystoneTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/Z$/, '000Z');
}
