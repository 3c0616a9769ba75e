import { RequestError } from '../scheduler/request-error.ts';
import type { RequestFilter } from './request-filter.ts';

const KEY = 'filter_tenant_id';

/** Asks for the aggregates that are reserved for the project. */
export const requireTenantAggregate: RequestFilter = {
  name: 'require_tenant_aggregate',
  summary: 'Asks for hosts in an aggregate whose `filter_tenant_id...` is the project.',
  option: '[scheduler] limit_tenants_to_placement_aggregate',
  apply({ projectId }, { options, aggregates }, draft) {
    if (!options.scheduler.limit_tenants_to_placement_aggregate) return;
    // Nova looks the aggregates up by value alone and then wants any key with the prefix.
    const uuids = aggregates
      .filter(({ metadata }) => Object.values(metadata).includes(projectId))
      .filter(({ metadata }) => Object.keys(metadata).some((key) => key.startsWith(KEY)))
      .map(({ uuid }) => uuid);
    if (uuids.length > 0) draft.group().memberOf.push(uuids);
    else if (options.scheduler.placement_aggregate_required_for_tenants) {
      throw new RequestError('RequestFilterFailed', 'Scheduling failed: No hosts available for tenant', {
        stage: 'request',
      });
    }
  },
};
