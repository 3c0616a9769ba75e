import type { HostFields } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';

export interface WeigherContext {
  readonly options: ResolvedOptions;
  /** Uniform in [0, 1) for a host of this decision; for weighers that spread at random. */
  random(hostIndex: number): number;
  /** The multiplier in force on a host: its aggregates', else the configured one. */
  multiplierOf(host: HostState): number;
}

/** A weigher bound to one request. */
export interface HostScore {
  /** Raw value of a host, before normalisation. Called in the hot loop: allocates nothing. */
  raw(host: HostState): number;
  /**
   * Set when every host has this same raw value for the request, which then weighs nothing: the
   * engine does not ask `raw`.
   */
  readonly constant?: number;
}

export interface WeigherDefinition {
  /** Nova's class name, `RAMWeigher`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One sentence: which hosts are preferred when the multiplier is positive. */
  readonly summary: string;
  readonly nova?: { readonly source: string; readonly since?: string };
  /** Options it reads, `[group] name`, for the documents. */
  readonly options?: readonly string[];
  /** Lower bound of the normalisation; the minimum over the surviving hosts when absent. */
  readonly minimum?: number;
  /** Upper bound of the normalisation; the maximum over the surviving hosts when absent. */
  readonly maximum?: number;
  readonly reads?: HostFields;
  /**
   * `[]`: `bind` looks at the options alone, not at the request, random numbers or multipliers, so
   * that the fast engine may keep raw values. `undefined` means "unknown".
   */
  readonly asks?: readonly [];
  /** `raw` is finite and never throws: lets the engine pass over it while its multiplier is 0. */
  readonly total?: boolean;
  /** The configured multiplier. Nova: `weight_multiplier` with the option's value. */
  multiplier(options: ResolvedOptions): number;
  /** Aggregate metadata key that replaces the multiplier for its hosts, `ram_weight_multiplier`. */
  readonly aggregateKey?: string;
  /** The multiplier counts with the opposite sign, option and aggregate alike (BuildFailureWeigher). */
  readonly negated?: boolean;
  bind(request: RequestSpec, hosts: readonly HostState[], context: WeigherContext): HostScore;
}

/** Declares a weigher; the one way to make one, for Nova's and for people's own. */
export function defineWeigher(definition: WeigherDefinition): WeigherDefinition {
  return Object.freeze(definition);
}
