import type { RequestFilter } from './request-filter.ts';

/** The first nova-compute that says which providers are Nova's. Nova: `MIN_COMPUTE_VERSION_OWNER_TRAIT`. */
const FIRST_COMPUTE_VERSION = 73;

/** Asks for providers that are Nova's own, once every compute service is new enough to say so. */
export const ownerNovaFilter: RequestFilter = {
  name: 'owner_nova_filter',
  summary: 'Asks for the trait OWNER_NOVA when every compute service of the cloud is at version 73 or above.',
  since: '33.0',
  apply({ requestedGroups, pciRequests }, { computeServiceVersion }, draft) {
    if (computeServiceVersion < FIRST_COMPUTE_VERSION) return;
    draft.rootRequired.add('OWNER_NOVA');
    const ids = new Set(pciRequests?.map(({ requestId }) => requestId));
    for (const { suffix } of requestedGroups ?? []) {
      // A group of a PCI request is named after it, with a number behind a dash.
      if (ids.has(suffix.slice(0, suffix.lastIndexOf('-')))) draft.group(suffix).requiredTraits.add('OWNER_NOVA');
    }
  },
};
