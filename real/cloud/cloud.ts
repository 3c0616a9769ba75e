import { access } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { InProcessBus, RabbitMqBus } from '../bus/index.ts';
import type { Bus } from '../bus/index.ts';
import { writeDurably } from '../files/durable-file.ts';
import { computeRules } from '../compute-api/compute-rules.ts';
import type { ComputeParts } from '../compute-api/compute-parts.ts';
import { ComputeApi } from '../compute-api/index.ts';
import type { ServerServices } from '../compute-api/servers/server-services.ts';
import { BusConductorClient } from '../conductor/conductor-client.ts';
import { ConductorService } from '../conductor/conductor-service.ts';
import type { ConductorServiceOptions } from '../conductor/conductor-service.ts';
import { isServiceUp } from '../conductor/service-registry.ts';
import { ConsoleService } from '../console/index.ts';
import type { HttpService } from '../http/http-service.ts';
import { IdentityService, identityRules } from '../identity/index.ts';
import type { Administrator } from '../identity/index.ts';
import { ImageService, imageRules } from '../image/index.ts';
import { NetworkService, networkRules } from '../network/api/index.ts';
import { openComputeTables } from '../objects/tables.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { PlacementClient, PlacementService, placementRules } from '../placement/index.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import type { DefaultRules, PolicyOptions } from '../policy/policy-engine.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { SchedulerService } from '../scheduler/scheduler-service.ts';
import { astrolabeRoutes, collectSpans, tracedBus, tracedRequests, Tracing } from '../trace/index.ts';
import { Closers } from './closers.ts';
import { portOf } from './cloud-options.ts';
import type { CloudOptions, ServiceName } from './cloud-options.ts';
import { cloudsYaml } from './clouds-yaml.ts';
import { ConsoleAddresses } from './console-addresses.ts';
import { defaultFlavors } from './default-flavors.ts';
import { ImagesOfServers } from './images-of-servers.ts';
import { LocalImages } from './local-images.ts';
import type { AgentAccess } from './host-agent.ts';
import { openHosts } from './open-hosts.ts';
import { serviceAuthenticator } from './service-authenticator.ts';
import type { Authenticate } from './service-authenticator.ts';
import { StateFolder } from './state-folder.ts';
import type { Secrets } from './state-folder.ts';
import { makeDefaultNetwork } from './make-default-network.ts';
import { makeTestImage } from './make-test-image.ts';

/** All services of a small cloud and its hosts, in one process. */
export class Cloud {
  /** By the services' types, as the catalog has them. */
  readonly urls: Readonly<Record<string, string>>;
  readonly adminPassword: string;
  /** What OpenStack's clients need in order to use it; readable by its owner only. */
  readonly cloudsFile: string;
  readonly #closers: Closers;

  private constructor(urls: Cloud['urls'], adminPassword: string, cloudsFile: string, closers: Closers) {
    this.urls = urls;
    this.adminPassword = adminPassword;
    this.cloudsFile = cloudsFile;
    this.#closers = closers;
  }

  /** @throws HypervisorError, DatabaseError, PolicyError, or the error of a port; then nothing stays open */
  static async open(options: CloudOptions): Promise<Cloud> {
    const closers = new Closers();
    try {
      const state = await StateFolder.take(options.stateFolder);
      closers.add(() => state.release());
      const builder = new CloudBuilder(options, state, await state.secrets(), closers);
      const urls = await builder.build();
      const { adminPassword } = builder.secrets;
      const cloudsFile = state.file('clouds.yaml');
      await writeDurably(cloudsFile, cloudsYaml({ identityUrl: urls['identity']!, password: adminPassword }));
      await state.announce({ pid: process.pid, startedAtSeconds: Date.now() / 1000, urls });
      return new Cloud(urls, adminPassword, cloudsFile, closers);
    } catch (error) {
      await closers.close().catch((failure: unknown) => options.logger.error({ err: failure }, 'closing failed'));
      throw error;
    }
  }

  /** Guests go on. */
  close(): Promise<void> {
    return this.#closers.close();
  }
}

class CloudBuilder {
  readonly secrets: Secrets;
  readonly #options: CloudOptions;
  readonly #state: StateFolder;
  readonly #closers: Closers;
  readonly #host: string;

  constructor(options: CloudOptions, state: StateFolder, secrets: Secrets, closers: Closers) {
    this.#options = options;
    this.#state = state;
    this.secrets = secrets;
    this.#closers = closers;
    this.#host = options.host ?? '127.0.0.1';
  }

