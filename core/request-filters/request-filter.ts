import type { Aggregate } from '../model/aggregate.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { QueryDraft } from './query-draft.ts';

export interface RequestFilterContext {
  readonly options: ResolvedOptions;
  readonly aggregates: readonly Aggregate[];
  /** The lowest version of all nova-compute services; 0 when it is not known. */
  readonly computeServiceVersion: number;
}

/**
 * Changes what Placement is asked for, before any host is looked at. Nova: the functions of
 * `nova/scheduler/request_filter.py`.
 */
export interface RequestFilter {
  /** Nova's function name, `map_az_to_placement_aggregate`. */
  readonly name: string;
  /** One sentence: what it asks for, and when. */
  readonly summary: string;
  /** Option that switches it, `[scheduler] query_placement_for_availability_zone`; none: always on. */
  readonly option?: string;
  /** Release that brought it, when that is after 26. */
  readonly since?: string;
  /** Throws RequestError (`RequestFilterFailed`) when the request can go nowhere. */
  apply(request: RequestSpec, context: RequestFilterContext, draft: QueryDraft): void;
}
