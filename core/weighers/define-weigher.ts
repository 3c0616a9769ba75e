import type { HostFields } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';

export interface WeigherContext {
  readonly options: SchedulerOptions;
  /** Uniform in [0, 1) for a host of this decision; for weighers that spread at random. */
  random(hostIndex: number): number;
}

/** A weigher bound to one request. */
export interface HostScore {
  /** Raw value of a host, before normalisation. Called in the hot loop: allocates nothing. */
  raw(host: HostState): number;
}

export interface WeigherDefinition {
  /** Nova's class name, `RAMWeigher`. */
  readonly name: string;
  /** One sentence: which hosts are preferred when the multiplier is positive. */
  readonly summary: string;
  readonly nova?: { readonly source: string; readonly since?: string };
  /** Lower bound of the normalisation; the minimum over the surviving hosts when absent. */
  readonly minimum?: number;
  /** Upper bound of the normalisation; the maximum over the surviving hosts when absent. */
  readonly maximum?: number;
  readonly reads?: HostFields;
  /** The configured multiplier. Nova: `weight_multiplier` with the option's value. */
  multiplier(options: SchedulerOptions): number;
  /** Aggregate metadata key that replaces the multiplier for its hosts, `ram_weight_multiplier`. */
  readonly aggregateKey?: string;
  bind(request: RequestSpec, hosts: readonly HostState[], context: WeigherContext): HostScore;
}

/** Declares a weigher; the one way to make one, for Nova's and for people's own. */
export function defineWeigher(definition: WeigherDefinition): WeigherDefinition {
  return Object.freeze(definition);
}
