import type { CandidateSource } from '../scheduler/candidate-source.ts';
import type { Aggregate } from './aggregate.ts';
import type { HostState } from './host-state.ts';

/** The hosts that one scheduler sees, with what it needs to know around them. */
export interface Cloud {
  /** Ascending by `index`, which is the position. */
  readonly hosts: readonly HostState[];
  readonly aggregates: readonly Aggregate[];
  /** `undefined`: every host is a candidate. */
  readonly placement?: CandidateSource | undefined;
}
