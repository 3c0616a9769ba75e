/** One numbered or unnumbered group of an allocation candidates query. */
export interface RequestGroup {
  /** `''` for the group without suffix. */
  readonly suffix: string;
  /** Amount by resource class. */
  readonly resources: Readonly<Record<string, number>>;
  /** All of these; each entry is satisfied by any of its traits (`in:` from microversion 1.39). */
  readonly requiredTraits: readonly (readonly string[])[];
  readonly forbiddenTraits: readonly string[];
  /** All of these; each entry is satisfied by membership in any of its aggregates (uuids). */
  readonly memberOf: readonly (readonly string[])[];
  readonly forbiddenAggregates: readonly string[];
  /** Uuid of a provider whose tree must supply the group. */
  readonly inTree?: string | undefined;
}

/** A query for allocation candidates, as `GET /allocation_candidates` asks it at microversion 1.39. */
export interface CandidatesQuery {
  readonly groups: readonly RequestGroup[];
  readonly groupPolicy?: 'none' | 'isolate' | undefined;
  /** Each entry names suffixes whose providers must share one subtree. */
  readonly sameSubtree: readonly (readonly string[])[];
  readonly rootRequired: readonly string[];
  readonly rootForbidden: readonly string[];
  readonly limit?: number | undefined;
}