  async build(): Promise<Record<string, string>> {
    const tracing = await this.#openTracing();
    const bus = await this.#openBus(tracing);
    const identity = await this.#openIdentity(tracing);
    const authenticate = serviceAuthenticator(this.secrets.serviceToken, (headers) => identity.credentialsOf(headers));
    const placement = await this.#openPlacement(authenticate);
    const image = await this.#openImage(authenticate, tracing);
    const tables = await this.#openTables();
    const network = await this.#openNetwork(authenticate, tracing, tables);
    const images = new LocalImages(image);
    await this.#openScheduler(tables, bus, placement);
    const conductor = await this.#openConductor({ tables, bus, images, networks: network.servers, placement });
    const hosts = this.#openHosts(bus, images, placement.url);
    // It is to end before the hosts: what they have not done then is taken up by the next one.
    this.#closers.add(() => conductor.close());
    // And not while they start: they would wait for its answers.
    this.#closers.add(() => hosts.catch(() => {}));
    const console = await this.#openConsole();
    const client = new BusConductorClient(bus);
    const services = {
      conductor: client,
      networks: network.servers,
      images: new ImagesOfServers(image),
      consoles: new ConsoleAddresses(client, console),
    };
    const compute = this.#openCompute({ tables, identity, placement, authenticate, tracing, services });
    const urls = {
      identity: `${await this.#listen('identity', identity)}/v3`,
      placement: placement.url,
      image: await this.#listen('image', image),
      network: await this.#listen('network', network),
      compute: `${await this.#listen('compute', compute)}/v2.1`,
    };
    const administrator = await identity.bootstrap({
      adminPassword: this.secrets.adminPassword,
      services: Object.entries(urls).map(([type, url]) => ({ type, name: projectNames[type as ServiceName], url })),
    });
    await this.#makeDefaults(administrator, image, tables, urls.network);
    await hosts;
    await this.#tellAgents(urls);
    return { ...urls, console: console.url };
  }

  async #openTracing(): Promise<Tracing> {
    const { otlpUrl } = this.#options;
    const file = await this.#database('traces');
    const tracing = await Tracing.open({ file, otlpUrl, logger: this.#log('trace') });
    this.#closers.add(() => tracing.close());
    return tracing;
  }

  async #openBus(tracing: Tracing): Promise<Bus> {
    const { busUrl } = this.#options;
    const logger = this.#log('bus');
    const plain =
      busUrl === undefined ? new InProcessBus({ logger }) : await RabbitMqBus.connect({ url: busUrl, logger });
    const bus = tracedBus(plain, tracing);
    this.#closers.add(() => bus.close());
    if (busUrl !== undefined) await collectSpans(plain, tracing);
    return bus;
  }

