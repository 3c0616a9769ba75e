import type { Rejection } from '../filters/define-filter.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { CandidateRefusal } from './candidate-source.ts';
import type { ErrorPlace } from './request-error.ts';

/** One host chosen for an instance, or an alternate for it. */
export interface Selection {
  readonly hostIndex: number;
  readonly host: string;
  readonly node: string;
  readonly weight: number;
}

export type StageName = 'request' | 'placement' | 'filter' | 'weigh' | 'select';

/** Hosts entering and leaving one stage; a filter is a stage of its own. */
export interface StageReport {
  readonly stage: StageName;
  /** Filter name when `stage` is `filter`; `cells` and `target` for the restrictions before them. */
  readonly name: string;
  readonly entered: number;
  readonly left: number;
  /** Rejected hosts by code; only of the stage that refused the last host, or with full detail. */
  readonly codes?: Readonly<Record<string, number>> | undefined;
  /** Every rejected host; only with full detail. */
  readonly rejections?: readonly HostRejection[] | undefined;
  /** Indexes of the hosts that left the stage, in order; only with full detail. */
  readonly survivors?: readonly number[] | undefined;
}

export interface HostRejection {
  readonly hostIndex: number;
  readonly reason: Rejection | CandidateRefusal;
}

/** A weigher's values for the surviving hosts, in the order of `Round.filtered`. */
export interface WeigherReport {
  readonly weigher: string;
  readonly raw: readonly number[];
  readonly normalized: readonly number[];
  readonly multiplier: readonly number[];
}

/** One pass of filters and weighers: one per instance, one more when alternates need it. */
export interface Round {
  /** Position of the instance in the request. */
  readonly instance: number;
  readonly instanceUuid: string;
  /** The request named its hosts and wants no filter asked. */
  readonly filtersSkipped: boolean;
  readonly stages: readonly StageReport[];
  /** Indexes of the hosts that entered the first filter, in order; only with full detail. */
  readonly start?: readonly number[] | undefined;
  /** Indexes of the hosts that passed all filters, in order; only with full detail. */
  readonly filtered?: readonly number[] | undefined;
  /** Only with full detail; empty when one host was left, which needs no weighing. */
  readonly weighers?: readonly WeigherReport[] | undefined;
  /** Survivors in final order, best first; only with full detail. */
  readonly weighed?: readonly Selection[] | undefined;
}

/** Where and why a request ended without a host. */
export interface Refusal {
  readonly stage: StageName;
  /** The filter that refused the last host, `placement`, or the request filter. */
  readonly by: string;
  /** The code that refused most hosts at that stage (`resource`, `no-room-ram`, ...). */
  readonly code: string;
  readonly message: string;
}

/** What ended a request that Nova too ends with an exception. */
export interface DecisionError {
  /** Name of Nova's exception, `ComputeHostMetricNotFound`. */
  readonly type: string;
  readonly message: string;
  readonly place: ErrorPlace;
}

export interface Decision {
  readonly outcome: 'scheduled' | 'no-valid-host' | 'error';
  /** Per instance: the chosen host, then its alternates. Empty unless scheduled. */
  readonly selections: readonly (readonly Selection[])[];
  readonly rounds: readonly Round[];
  /** The stages before the first round: request filters, Placement, cells. */
  readonly candidateStages: readonly StageReport[];
  /** What Placement was asked; claim the selections with it. `undefined` in a cloud without Placement. */
  readonly query?: CandidatesQuery | undefined;
  readonly refusal?: Refusal | undefined;
  /** With `outcome` `error`. */
  readonly error?: DecisionError | undefined;
}
