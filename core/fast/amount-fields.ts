import type { HostState } from '../model/host-state.ts';

/** Fields of a host that change with `amountsOnly` (see `CloudObserver`). */
export const amountFields: ReadonlySet<keyof HostState> = new Set<keyof HostState>([
  'vcpusUsed',
  'ramFreeMib',
  'diskFreeMib',
  'numInstances',
  'numIoOps',
  'failedBuilds',
  'instances',
  'instanceImageProperties',
]);

/** Fields of a host that change when an instance comes. */
export const consumedFields: ReadonlySet<keyof HostState> = new Set(
  [...amountFields].filter((field) => field !== 'failedBuilds'),
);
