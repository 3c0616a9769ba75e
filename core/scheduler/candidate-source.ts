import type { CandidatesQuery } from '../placement/candidates-query.ts';

/**
 * Where the scheduler takes its candidates from: a Placement in memory, a Placement service's
 * answer, or every host (`undefined` in `Cloud`, as when Nova's filters are asked alone).
 */
export interface CandidateSource {
  /**
   * Writes the indexes (positions in `Cloud.hosts`) of the hosts whose provider tree can hold the
   * request, ascending, and returns their number. `out` holds at least one place per host.
   */
  hostsFor(query: CandidatesQuery, out: Int32Array): number;

  /**
   * Claims the resources of the query for a consumer on one host; false when there is no longer
   * room (another scheduler was faster). All or nothing.
   */
  claim(hostIndex: number, consumerUuid: string, query: CandidatesQuery): boolean;

  /** Frees what a consumer holds. */
  release(consumerUuid: string): void;

  /** Why a host is not among the candidates: the class or trait, what was needed and what it has. */
  explain(hostIndex: number, query: CandidatesQuery): CandidateRefusal | undefined;
}

export interface CandidateRefusal {
  /** `resource`, `trait`, `forbidden-trait`, `aggregate`, `unit`, `provider`. */
  readonly code: string;
  readonly resourceClass?: string | undefined;
  readonly needed: string;
  readonly had: string;
}
