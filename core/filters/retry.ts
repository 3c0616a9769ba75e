import { defineFilter } from './define-filter.ts';

/** Passes hosts on which this build has not failed yet. Nova until 21: `RetryFilter`. */
export const retryFilter = defineFilter({
  name: 'RetryFilter',
  summary: 'Passes hosts on which this build has not failed yet.',
  nova: { source: 'nova/scheduler/filters/retry_filter.py', removedIn: '22.0' },
  codes: ['already-tried'],
  reads: [],
  bind({ retryHosts }) {
    if (retryHosts === undefined || retryHosts.length === 0) return undefined;
    return {
      passes: (host) => !retryHosts.some(([name, node]) => name === host.host && node === host.node),
      explain: (host) => ({
        code: 'already-tried',
        needed: 'a host where the build was not tried',
        had: `tried on ${host.host} (${host.node})`,
      }),
    };
  },
});
