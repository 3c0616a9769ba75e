import type { CandidateSource } from '../scheduler/candidate-source.ts';
import type { Aggregate } from './aggregate.ts';
import type { HostState } from './host-state.ts';

/** The hosts that one scheduler sees, with what it needs to know around them. */
export interface Cloud {
  /** Ascending by `index`, which is the position. */
  readonly hosts: readonly HostState[];
  readonly aggregates: readonly Aggregate[];
  /** The lowest version of all nova-compute services; request filters of newer Nova wait for it. */
  readonly computeServiceVersion?: number | undefined;
  /** `undefined`: every host is a candidate. */
  readonly placement?: CandidateSource | undefined;
}

/** Hears what changes in a cloud; calls are synchronous and come after the change. */
export interface CloudObserver {
  /**
   * Anything of one host. `amountsOnly`: nothing but what instances and operations take, which is
   * `vcpusUsed`, `ramFreeMib`, `diskFreeMib`, `numInstances`, `numIoOps`, `failedBuilds`, `instances`
   * and `instanceImageProperties`.
   */
  hostChanged(hostIndex: number, amountsOnly: boolean): void;
  /** Aggregates, and with them `HostState.aggregates` of any host. */
  aggregatesChanged?(): void;
}
