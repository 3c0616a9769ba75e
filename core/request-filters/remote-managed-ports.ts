import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts with SmartNICs, when a port is managed there. */
export const remoteManagedPortsFilter: RequestFilter = {
  name: 'remote_managed_ports_filter',
  summary: 'Asks for the trait COMPUTE_REMOTE_MANAGED_PORTS when a requested port is remote-managed.',
  apply({ requestedNetworks }, _context, draft) {
    if (requestedNetworks?.some(({ remoteManaged }) => remoteManaged === true) === true) {
      draft.rootRequired.add('COMPUTE_REMOTE_MANAGED_PORTS');
    }
  },
};