  async #openIdentity(tracing: Tracing): Promise<IdentityService> {
    const identity = await IdentityService.open({
      database: await this.#database('identity'),
      policy: this.#policy('identity', identityRules),
      tokenLifetimeSeconds: this.#options.tokenLifetimeSeconds,
      logger: this.#log('identity'),
      trace: tracedRequests(tracing, 'identity'),
    });
    this.#closers.add(() => identity.close());
    return identity;
  }

  async #openPlacement(authenticate: Authenticate): Promise<PlacementService> {
    const placement = await PlacementService.start({
      database: await this.#database('placement'),
      port: portOf('placement', this.#options.portBase),
      host: this.#host,
      authenticator: { authenticate },
      policy: this.#policy('placement', placementRules),
      logger: this.#log('placement'),
    });
    this.#closers.add(() => placement.close());
    return placement;
  }

  async #openImage(authenticate: Authenticate, tracing: Tracing): Promise<ImageService> {
    const image = await ImageService.open({
      database: await this.#database('image'),
      folder: await this.#state.folder('images'),
      authenticate,
      policy: this.#policy('image', imageRules),
      logger: this.#log('image'),
      trace: tracedRequests(tracing, 'image'),
    });
    this.#closers.add(() => image.close());
    return image;
  }

  async #openNetwork(
    authenticate: Authenticate,
    tracing: Tracing,
    { services }: ComputeTables,
  ): Promise<NetworkService> {
    const network = await NetworkService.open({
      database: await this.#database('network'),
      authenticate,
      hosts: () =>
        [...services.all()]
          .filter(({ binary }) => binary === 'nova-compute')
          .map((service) => ({ ...service, isAlive: isServiceUp(service, Date.now() / 1000) })),
      policy: this.#policy('network', networkRules),
      logger: this.#log('network'),
      trace: tracedRequests(tracing, 'network'),
    });
    this.#closers.add(() => network.close());
    return network;
  }

  async #openTables(): Promise<ComputeTables> {
    const tables = await openComputeTables(await this.#database('compute'));
    this.#closers.add(() => tables.database.close());
    return tables;
  }

  async #openScheduler(tables: ComputeTables, bus: Bus, placement: PlacementService): Promise<void> {
    const scheduler = await SchedulerService.open({ tables, bus, placement, logger: this.#log('scheduler') });
    this.#closers.add(() => scheduler.close());
  }

  async #openConductor(parts: Omit<ConductorServiceOptions, 'host' | 'logger'>): Promise<ConductorService> {
    const conductor = await ConductorService.open({ ...parts, host: hostname(), logger: this.#log('conductor') });
    this.#closers.add(() => conductor.close());
    return conductor;
  }

  /** Beside the rest: libvirt and canaries take seconds. */
  #openHosts(bus: Bus, images: LocalImages, placementUrl: string): Promise<void> {
    const closers = new Closers();
    const opening = openHosts(this.#options.hypervisors, {
      bus,
      images,
      placement: new PlacementClient(placementUrl, this.secrets.serviceToken),
      folder: this.#state.file('host'),
      hostIp: this.#host,
      logger: this.#log('compute'),
      closers,
    });
    this.#closers.add(async () => {
      await opening.catch(() => {});
      await closers.close();
    });
    return opening;
  }

  /** What agents in other processes need in order to join. Without a broker they cannot. */
  async #tellAgents({ image, placement }: { readonly image: string; readonly placement: string }): Promise<void> {
    const { busUrl } = this.#options;
    if (busUrl === undefined) return;
    const told: AgentAccess = {
      busUrl,
      imageUrl: image,
      placementUrl: placement,
      serviceToken: this.secrets.serviceToken,
    };
    await writeDurably(this.#state.file('agent.json'), `${JSON.stringify(told, null, 2)}\n`);
  }

  #openCompute({ identity, tracing, services, ...parts }: ComputeApiParts): ComputeApi {
    const compute = new ComputeApi({
      ...parts,
      hasProject: (id) => identity.isProject(id),
      policy: this.#policy('compute', computeRules, { enforceNewDefaults: true }),
      ...services,
      otherRoutes: astrolabeRoutes({ tables: parts.tables, tracing }),
      logger: this.#log('compute-api'),
      trace: tracedRequests(tracing, 'compute-api'),
    });
    this.#closers.add(() => compute.close());
    return compute;
  }

  async #openConsole(): Promise<ConsoleService> {
    const service = await ConsoleService.listen({
      port: portOf('console', this.#options.portBase),
      host: this.#host,
      logger: this.#log('console'),
    });
    this.#closers.add(() => service.close());
    return service;
  }

  /** They hold what users keep in them: nobody else looks into their folder. */
  async #database(name: string): Promise<string> {
    return path.join(await this.#state.folder('databases'), `${name}.sqlite`);
  }

  #listen(name: ServiceName, service: HttpService): Promise<string> {
    return service.listen(portOf(name, this.#options.portBase), this.#host);
  }

  /** What a cloud has at its first start; what its operator takes away afterwards stays away. */
  async #makeDefaults(
    { projectId }: Administrator,
    image: ImageService,
    tables: ComputeTables,
    networkUrl: string,
  ): Promise<void> {
    const mark = this.#state.file('defaults-made');
    if (await isThere(mark)) return;
    const seconds = Date.now() / 1000;
    await tables.database.write(() => {
      for (const flavor of defaultFlavors(seconds)) if (!tables.flavors.get(flavor.id)) tables.flavors.put(flavor);
    });
    await makeTestImage(image, projectId);
    const cidr = this.#options.networkCidr ?? '10.77.0.0/20';
    await makeDefaultNetwork({ url: networkUrl, token: this.secrets.serviceToken, projectId, cidr });
    await writeDurably(mark, '');
  }

  /** The operator's rules over the service's own; undefined leaves those as they are. */
  #policy(service: ServiceName, rules: DefaultRules, options: PolicyOptions = {}): PolicyEngine | undefined {
    const file = this.#options.policyFiles?.[service];
    return file === undefined ? undefined : new PolicyEngine(rules, { ...options, rules: readPolicyFile(file) });
  }

  #log(service: string): Logger {
    return this.#options.logger.child({ service });
  }
}

interface ComputeApiParts {
  readonly tables: ComputeTables;
  readonly identity: IdentityService;
  readonly placement: PlacementService;
  readonly authenticate: Authenticate;
  readonly tracing: Tracing;
  readonly services: Omit<ServerServices, keyof ComputeParts>;
}

/** As OpenStack's projects are called. */
const projectNames: Readonly<Record<ServiceName, string>> = {
  identity: 'keystone',
  compute: 'nova',
  placement: 'placement',
  image: 'glance',
  network: 'neutron',
  console: 'novnc',
};

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
