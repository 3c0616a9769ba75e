import { identity } from '../../../real/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  readonly body: any;
}

/** A running identity service with a clock that the test turns. */
export class IdentityCloud {
  readonly service: identity.IdentityService;
  readonly url: string;
  private readonly clock: { seconds: number };

  private constructor(service: identity.IdentityService, url: string, clock: { seconds: number }) {
    this.service = service;
    this.url = url;
    this.clock = clock;
  }

  static async start(options: Partial<identity.IdentityServiceOptions> = {}): Promise<IdentityCloud> {
    const clock = { seconds: 1_800_000_000 };
    const service = await identity.IdentityService.open({ database: ':memory:', now: () => clock.seconds, ...options });
    const url = await service.listen(0);
    const services = [
      { type: 'identity', name: 'keystone', url: `${url}/v3` },
      { type: 'compute', name: 'nova', url: 'http://127.0.0.1:8774/v2.1/$(project_id)s' },
    ];
    await service.bootstrap({ adminPassword: 'secret', services });
    return new IdentityCloud(service, url, clock);
  }

  later(seconds: number): void {
    this.clock.seconds += seconds;
  }

  close(): Promise<void> {
    return this.service.close();
  }

  async ask(
    method: string,
    path: string,
    { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { 'x-auth-token': token }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Logs in and answers whatever the service said. */
  logIn(user: object, scope?: unknown): Promise<Answer> {
    const identified = { methods: ['password'], password: { user } };
    return this.ask('POST', '/v3/auth/tokens', { body: { auth: { identity: identified, scope } } });
  }

  /** A token, which must be got. */
  async token(name: string, password: string, project?: string): Promise<string> {
    const domain = { id: 'default' };
    const scope = project === undefined ? 'unscoped' : { project: { name: project, domain } };
    const answer = await this.logIn({ name, password, domain }, scope);
    if (answer.status !== 201) throw new Error(`no token for ${name}: ${answer.status}`);
    return answer.headers.get('x-subject-token') as string;
  }

  admin(): Promise<string> {
    return this.token('admin', 'secret', 'admin');
  }

  /** A project with a user who has a role on it; the ids of both. */
  async member(name: string, roleName: string, token: string): Promise<{ userId: string; projectId: string }> {
    const project = await this.ask('POST', '/v3/projects', { token, body: { project: { name } } });
    const user = await this.ask('POST', '/v3/users', { token, body: { user: { name, password: `${name}-password` } } });
    const roles = await this.ask('GET', `/v3/roles?name=${roleName}`, { token });
    const [userId, projectId] = [user.body.user.id as string, project.body.project.id as string];
    const path = `/v3/projects/${projectId}/users/${userId}/roles/${roles.body.roles[0].id}`;
    const granted = await this.ask('PUT', path, { token });
    if (granted.status !== 204) throw new Error(`no role for ${name}: ${granted.status}`);
    return { userId, projectId };
  }
}
