import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { ApiRequest, ApiRoute } from '../http/api-route.ts';
import { createApi } from '../http/create-api.ts';
import { HttpService } from '../http/http-service.ts';
import { clockOfThisMachine } from '../http/service-options.ts';
import type { ServiceOptions } from '../http/service-options.ts';
import { unauthenticated } from '../http/unauthenticated.ts';
import { nobody } from '../policy/credentials.ts';
import type { Credentials } from '../policy/credentials.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import { bootstrap } from './bootstrap.ts';
import type { Administrator, BootstrapOptions } from './bootstrap.ts';
import { identityRules } from './identity-rules.ts';
import { applicationCredentialRoutes } from './routes/application-credentials.ts';
import { authRoutes } from './routes/auth.ts';
import { catalogEntryRoutes } from './routes/catalog-entries.ts';
import { grantRoutes } from './routes/grants.ts';
import { groupRoutes } from './routes/groups.ts';
import { domainRoutes, projectRoutes } from './routes/projects.ts';
import { roleAssignmentRoutes } from './routes/role-assignments.ts';
import { roleRoutes } from './routes/roles.ts';
import { userRoutes } from './routes/users.ts';
import { versionRoutes } from './routes/versions.ts';
import { openIdentityTables } from './tables.ts';
import type { IdentityTables } from './tables.ts';
import { Tokens } from './tokens.ts';
import type { ValidToken } from './tokens.ts';

export interface IdentityServiceOptions extends ServiceOptions {
  /** Default 3,600. */
  readonly tokenLifetimeSeconds?: number | undefined;
}

/** Identity: Keystone's API v3 over a database of its own. */
export class IdentityService extends HttpService {
  readonly #tables: IdentityTables;
  readonly #tokens: Tokens;
  /** Every method and path, for those who check that each is protected. */
  readonly routes: readonly ApiRoute[];

  /** @throws DatabaseError */
  static async open(options: IdentityServiceOptions): Promise<IdentityService> {
    return new IdentityService(await openIdentityTables(options.database), options);
  }

  private constructor(tables: IdentityTables, options: IdentityServiceOptions) {
    const now = options.now ?? clockOfThisMachine;
    const tokens = new Tokens(tables, options.tokenLifetimeSeconds ?? 3600, now);
    const presentToken = ({ headers }: ApiRequest): ValidToken => {
      const valid = tokens.validate(tokenText(headers) ?? '');
      if (!valid) throw unauthenticated();
      return valid;
    };
    const routes = [
      ...versionRoutes(),
      ...authRoutes(tables, tokens, presentToken, now),
      ...domainRoutes(tables),
      ...projectRoutes(tables),
      ...userRoutes(tables),
      ...applicationCredentialRoutes(tables, presentToken),
      ...groupRoutes(tables),
      ...roleRoutes(tables),
      ...grantRoutes(tables),
      ...roleAssignmentRoutes(tables),
      ...catalogEntryRoutes(tables),
    ];
    super(
      createApi({
        routes,
        policy: options.policy ?? new PolicyEngine(identityRules),
        authenticate: (headers) => credentialsOf(tokens, headers),
        renderError: ({ status, message }) => ({ error: { code: status, title: STATUS_CODES[status], message } }),
        logger: options.logger,
        trace: options.trace,
      }),
    );
    this.#tables = tables;
    this.#tokens = tokens;
    this.routes = routes;
  }

  bootstrap(options: BootstrapOptions): Promise<Administrator> {
    return bootstrap(this.#tables, options);
  }

  isProject(id: string): boolean {
    return this.#tables.projects.get(id)?.isDomain === false;
  }

  /** Who a token belongs to: for services in the same process. `undefined` for one that is not good. */
  credentialsOf(headers: IncomingHttpHeaders): Credentials | undefined {
    return credentialsOf(this.#tokens, headers);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#tables.database.close();
  }
}

function credentialsOf(tokens: Tokens, headers: IncomingHttpHeaders): Credentials | undefined {
  const text = tokenText(headers);
  const valid = text === undefined ? undefined : tokens.validate(text);
  return valid && credentialsFrom(valid);
}

function tokenText(headers: IncomingHttpHeaders): string | undefined {
  const header = headers['x-auth-token'];
  return Array.isArray(header) ? header[0] : header;
}

function credentialsFrom({ user, project, domain, scope, roles }: ValidToken): Credentials {
  return {
    ...nobody,
    user_id: user.id,
    user_domain_id: user.domainId,
    project_id: project?.id ?? null,
    project_domain_id: project ? project.domainId || project.id : null,
    domain_id: domain?.id ?? null,
    system_scope: scope.kind === 'system' ? 'all' : null,
    roles: roles.map(({ name }) => name),
  };
}
