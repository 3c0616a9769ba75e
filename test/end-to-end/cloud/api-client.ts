/** An answer that was not expected. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** Raw requests to the services of a cloud as its admin, for what has to be quick or exact. */
export class ApiClient {
  readonly urls: Readonly<Record<string, string>>;
  readonly token: string;

  private constructor(urls: Readonly<Record<string, string>>, token: string) {
    this.urls = urls;
    this.token = token;
  }

  /** @param access as `clouds.yaml` says it */
  static async logIn(urls: Readonly<Record<string, string>>, access: Readonly<Record<string, string>>) {
    const domain = { id: 'default' };
    const { username: name, password } = access;
    const auth = {
      identity: { methods: ['password'], password: { user: { name, domain, password } } },
      scope: { project: { name: access['project-name'], domain } },
    };
    const answer = await fetch(`${urls['identity']}/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth }),
    });
    const token = answer.headers.get('x-subject-token');
    if (token === null) throw new ApiRefusal(answer.status, 'no token', await answer.json());
    return new ApiClient(urls, token);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into member by member
  async call(service: string, method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.urls[service]}${path}`, {
      method,
      headers: {
        'x-auth-token': this.token,
        'content-type': 'application/json',
        'openstack-api-version': service === 'placement' ? 'placement 1.39' : 'compute 2.79',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    if (answer.ok) return read;
    throw new ApiRefusal(answer.status, `${method} ${path}: ${answer.status} ${text.slice(0, 500)}`, read);
  }
}
