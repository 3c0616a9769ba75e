import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { networkApi } from '../../../../real/index.ts';
import { IdentityCloud } from '../../identity/identity-cloud.ts';

export interface NetworkAnswer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  readonly body: any;
}

export type User = 'admin' | 'alice' | 'bob' | 'rita';

/** Identity and network services that run, with alice and bob in projects of theirs and rita, who may read in alice's. */
export class NetworkCloud {
  readonly identity: IdentityCloud;
  readonly folder: string;
  readonly tokens: Readonly<Record<User, string>>;
  readonly projects: Readonly<Record<User, string>>;
  readonly options: Partial<networkApi.NetworkServiceOptions>;
  service: networkApi.NetworkService;
  url: string;

  private constructor(
    parts: Pick<NetworkCloud, 'identity' | 'folder' | 'tokens' | 'projects' | 'options' | 'service' | 'url'>,
  ) {
    ({
      identity: this.identity,
      folder: this.folder,
      tokens: this.tokens,
      projects: this.projects,
      options: this.options,
      service: this.service,
      url: this.url,
    } = parts);
  }

  static async start(options: Partial<networkApi.NetworkServiceOptions> = {}): Promise<NetworkCloud> {
    const identity = await IdentityCloud.start({ now: () => Date.now() / 1000 });
    const admin = await identity.admin();
    const alice = await identity.member('alice', 'member', admin);
    const bob = await identity.member('bob', 'member', admin);
    await identity.member('rita', 'reader', admin);
    await readsIn(identity, admin, alice.projectId);
    const tokens = {
      admin,
      alice: await identity.token('alice', 'alice-password', 'alice'),
      bob: await identity.token('bob', 'bob-password', 'bob'),
      rita: await identity.token('rita', 'rita-password', 'alice'),
    };
    const shown = await identity.ask('GET', '/v3/projects?name=admin', { token: admin });
    const projects = {
      admin: shown.body.projects[0].id as string,
      alice: alice.projectId,
      bob: bob.projectId,
      rita: alice.projectId,
    };
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-network-'));
    const service = await openService(identity, folder, options);
    return new NetworkCloud({ identity, folder, tokens, projects, options, service, url: await service.listen(0) });
  }

  async restart(between: () => Promise<void> = async () => undefined): Promise<void> {
    await this.service.close();
    await between();
    this.service = await openService(this.identity, this.folder, this.options);
    this.url = await this.service.listen(0);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.identity.close();
    rmSync(this.folder, { recursive: true });
  }

  /** @param where below `/v2.0/` */
  ask(
    user: User,
    method: string,
    where: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<NetworkAnswer> {
    return this.send(method, `/v2.0/${where}`, { 'x-auth-token': this.tokens[user], ...headers }, body);
  }

  async send(
    method: string,
    where: string,
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<NetworkAnswer> {
    const response = await fetch(`${this.url}${where}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Something new, as its answer shows it: `make('alice', 'network', { name: 'n' })`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  async make(user: User, name: string, values: object): Promise<any> {
    const answer = await this.ask(user, 'POST', `${name.replaceAll('_', '-')}s`, { [name]: values });
    if (answer.status !== 201) throw new Error(`no ${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body[name];
  }

  /** A network of alice's, or of another's, with a subnet. */
  async network(
    subnet: object = { cidr: '10.0.0.0/24' },
    user: User = 'alice',
    values: object = {},
  ): Promise<{ readonly id: string; readonly subnetId: string }> {
    const network = await this.make(user, 'network', values);
    const made = await this.make(user, 'subnet', { network_id: network.id, ip_version: 4, ...subnet });
    return { id: network.id as string, subnetId: made.id as string };
  }

  /** What was refused: status and Neutron's name for it. */
  async refusal(...words: Parameters<NetworkCloud['ask']>): Promise<string> {
    const { status, body } = await this.ask(...words);
    return `${status} ${body?.NeutronError?.type}`;
  }
}

async function readsIn(identity: IdentityCloud, token: string, projectId: string): Promise<void> {
  const user = await identity.ask('GET', '/v3/users?name=rita', { token });
  const role = await identity.ask('GET', '/v3/roles?name=reader', { token });
  const where = `/v3/projects/${projectId}/users/${user.body.users[0].id}/roles/${role.body.roles[0].id}`;
  await identity.ask('PUT', where, { token });
}

function openService(
  identity: IdentityCloud,
  folder: string,
  options: Partial<networkApi.NetworkServiceOptions>,
): Promise<networkApi.NetworkService> {
  return networkApi.NetworkService.open({
    database: path.join(folder, 'network.sqlite'),
    authenticate: (headers) => identity.service.credentialsOf(headers),
    ...options,
  });
}
