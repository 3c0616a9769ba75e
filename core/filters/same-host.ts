import type { HostState } from '../model/host-state.ts';
import { hintValues } from '../model/request-hints.ts';
import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

/** Passes the hosts of any of the instances that a hint names. Nova: `SameHostFilter`. */
export const sameHostFilter = defineFilter({
  name: 'SameHostFilter',
  summary: 'Passes hosts that run one of the instances of the hint `same_host`.',
  nova: { source: 'nova/scheduler/filters/affinity_filter.py' },
  codes: ['named-instances-elsewhere'],
  reads: ['instances'],
  oncePerRequest: true,
  bind(request) {
    const uuids = hintValues(request, 'same_host') ?? [];
    if (uuids.length === 0 || isBlankHint(uuids)) return undefined;
    return {
      passes: (host) => runsOneOf(host, uuids),
      explain: () => ({
        code: 'named-instances-elsewhere',
        needed: `one of the instances ${listNames(uuids)}`,
        had: 'none of them',
      }),
    };
  },
});

/** Passes the hosts of none of the instances that a hint names. Nova: `DifferentHostFilter`. */
export const differentHostFilter = defineFilter({
  name: 'DifferentHostFilter',
  summary: 'Passes hosts that run none of the instances of the hint `different_host`.',
  nova: { source: 'nova/scheduler/filters/affinity_filter.py' },
  codes: ['named-instance-on-host'],
  reads: ['instances'],
  oncePerRequest: true,
  bind(request) {
    const uuids = hintValues(request, 'different_host') ?? [];
    if (uuids.length === 0 || isBlankHint(uuids)) return undefined;
    return {
      passes: (host) => !runsOneOf(host, uuids),
      explain: (host) => ({
        code: 'named-instance-on-host',
        needed: `none of the instances ${listNames(uuids)}`,
        had: listNames(uuids.filter((uuid) => host.instances.has(uuid))),
      }),
    };
  },
});

/** A hint of one empty text counts as none. */
function isBlankHint(values: readonly string[]): boolean {
  return values.length === 1 && values[0] === '';
}

function runsOneOf({ instances }: HostState, uuids: readonly string[]): boolean {
  for (const uuid of uuids) if (instances.has(uuid)) return true;
  return false;
}
