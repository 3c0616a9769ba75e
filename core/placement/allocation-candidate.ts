import type { AllocationRow } from './placement.ts';

/** One way to satisfy a request: what to take from which provider. */
export interface AllocationCandidate {
  /** Root of the tree that the candidate belongs to; sharing providers may stand outside of it. */
  readonly anchor: number;
  /** One row for each provider and class. */
  readonly rows: readonly AllocationRow[];
  /** For each group, in the order of the query, the providers that satisfy it. */
  readonly mappings: readonly (readonly number[])[];
}

/**
 * The candidates of a query. Where every provider stands alone each candidate is one provider that
 * gives the same amounts, and only the providers are listed.
 */
export type CandidateList =
  | {
      readonly kind: 'flat';
      readonly providers: Int32Array;
      /** Class number and amount, the same for each provider. */
      readonly amounts: readonly (readonly [classId: number, amount: number])[];
    }
  | { readonly kind: 'combined'; readonly candidates: readonly AllocationCandidate[] };
