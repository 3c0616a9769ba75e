/** An answer that was not expected. */
export class PlacementClientError extends Error {
  override name = 'PlacementClientError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
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
    if (!response.ok)
      throw new PlacementClientError(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`, response.status);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
