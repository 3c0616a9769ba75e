import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts that can attach accelerators, when the flavor has a device profile. */
export const acceleratorsFilter: RequestFilter = {
  name: 'accelerators_filter',
  summary: 'Asks for the trait COMPUTE_ACCELERATORS for a flavor with `accel:device_profile`.',
  apply({ flavor }, _context, draft) {
    if (flavor.extraSpecs['accel:device_profile']) draft.rootRequired.add('COMPUTE_ACCELERATORS');
  },
};
