import type { ApiRoute } from '../../http/api-route.ts';
import { createApi } from '../../http/create-api.ts';
import { HttpService } from '../../http/http-service.ts';
import { clockOfThisMachine } from '../../http/service-options.ts';
import type { Authenticate, ServiceOptions } from '../../http/service-options.ts';
import { PolicyEngine } from '../../policy/policy-engine.ts';
import { NetworkContext } from './network-context.ts';
import type { NetworkSettings } from './network-context.ts';
import { renderNetworkError } from './network-faults.ts';
import { networkRules } from './network-rules.ts';
import { ResourceDoor, resourceRoutes } from './resource-routes.ts';
import { FloatingIps } from './resources/floating-ips.ts';
import { Networks } from './resources/networks.ts';
import { Ports } from './resources/ports.ts';
import { Routers } from './resources/routers.ts';
import { SecurityGroupRules } from './resources/security-group-rules.ts';
import { SecurityGroups } from './resources/security-groups.ts';
import { Subnets } from './resources/subnets.ts';
import { aboutRoutes } from './routes/about.ts';
import { agentRoutes } from './routes/agents.ts';
import type { NetworkHost } from './routes/agents.ts';
import { ipAvailabilityRoutes } from './routes/ip-availability.ts';
import { quotaRoutes } from './routes/quotas.ts';
import { routerInterfaceRoutes } from './routes/router-interfaces.ts';
import { tagRoutes } from './routes/tags.ts';
import { ServerNetworks } from './server-networks.ts';
import type { AnyResource } from './resource.ts';
import { openNetworkTables } from './tables.ts';

export interface NetworkServiceOptions extends ServiceOptions, NetworkSettings {
  readonly authenticate: Authenticate;
  /** Hosts that carry networks, for the list of agents; default none. */
  readonly hosts?: (() => readonly NetworkHost[]) | undefined;
}

/** Networks: Neutron's API v2.0, and the same for servers in this process. */
export class NetworkService extends HttpService {
  readonly #context: NetworkContext;
  /** Every method and path, for those who check that each is protected. */
  readonly routes: readonly ApiRoute[];
  /** What the conductor asks for its servers. */
  readonly servers: ServerNetworks;

  /** @throws DatabaseError */
  static async open(options: NetworkServiceOptions): Promise<NetworkService> {
    const tables = await openNetworkTables(options.database);
    const now = options.now ?? clockOfThisMachine;
    return new NetworkService(new NetworkContext(tables, options, now), options);
  }

  private constructor(context: NetworkContext, options: NetworkServiceOptions) {
    const ports = new Ports(context);
    const routers = new Routers(context, ports);
    const subnets = new Subnets(context);
    const tagged = [
      new Networks(context),
      subnets,
      ports,
      new SecurityGroups(context),
      routers,
      new FloatingIps(context, ports),
    ];
    const resources = [...tagged, new SecurityGroupRules(context)];
    const doorOf = (resource: AnyResource): ResourceDoor => new ResourceDoor(context, resource);
    const doors = { routers: doorOf(routers), ports: doorOf(ports), subnets: doorOf(subnets) };
    const routes = [
      ...aboutRoutes(resources),
      ...resources.flatMap((resource) => resourceRoutes(context, resource)),
      ...tagged.flatMap((resource) => tagRoutes(context, resource)),
      ...routerInterfaceRoutes(context, { routers, ports, doors }),
      ...quotaRoutes(context),
      ...agentRoutes(options.hosts ?? ((): readonly NetworkHost[] => [])),
      ...ipAvailabilityRoutes(context),
    ];
    super(
      createApi({
        routes,
        policy: options.policy ?? new PolicyEngine(networkRules),
        authenticate: options.authenticate,
        renderError: renderNetworkError,
        logger: options.logger,
        trace: options.trace,
      }),
    );
    this.#context = context;
    this.routes = routes;
    this.servers = new ServerNetworks(context, ports);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#context.changes.stop();
    await this.#context.tables.database.close();
  }
}
