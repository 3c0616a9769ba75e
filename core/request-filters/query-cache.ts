import type { Aggregate } from '../model/aggregate.ts';
import type { Cloud } from '../model/cloud.ts';
import type { Flavor } from '../model/flavor.ts';
import type { Image } from '../model/image.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { buildQuery } from './build-query.ts';

/**
 * Keeps queries: requests for the same flavor and image objects, from the same project into the same
 * zone, ask Placement the same. A source may know a query again by its identity.
 */
export class QueryCache {
  private readonly cloud: Cloud;
  private readonly options: ResolvedOptions;
  private aggregates: readonly Aggregate[];
  private byFlavor = new WeakMap<Flavor, WeakMap<Image, Map<string, CandidatesQuery>>>();

  constructor(cloud: Cloud, options: ResolvedOptions) {
    this.cloud = cloud;
    this.options = options;
    this.aggregates = cloud.aggregates;
  }

  /** Throws as buildQuery does. */
  of(request: RequestSpec): CandidatesQuery {
    if (isSpecial(request)) return buildQuery(request, this.cloud, this.options);
    if (this.aggregates !== this.cloud.aggregates) this.forget();
    const queries = this.queriesOf(request.flavor, request.image ?? NO_IMAGE);
    const byProject = this.options.scheduler.limit_tenants_to_placement_aggregate;
    const key = `${request.bootFromVolume === true}\0${request.availabilityZone ?? ''}\0${byProject ? request.projectId : ''}`;
    let query = queries.get(key);
    if (query === undefined) {
      query = buildQuery(request, this.cloud, this.options);
      queries.set(key, query);
    }
    return query;
  }

  private queriesOf(flavor: Flavor, image: Image): Map<string, CandidatesQuery> {
    let byImage = this.byFlavor.get(flavor);
    if (byImage === undefined) this.byFlavor.set(flavor, (byImage = new WeakMap()));
    let queries = byImage.get(image);
    if (queries === undefined) byImage.set(image, (queries = new Map()));
    return queries;
  }

  private forget(): void {
    this.aggregates = this.cloud.aggregates;
    this.byFlavor = new WeakMap();
  }
}

const NO_IMAGE: Image = { properties: {} };

/** Requests that name hosts or bring networks or groups of their own are asked one by one. */
function isSpecial(request: RequestSpec): boolean {
  const { requestedDestination, forceHosts, forceNodes, requestedNetworks, requestedGroups } = request;
  if (requestedDestination !== undefined) return true;
  return [forceHosts, forceNodes, requestedNetworks, requestedGroups].some((list) => (list?.length ?? 0) > 0);
}
