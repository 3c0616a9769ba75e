import type { RunDescription } from '../../store/index.ts';
import type { RunInput } from '../run/run-input.ts';

/** Names of the hosts and flavors of a run, for whoever reads its results. */
export function describeRun(input: RunInput): RunDescription {
  return {
    hosts: input.hosts.map(({ name, kind, zone }) => ({ name, kind, zone })),
    flavors: input.workload.flavors.map(({ name, vcpus, ramMib, rootGib, ephemeralGib }) => ({
      name,
      vcpus,
      ramMib,
      diskGib: rootGib + ephemeralGib,
    })),
    durationSeconds: input.durationSeconds,
  };
}
