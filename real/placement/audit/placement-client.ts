/** An answer that was not expected. */
export class PlacementClientError extends Error {
  override name = 'PlacementClientError';
  /** 0: the service could not be reached. */
  readonly status: number;
  /** Placement's own, such as `placement.concurrent_update`. */
  readonly code: string | undefined;

  constructor(message: string, status: number, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Newest microversion that this client knows. */
const MICROVERSION = 'placement 1.39';

/** A client of a Placement service, this one or OpenStack's. */
export class PlacementClient {
  private readonly url: string;
  private readonly token: string;

  constructor(url: string, token: string) {
    this.url = url.replace(/\/+$/, '');
    this.token = token;
  }

  /** Throws `PlacementClientError` for any status but 2xx. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {
      'x-auth-token': this.token,
      'openstack-api-version': MICROVERSION,
      accept: 'application/json',
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const payload = body === undefined ? null : JSON.stringify(body);
    const response = await fetch(`${this.url}${path}`, { method, headers, body: payload }).catch((error: Error) => {
      throw new PlacementClientError(
        `${this.url} cannot be reached: ${(error.cause as Error | undefined)?.message ?? error.message}`,
        0,
      );
    });
    const text = await response.text();
    if (!response.ok) {
      const message = `${method} ${path}: ${response.status} ${text.slice(0, 300)}`;
      throw new PlacementClientError(message, response.status, errorCodeIn(text));
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function errorCodeIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { errors?: { code?: string }[] }).errors?.[0]?.code;
  } catch {
    return undefined;
  }
}
