import type { Cloud } from '../model/cloud.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { NovaLevel, ResolvedOptions } from '../options/resolve-options.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { addExtraSpecGroups, addFlavorAmounts } from './flavor-resources.ts';
import { QueryDraft } from './query-draft.ts';
import { requestFilters } from './registry.ts';
import type { RequestFilter } from './request-filter.ts';
import { addRequestedGroups } from './requested-groups.ts';
import { targetProvider } from './target-provider.ts';
import { addCpuPolicies, addDeviceWishes, addImageTraits } from './translated-wishes.ts';

/**
 * Turns a request into the query that Placement is asked: what flavor and image want, then the
 * request filters. Nova: `request_filter.process_reqspec` and `utils.resources_from_request_spec`.
 *
 * Throws RequestError (`place.stage` `request`) for a request that can go nowhere, and HardwareError
 * for CPU policies that conflict.
 */
export function buildQuery(request: RequestSpec, cloud: Cloud, options: ResolvedOptions): CandidatesQuery {
  const { flavor, image } = request;
  const draft = new QueryDraft();
  draft.limit = options.scheduler.max_placement_results;
  addExtraSpecGroups(flavor, draft);
  addImageTraits(image, draft);
  addCpuPolicies(flavor, image, draft);
  addRequestedGroups(request.requestedGroups, draft);
  addFlavorAmounts(request, draft);
  addDeviceWishes(flavor, image, options.nova, draft);
  applyRequestFilters(request, cloud, options, draft);
  const target = targetProvider(request, cloud);
  if (target === 'many') draft.limit = undefined;
  else if (target !== undefined) draft.group().inTree = target.uuid;
  return draft.finish();
}

function applyRequestFilters(request: RequestSpec, cloud: Cloud, options: ResolvedOptions, draft: QueryDraft): void {
  const context = { options, aggregates: cloud.aggregates, computeServiceVersion: cloud.computeServiceVersion ?? 0 };
  for (const filter of requestFilters) {
    if (!exists(filter, options.nova)) continue;
    try {
      filter.apply(request, context, draft);
    } catch (error) {
      if (error instanceof RequestError) error.place = { stage: 'request', filter: filter.name };
      throw error;
    }
  }
}

function exists({ since }: RequestFilter, nova: NovaLevel): boolean {
  return nova !== '26' || since === undefined;
}
