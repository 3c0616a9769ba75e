import type { Rejection } from '../filters/define-filter.ts';
import type { CandidateRefusal } from './candidate-source.ts';

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
  /** Filter name when `stage` is `filter`. */
  readonly name: string;
  readonly entered: number;
  readonly left: number;
  /** Rejected hosts by code; only when the request was refused or detail is full. */
  readonly codes?: Readonly<Record<string, number>> | undefined;
  /** Every rejected host; only with full detail. */
  readonly rejections?: readonly (HostRejection)[] | undefined;
}

export interface HostRejection {
  readonly hostIndex: number;
  readonly reason: Rejection | CandidateRefusal;
}

/** A weigher's values for the surviving hosts, in the order of `WeighReport.hosts`. */
export interface WeigherReport {
  readonly weigher: string;
  readonly raw: readonly number[];
  readonly normalized: readonly number[];
  readonly multiplier: readonly number[];
}

/** One pass of filters and weighers: one per instance, one more when alternates need it. */
export interface Round {
  readonly instance: number;
  readonly stages: readonly StageReport[];
  /** Only with full detail. */
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

export interface Decision {
  readonly outcome: 'scheduled' | 'no-valid-host' | 'error';
  /** Per instance: the chosen host, then its alternates. Empty unless scheduled. */
  readonly selections: readonly (readonly Selection[])[];
  readonly rounds: readonly Round[];
  readonly refusal?: Refusal | undefined;
}
