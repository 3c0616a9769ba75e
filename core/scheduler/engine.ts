import type { RequestSpec } from '../model/request-spec.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
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
  /** The short way to choose, where the engine has one. */
  readonly chooser?: HostChooser;

  /**
   * Decides where the instances of one request go. Claims nothing and changes nothing: the caller
   * claims the selections. "No valid host" is a decision, and so is a request that Nova ends with an
   * exception (`outcome` `error`).
   */
  decide(request: RequestSpec, options?: SelectOptions): Decision;
}

/**
 * Chooses hosts without a `Decision`, for callers that ask a million times: the hosts and weights that
 * `decide` would choose, without alternates and stages, and nothing allocated on the way.
 */
export interface HostChooser {
  /** Weight of the host that `choose` answered last. */
  readonly chosenWeight: number;
  /** What Placement was asked for the last choice; claim with it. */
  readonly chosenQuery: CandidatesQuery | undefined;

  /**
   * The host for a single instance, whose uuid is not looked at; -1 means "ask `decide`": no host is
   * left, or the request is not for the short way. The same request object again is found again at
   * once, so keep one object for equal requests, and do not change it.
   */
  choose(request: RequestSpec, nowSeconds: number, item: number): number;

  /**
   * Hosts and weights for `count` equal instances, one after the other as `decide` places them; false
   * means "ask `decide`". Server groups want uuids, so they are for `decide`.
   */
  chooseMany(
    request: RequestSpec,
    count: number,
    nowSeconds: number,
    item: number,
    outHosts: Int32Array,
    outWeights: Float64Array,
  ): boolean;

  /** Such requests will come: what must be learned of each is learned now, of all at once. */
  expect(requests: readonly RequestSpec[]): void;
}
