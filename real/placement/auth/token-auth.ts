import type { Credentials } from '../../policy/credentials.ts';
import { nobody } from '../../policy/credentials.ts';
import { HttpError } from '../http/http-error.ts';
import { headerText } from './authenticate.ts';
import type { Authenticator } from './authenticate.ts';

export interface TokenAuthOptions {
  /** Address of the identity service, `http://host:5000` or `http://host/identity`. */
  readonly identityUrl: string;
  /** How long a valid token is believed without asking again; default 60. */
  readonly cacheSeconds?: number | undefined;
  /** Most tokens that are remembered; default 10000. */
  readonly cacheSize?: number | undefined;
  readonly now?: (() => number) | undefined;
}

interface TokenDocument {
  readonly token: {
    readonly expires_at?: string;
    readonly user: { readonly id: string; readonly domain?: { readonly id: string } };
    readonly project?: { readonly id: string; readonly domain?: { readonly id: string } };
    readonly domain?: { readonly id: string };
    readonly system?: { readonly all?: boolean };
    readonly roles?: readonly { readonly name: string }[];
    readonly is_admin_project?: boolean;
  };
}

/**
 * Asks an identity service that speaks Keystone's API who a token belongs to. Each token is used to
 * look itself up, which Keystone allows, so that the service needs no account of its own.
 */
export class TokenAuth implements Authenticator {
  readonly challenge: string;
  private readonly options: TokenAuthOptions;
  private readonly known = new Map<string, { credentials: Credentials; untilSeconds: number }>();

  constructor(options: TokenAuthOptions) {
    this.options = options;
    this.challenge = `Keystone uri="${options.identityUrl}"`;
  }

  async authenticate(headers: Parameters<Authenticator['authenticate']>[0]): Promise<Credentials | undefined> {
    const token = headerText(headers, 'x-auth-token');
    if (token === undefined || token === '') return undefined;
    const nowSeconds = (this.options.now ?? Date.now)() / 1000;
    const known = this.known.get(token);
    if (known && known.untilSeconds > nowSeconds) return known.credentials;
    this.known.delete(token);
    const document = await this.ask(token);
    if (document === undefined) return undefined;
    const credentials = credentialsOf(document);
    this.remember(token, credentials, document.token.expires_at, nowSeconds);
    return credentials;
  }

  private async ask(token: string): Promise<TokenDocument | undefined> {
    const url = `${this.options.identityUrl.replace(/\/+$/, '').replace(/\/v3$/, '')}/v3/auth/tokens`;
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { 'x-auth-token': token, 'x-subject-token': token, accept: 'application/json' },
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 401 || response.status === 403 || response.status === 404) return undefined;
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return (await response.json()) as TokenDocument;
    } catch (error) {
      throw new HttpError(503, `The identity service cannot be asked: ${(error as Error).message}`);
    }
  }

  private remember(token: string, credentials: Credentials, expiresAt: string | undefined, nowSeconds: number): void {
    const expires = expiresAt === undefined ? Infinity : Date.parse(expiresAt) / 1000;
    const untilSeconds = Math.min(nowSeconds + (this.options.cacheSeconds ?? 60), expires || 0);
    if (this.known.size >= (this.options.cacheSize ?? 10_000)) this.known.delete(this.known.keys().next().value!);
    this.known.set(token, { credentials, untilSeconds });
  }
}

function credentialsOf({ token }: TokenDocument): Credentials {
  return {
    ...nobody,
    user_id: token.user.id,
    user_domain_id: token.user.domain?.id ?? null,
    project_id: token.project?.id ?? null,
    project_domain_id: token.project?.domain?.id ?? null,
    domain_id: token.domain?.id ?? null,
    system_scope: token.system?.all === true ? 'all' : null,
    roles: (token.roles ?? []).map((role) => role.name),
    is_admin_project: token.is_admin_project ?? true,
  };
}
