import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { ComputeApi } from '../../../../real/compute-api/compute-api.ts';
import type { NewServerImage, ServerImage } from '../../../../real/compute-api/servers/server-images.ts';
import type { FlavorRow } from '../../../../real/objects/catalogue.ts';
import { ApiError } from '../../../../real/http/api-error.ts';
import type { AllocateOptions } from '../../../../real/network/api/instance-networks.ts';
import type { Instance } from '../../../../real/objects/instance.ts';
import { nobody } from '../../../../real/policy/credentials.ts';
import type { Credentials } from '../../../../real/policy/credentials.ts';
import { SmallCloud } from '../../conductor/small-cloud.ts';
import type { SmallCloudOptions } from '../../conductor/small-cloud.ts';

export type Person = 'admin' | 'queen' | 'alice' | 'anna' | 'rita' | 'bob';

/** Alice and Anna are members of a project, Rita reads in it and the queen rules; Bob is a member of another. */
export const people: Readonly<Record<Person, Credentials>> = {
  admin: person('admin', 'cloud', ['admin', 'member', 'reader']),
  queen: person('queen', 'wonder', ['admin', 'member', 'reader']),
  alice: person('alice', 'wonder', ['member', 'reader']),
  anna: person('anna', 'wonder', ['member', 'reader']),
  rita: person('rita', 'wonder', ['reader']),
  bob: person('bob', 'builders', ['member', 'reader']),
};

function person(name: string, project: string, roles: readonly string[]): Credentials {
  return { ...nobody, user_id: idOf(name), project_id: idOf(project), roles, is_admin_project: false };
}

/** 32 hexadecimal digits, as Keystone's ids are. */
export function idOf(name: string): string {
  return Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  readonly body: any;
}

export interface Asked {
  readonly as?: Person | null;
  /** Minor number; default the newest. */
  readonly minor?: number;
  readonly body?: unknown;
}

export const imageId = '155d900f-4e14-4e4c-a73d-069cbf4541e6';

/** The compute API over a conductor, a scheduler and hosts of the fake driver. */
export class ServerCloud {
  readonly small: SmallCloud;
  readonly images = new Map<string, ServerImage>();
  readonly api: ComputeApi;
  url = '';

  private constructor(small: SmallCloud) {
    this.small = small;
    Object.assign(small.networks, { check: checkNetworks });
    small.images.add(imageId);
    this.images.set(imageId, imageNamed(imageId, 'cirros', null));
    this.api = new ComputeApi({
      tables: small.tables,
      logger: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
      authenticate: ({ 'x-auth-token': token }) => people[token as Person],
      conductor: small.client,
      networks: small.networks,
      images: {
        find: (id, credentials) => this.#visible(id, credentials),
        create: async (image, credentials) => this.#add(image, credentials),
        withProperties: (wanted, credentials) => this.#withProperties(wanted, credentials),
        remove: async (id) => void this.images.delete(id),
      },
      consoles: { open: async ({ uuid }, type) => `http://127.0.0.1:6080/${type}?token=${uuid}` },
    });
  }

  static async start(options: SmallCloudOptions = {}): Promise<ServerCloud> {
    const cloud = new ServerCloud(await SmallCloud.start(options));
    cloud.url = await cloud.api.listen(0);
    await cloud.small.tables.database.write(() => {
      for (const flavor of flavors) cloud.small.tables.flavors.put(flavor);
    });
    return cloud;
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.small.close();
  }

  async ask(method: string, path: string, { as = 'alice', minor = 96, body }: Asked = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/v2.1${path}`, {
      method,
      headers: {
        ...(as !== null && { 'x-auth-token': as }),
        'openstack-api-version': `compute 2.${minor}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }

  get(path: string, asked: Asked = {}): Promise<Answer> {
    return this.ask('GET', path, asked);
  }

  post(path: string, body: unknown, asked: Asked = {}): Promise<Answer> {
    return this.ask('POST', path, { ...asked, body });
  }

  act(id: string, name: string, value: unknown = null, asked: Asked = {}): Promise<Answer> {
    return this.post(`/servers/${id}/action`, { [name]: value }, asked);
  }

  /** A server that runs. */
  async server(more: Record<string, unknown> = {}, asked: Asked = {}): Promise<Instance> {
    const answer = await this.create(more, asked);
    if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return this.small.settled(String(answer.body.server.id));
  }

  create(more: Record<string, unknown> = {}, asked: Asked = {}): Promise<Answer> {
    const networks = (asked.minor ?? 96) >= 37 ? { networks: 'none' } : {};
    const server = { name: 'one', imageRef: imageId, flavorRef: 'small', ...networks, ...more };
    return this.post('/servers', { server }, asked);
  }

  /** Puts a server into a state without anybody doing anything to it. */
  async put(server: Instance, changes: Partial<Instance>): Promise<Instance> {
    const { tables } = this.small;
    return tables.database.write(() => tables.instances.put({ ...tables.instances.get(server.uuid)!, ...changes }));
  }

  #visible(id: string, { project_id: project }: Credentials): ServerImage | undefined {
    const image = this.images.get(id);
    return image && (image.owner === null || image.owner === project) ? image : undefined;
  }

  #withProperties(wanted: Readonly<Record<string, string>>, credentials: Credentials): ServerImage[] {
    return [...this.images.values()]
      .filter(({ id }) => this.#visible(id, credentials))
      .filter(({ properties }) => Object.entries(wanted).every(([key, value]) => properties[key] === value))
      .toReversed();
  }

  #add(image: NewServerImage, { project_id: owner }: Credentials): string {
    const id = randomUUID();
    this.images.set(id, { ...imageNamed(id, image.name, owner), ...image, status: 'queued' });
    this.small.images.add(id);
    return id;
  }
}

/** There is one network. */
function checkNetworks(_projectId: string, nics: AllocateOptions['nics']): void {
  if (typeof nics === 'string') return;
  for (const { networkId } of nics) {
    if (networkId === null || networkId === '11111111-1111-4111-8111-111111111111') continue;
    throw new ApiError(400, `Network ${networkId} could not be found.`);
  }
}

export function imageNamed(id: string, name: string, owner: string | null): ServerImage {
  return {
    id,
    name,
    status: 'active',
    owner,
    diskFormat: 'raw',
    minDiskGib: 0,
    minRamMib: 0,
    sizeBytes: 1024,
    properties: {},
  };
}

const flavors: readonly FlavorRow[] = [
  flavorNamed('1', { vcpus: 1, ramMib: 512, rootGib: 1 }),
  flavorNamed('2', { vcpus: 1, ramMib: 2048, rootGib: 20 }),
  flavorNamed('small', { vcpus: 1, ramMib: 512, rootGib: 1 }),
  flavorNamed('large', { vcpus: 2, ramMib: 1024, rootGib: 2 }),
  flavorNamed('huge', { vcpus: 64, ramMib: 512, rootGib: 1 }),
  flavorNamed('ephemeral', { ephemeralGib: 10, swapMib: 512 }),
  flavorNamed('no-disk', { rootGib: 0 }),
  flavorNamed('private', { isPublic: false, projects: [idOf('builders')] }),
];

export function flavorNamed(id: string, more: Partial<FlavorRow> = {}): FlavorRow {
  return {
    id,
    name: `m1.${id}`,
    vcpus: 1,
    ramMib: 512,
    rootGib: 1,
    ephemeralGib: 0,
    swapMib: 0,
    rxtxFactor: 1,
    isPublic: true,
    disabled: false,
    description: null,
    extraSpecs: {},
    projects: [],
    createdAtSeconds: 1_700_000_000,
    ...more,
  };
}
