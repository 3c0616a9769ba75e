import type { RequestSpec } from '../model/request-spec.ts';
import type { Decision } from './decision.ts';

export interface SelectOptions {
  /** Hosts named besides the chosen one, for retries. Default: `[scheduler] max_attempts` - 1. */
  readonly alternates?: number;
  /**
   * `counts` (default): hosts per stage, and codes when the request is refused; the cheap way for a
   * simulator. `full`: every rejection, every weight; for people.
   */
  readonly detail?: 'counts' | 'full';
  /** Default 0. */
  readonly nowSeconds?: number;
  /** Number of the decision: the item of its random draws (shuffles, subsets, random weigher). Default 0. */
  readonly item?: number;
}

/**
 * A way to decide. The reference engine is written to be read; the fast one gives the identical
 * decision. Both are built over one `Cloud` and see its changes.
 */
export interface SchedulerEngine {
  /**
   * Decides where the instances of one request go. Claims nothing and changes nothing: the caller
   * claims the selections. "No valid host" is a decision, and so is a request that Nova ends with an
   * exception (`outcome` `error`).
   */
  decide(request: RequestSpec, options?: SelectOptions): Decision;
}
