import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProvider } from '../../../core/index.ts';
import { InProcessBus } from '../../../real/bus/index.ts';
import { ImagesOfServers } from '../../../real/cloud/images-of-servers.ts';
import { ComputeApi } from '../../../real/compute-api/index.ts';
import { BusConductorClient } from '../../../real/conductor/index.ts';
import { ImageService } from '../../../real/image/index.ts';
import { NetworkService } from '../../../real/network/api/index.ts';
import type { FlavorRow } from '../../../real/objects/catalogue.ts';
import type { ServiceRow } from '../../../real/objects/service.ts';
import { openComputeTables } from '../../../real/objects/tables.ts';
import type { ComputeTables } from '../../../real/objects/tables.ts';
import { PlacementService } from '../../../real/placement/index.ts';
import { astrolabeRoutes, Tracing } from '../../../real/trace/index.ts';
import { IdentityCloud } from '../identity/identity-cloud.ts';

export interface ComputeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
  readonly body: any;
}

export interface ComputeQuestion {
  readonly token?: string | undefined;
  /** A microversion: `2.47`. */
  readonly version?: string | undefined;
  /** A text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Person = 'admin' | 'member' | 'reader' | 'other';

/** Identity, image, network, placement and the compute API that run, without a conductor: messages to it wait. */
export class ComputeCloud {
  readonly identity: IdentityCloud;
  readonly tables: ComputeTables;
  readonly placement: PlacementService;
  readonly network: NetworkService;
  readonly api: ComputeApi;
  readonly url: string;
  readonly people: Readonly<Record<Person, { readonly userId: string; readonly projectId: string }>>;
  tokens: Readonly<Record<Person, string>>;
  readonly #closers: (() => Promise<void> | void)[];

  private constructor(
    parts: Pick<ComputeCloud, 'identity' | 'tables' | 'placement' | 'network' | 'api' | 'url' | 'people' | 'tokens'>,
    closers: (() => Promise<void> | void)[],
  ) {
    ({
      identity: this.identity,
      tables: this.tables,
      placement: this.placement,
      network: this.network,
      api: this.api,
      url: this.url,
      people: this.people,
      tokens: this.tokens,
    } = parts);
    this.#closers = closers;
  }

  /** Everybody but `other` is in one project. The clock stands where the identity service's does, until it is turned. */
  static async start(identityOptions: Parameters<typeof IdentityCloud.start>[0] = {}): Promise<ComputeCloud> {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-compute-'));
    const identity = await IdentityCloud.start(identityOptions);
    const authenticate = identity.service.credentialsOf.bind(identity.service);
    const tables = await openComputeTables(':memory:');
    const placement = await PlacementService.start({ database: ':memory:', port: 0 });
    const network = await NetworkService.open({ database: ':memory:', authenticate });
    const image = await ImageService.open({ database: ':memory:', folder, authenticate });
    const tracing = await Tracing.open({ file: ':memory:' });
    const bus = new InProcessBus();
    const api = new ComputeApi({
      tables,
      authenticate,
      placement,
      hasProject: (id) => identity.service.isProject(id),
      conductor: new BusConductorClient(bus),
      networks: network.servers,
      images: new ImagesOfServers(image),
      otherRoutes: astrolabeRoutes({ tables, tracing }),
      consoles: { open: async () => 'http://127.0.0.1:6080/vnc_auto.html?path=%3Ftoken%3Dsecret' },
    });
    const url = await api.listen(0);
    const people = await makePeople(identity);
    const tokens = await logIn(identity);
    return new ComputeCloud({ identity, tables, placement, network, api, url, people, tokens }, [
      () => api.close(),
      () => bus.close(),
      () => image.close(),
      () => network.close(),
      () => placement.close(),
      () => tracing.close(),
      () => tables.database.close(),
      () => identity.close(),
      () => rmSync(folder, { recursive: true }),
    ]);
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }

  /** New tokens for everybody. */
  async logInAgain(): Promise<void> {
    this.tokens = await logIn(this.identity);
  }

  /** The path is below `/v2.1`. */
  async ask(
    method: string,
    where: string,
    { token, version, body, headers }: ComputeQuestion = {},
  ): Promise<ComputeAnswer> {
    return this.askAt(method, `/v2.1${where}`, { token, version, body, ...(headers && { headers }) });
  }

