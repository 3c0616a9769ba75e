import { ApiError } from '../http/api-error.ts';
import { createApi } from '../http/create-api.ts';
import { HttpService } from '../http/http-service.ts';
import { clockOfThisMachine } from '../http/service-options.ts';
import type { Authenticate, ServiceOptions } from '../http/service-options.ts';
import type { ApiRoute } from '../http/api-route.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import type { ComputeParts } from './compute-parts.ts';
import { computeRules } from './compute-rules.ts';
import { HostProviders } from './hosts/host-providers.ts';
import type { PlacementAccount } from './hosts/host-providers.ts';
import { HostZones } from './hosts/host-zones.ts';
import { apiRoutes, withoutProject } from './http/api-routes.ts';
import { computeError } from './http/compute-error.ts';
import type { ComputeRoute } from './http/compute-route.ts';
import { microversionHeaders } from './http/microversion.ts';
import { Quotas } from './quotas/quotas.ts';
import { aggregateRoutes } from './routes/aggregates.ts';
import { availabilityZoneRoutes } from './routes/availability-zones.ts';
import { extensionRoutes } from './routes/extensions.ts';
import { flavorAccessRoutes } from './routes/flavor-access.ts';
import { flavorExtraSpecRoutes } from './routes/flavor-extra-specs.ts';
import { flavorRoutes } from './routes/flavors.ts';
import { hypervisorRoutes } from './routes/hypervisors.ts';
import { keyPairRoutes } from './routes/keypairs.ts';
import { limitRoutes } from './routes/limits.ts';
import { migrationRoutes } from './routes/migrations.ts';
import { quotaClassRoutes } from './routes/quota-class-sets.ts';
import { quotaSetRoutes } from './routes/quota-sets.ts';
import { serverGroupRoutes } from './routes/server-groups.ts';
import { serviceRoutes } from './routes/services.ts';
import { tenantUsageRoutes } from './routes/tenant-usage.ts';
import { versionListRoute, versionRoutes } from './routes/versions.ts';
import { serverRoutes } from './servers/server-routes.ts';
import type { ServerServices } from './servers/server-services.ts';

/** Without a policy: Nova's rules of 2023 and later. */
export interface ComputeApiOptions
  extends Omit<ServiceOptions, 'database'>, Pick<ServerServices, 'conductor' | 'networks' | 'images' | 'consoles'> {
  /** Shared with the conductor; whoever opened them closes them. */
  readonly tables: ComputeTables;
  readonly authenticate: Authenticate;
  /** Hears of aggregates and of hosts that are disabled. */
  readonly placement?: PlacementAccount | undefined;
  /** Whether identity knows a project; without it every id is taken for one. */
  readonly hasProject?: ((projectId: string) => boolean | Promise<boolean>) | undefined;
  /** Routes outside `/v2.1`. */
  readonly otherRoutes?: readonly ApiRoute[] | undefined;
}

/** Servers and what they are made of: Nova's API 2.1 with its microversions. */
export class ComputeApi extends HttpService {
  /** Every method, path and action, for those who check that each is protected. */
  readonly routes: readonly ComputeRoute[];
  /** The same for what is outside of `/v2.1`. */
  readonly otherRoutes: readonly ApiRoute[];

  constructor(options: ComputeApiOptions) {
    const parts = partsOf(options);
    const { conductor, networks, images, consoles } = options;
    const routes = [
      // Asked for most: paths are tried in this order.
      ...serverRoutes({ ...parts, conductor, networks, images, consoles }),
      ...versionRoutes(),
      ...extensionRoutes(),
      ...flavorRoutes(parts),
      ...flavorAccessRoutes(parts),
      ...flavorExtraSpecRoutes(parts),
      ...keyPairRoutes(parts),
      ...serverGroupRoutes(parts),
      ...aggregateRoutes(parts),
      ...availabilityZoneRoutes(parts),
      ...hypervisorRoutes(parts),
      ...serviceRoutes(parts),
      ...quotaSetRoutes(parts),
      ...quotaClassRoutes(parts),
      ...limitRoutes(parts),
      ...tenantUsageRoutes(parts),
      ...migrationRoutes(),
    ];
    const otherRoutes = [versionListRoute(), ...(options.otherRoutes ?? [])];
    super(
      createApi({
        routes: [...apiRoutes(routes), ...otherRoutes],
        policy: options.policy ?? new PolicyEngine(computeRules, { enforceNewDefaults: true }),
        authenticate: options.authenticate,
        rewrite: withoutProject,
        headers: ({ headers, path }) => (path.startsWith('/v2.1') ? microversionHeaders(headers) : {}),
        renderError: computeError,
        logger: options.logger,
        trace: options.trace,
      }),
    );
    this.routes = routes;
    this.otherRoutes = otherRoutes;
  }
}

function partsOf({ tables, placement, hasProject, now }: ComputeApiOptions): ComputeParts {
  return {
    tables,
    quotas: new Quotas(tables),
    zones: new HostZones(tables),
    providers: new HostProviders(tables, placement),
    isProject: async (projectId) => {
      if (await (hasProject?.(projectId) ?? true)) return;
      throw new ApiError(400, `Project ID ${projectId} is not a valid project.`);
    },
    now: now ?? clockOfThisMachine,
  };
}
