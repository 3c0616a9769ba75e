import type { Flavor } from '../../core/index.ts';

/**
 * Demand as columns, one place an instance, ascending by arrival; equal arrivals keep their order.
 * Nothing here depends on where an instance is placed.
 */
export interface Workload {
  readonly count: number;
  readonly flavors: readonly Flavor[];
  /** Seconds from the start of the run. */
  readonly arrivalSeconds: Float64Array;
  /** Seconds of life counted from ACTIVE; `Infinity` when the instance is never deleted. */
  readonly lifetimeSeconds: Float64Array;
  /** Index into `flavors`. */
  readonly flavor: Uint16Array;
  /** Index into `projects`. */
  readonly project: Uint32Array;
  readonly projects: readonly string[];
  /**
   * Instances with the same value, adjacent in the columns, were asked for together in one
   * request (multi-create of `min_count = max_count`) when the scenario says so.
   */
  readonly batch: Uint32Array;
  /** Index into `images` of the scenario; 0 when there is one. */
  readonly image: Uint16Array;
  /** Index into `groups`, or -1: server group the instance belongs to. */
  readonly group: Int32Array;
  readonly groups: readonly { readonly policy: string; readonly maxServerPerHost?: number | undefined }[];
  /** Index into `zones`, or -1: availability zone asked for. */
  readonly zone: Int16Array;
  readonly zones: readonly string[];
  /** Resizes, ascending by instance: seconds after ACTIVE and the new flavor. */
  readonly resizes: {
    readonly instance: Uint32Array;
    readonly afterSeconds: Float64Array;
    readonly flavor: Uint16Array;
  };
  /** Seconds after which nothing arrives; the run ends there or later, as the scenario says. */
  readonly horizonSeconds: number;
}