  async askAt(
    method: string,
    where: string,
    { token, version, body, headers }: ComputeQuestion = {},
  ): Promise<ComputeAnswer> {
    const response = await fetch(`${this.url}${where}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== undefined && { 'x-auth-token': token }),
        ...(version !== undefined && { 'openstack-api-version': `compute ${version}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  /** What Nova's own tests begin with: these flavors, and two hosts. */
  async furnish(): Promise<void> {
    const nowSeconds = Date.now() / 1000;
    await this.tables.database.write(() => {
      for (const flavor of novaFlavors) this.tables.flavors.put({ ...flavor, createdAtSeconds: nowSeconds });
      const services: [ServiceRow['binary'], string][] = [
        ['nova-conductor', 'conductor'],
        ['nova-scheduler', 'scheduler'],
        ['nova-compute', 'compute1'],
        ['nova-compute', 'compute2'],
      ];
      for (const [index, [binary, host]] of services.entries()) {
        this.tables.services.put({
          uuid: randomUUID(),
          binary,
          host,
          version: 66,
          disabled: false,
          disabledReason: null,
          forcedDown: false,
          createdAtSeconds: nowSeconds + index,
          lastSeenSeconds: nowSeconds,
        });
      }
    });
    for (const host of ['compute1', 'compute2']) await this.addHost(host);
  }

  async addHost(host: string): Promise<string> {
    const uuid = randomUUID();
    // Hosts are shown in the order in which they came.
    const seconds = Date.now() / 1000 + this.tables.computeNodes.size;
    await this.tables.database.write(() =>
      this.tables.computeNodes.put({
        uuid,
        host,
        node: host,
        hostIp: '192.0.2.2',
        description: fakeHost(host),
        cpuAllocationRatio: 4,
        ramAllocationRatio: 1,
        diskAllocationRatio: 1,
        reservedVcpus: 0,
        reservedRamMib: 512,
        reservedDiskGib: 0,
        createdAtSeconds: seconds,
        updatedAtSeconds: seconds,
      }),
    );
    const { placement } = this.placement;
    await this.placement.commit(placement.transact(() => createProvider(placement, { uuid, name: host })));
    return uuid;
  }
}

async function makePeople(identity: IdentityCloud): Promise<ComputeCloud['people']> {
  const admin = await identity.admin();
  const member = await identity.member('member', 'member', admin);
  const other = await identity.member('other', 'member', admin);
  const grant = async (name: string, roleName: string): Promise<string> => {
    const body = { user: { name, password: `${name}-password` } };
    const user = await identity.ask('POST', '/v3/users', { token: admin, body });
    const roles = await identity.ask('GET', `/v3/roles?name=${roleName}`, { token: admin });
    const where = `/v3/projects/${member.projectId}/users/${user.body.user.id}/roles/${roles.body.roles[0].id}`;
    await identity.ask('PUT', where, { token: admin });
    return user.body.user.id as string;
  };
  const { projectId } = member;
  return {
    member,
    other,
    reader: { userId: await grant('reader', 'reader'), projectId },
    admin: { userId: await grant('boss', 'admin'), projectId },
  };
}

async function logIn(identity: IdentityCloud): Promise<ComputeCloud['tokens']> {
  return {
    admin: await identity.token('boss', 'boss-password', 'member'),
    member: await identity.token('member', 'member-password', 'member'),
    reader: await identity.token('reader', 'reader-password', 'member'),
    other: await identity.token('other', 'other-password', 'other'),
  };
}

const novaFlavors = (
  [
    ['1', 'm1.tiny', 1, 512, 1],
    ['2', 'm1.small', 1, 2048, 20],
    ['3', 'm1.medium', 2, 4096, 40],
    ['4', 'm1.large', 4, 8192, 80],
    ['5', 'm1.xlarge', 8, 16_384, 160],
    ['6', 'm1.tiny.specs', 1, 512, 1],
  ] as const
).map(([id, name, vcpus, ramMib, rootGib]): Omit<FlavorRow, 'createdAtSeconds'> => {
  return {
    id,
    name,
    vcpus,
    ramMib,
    rootGib,
    ephemeralGib: 0,
    swapMib: 0,
    rxtxFactor: 1,
    isPublic: true,
    disabled: false,
    description: null,
    extraSpecs: id === '6' ? { 'hw:numa_nodes': '1' } : {},
    projects: [],
  };
});

function fakeHost(hostname: string) {
  return {
    hostname,
    hypervisorType: 'fake',
    hypervisorVersion: 1000,
    libvirtVersion: 0,
    virtType: 'fake' as const,
    canaryBooted: true,
    cpuArch: 'x86_64',
    cpuModel: 'Nehalem',
    cpuVendor: 'Intel',
    cpuFeatures: ['pge', 'clflush'],
    vcpus: 2,
    ramMib: 8192,
    diskGib: 1028,
    diskFreeGib: 0,
    numaTopology: null,
    pciDevices: [],
  };
}
