import type { RequestFilter } from './request-filter.ts';

/** Leaves out hosts whose compute service is disabled. */
export const computeStatusFilter: RequestFilter = {
  name: 'compute_status_filter',
  summary: 'Leaves out hosts with the trait COMPUTE_STATUS_DISABLED.',
  apply(_request, _context, draft) {
    draft.rootForbidden.add('COMPUTE_STATUS_DISABLED');
  },
};
