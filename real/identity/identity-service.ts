import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiRoute } from '../http/api-route.ts';
import { createApi } from '../http/create-api.ts';
import { nobody } from '../policy/credentials.ts';
import type { Credentials } from '../policy/credentials.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import { bootstrap } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
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

export interface IdentityServiceOptions {
  /** SQLite file; made when it is missing. */
  readonly database: string;
  /** Default: Keystone's rules. */
  readonly policy?: PolicyEngine | undefined;
  /** Default 3,600. */
  readonly tokenLifetimeSeconds?: number | undefined;
  readonly logger?: Logger | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** Identity: Keystone's API v3 over a database of its own. */
export class IdentityService {
  readonly #tables: IdentityTables;
  readonly #tokens: Tokens;
  readonly #routes: readonly ApiRoute[];
  readonly #app: Express;
  #server: Server | undefined;

  /** @throws DatabaseError */
  static async open(options: IdentityServiceOptions): Promise<IdentityService> {
    return new IdentityService(await openIdentityTables(options.database), options);
  }

  private constructor(tables: IdentityTables, options: IdentityServiceOptions) {
    const now = options.now ?? ((): number => Date.now() / 1000);
    const tokens = new Tokens(tables, options.tokenLifetimeSeconds ?? 3600, now);
    this.#tables = tables;
    this.#tokens = tokens;
    const presentToken = (request: ApiRequest): ValidToken => this.#presentToken(request.headers);
    this.#routes = [
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
    this.#app = createApi({
      routes: this.#routes,
      policy: options.policy ?? new PolicyEngine(identityRules),
      authenticate: (headers) => this.credentialsOf(headers),
      renderError: ({ status, message }) => ({ error: { code: status, title: titles[status] ?? 'Error', message } }),
      logger: options.logger,
    });
  }

  /** Every method and path, for those who check that each is protected. */
  get routes(): readonly ApiRoute[] {
    return this.#routes;
  }

  bootstrap(options: BootstrapOptions): Promise<void> {
    return bootstrap(this.#tables, options);
  }

  /** Who a token belongs to: for services in the same process. `undefined` for one that is not good. */
  credentialsOf(headers: IncomingHttpHeaders): Credentials | undefined {
    const text = tokenText(headers);
    const valid = text === undefined ? undefined : this.#tokens.validate(text);
    return valid && credentialsFrom(valid);
  }

  /** Answers on a port of the loopback, or of the address given; resolves with the address. */
  async listen(port: number, host = '127.0.0.1'): Promise<string> {
    const server = createServer(this.#app);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    }
    await this.#tables.database.close();
  }

  #presentToken(headers: IncomingHttpHeaders): ValidToken {
    const valid = this.#tokens.validate(tokenText(headers) ?? '');
    if (!valid) throw new ApiError(401, 'The request you have made requires authentication.');
    return valid;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

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
