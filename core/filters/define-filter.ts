import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';

/** What a filter may use besides the request and the host. Filters own no clock and no randomness. */
export interface FilterContext {
  readonly options: ResolvedOptions;
  /** Seconds of the caller's clock. */
  readonly nowSeconds: number;
  /** The instance that is being placed: in a multi-create one after the other. */
  readonly instanceUuid: string;
}

/**
 * A verdict of a filter on one host, built only when somebody asks.
 * `code` is stable and kebab-case; `needed` and `had` are short phrases with units.
 */
export interface Rejection {
  readonly code: string;
  readonly needed: string;
  readonly had: string;
}

/** A filter bound to one request. */
export interface HostCheck {
  /**
   * Called once a host and decision, in the hot loop: allocates nothing.
   * Throws `RequestError` where Nova's filter raises.
   */
  passes(host: HostState): boolean;
  /** Called only for a host that `passes` just refused, with the host unchanged since. */
  explain(host: HostState): Rejection;
}

/**
 * Host fields, by name, that the verdict depends on besides the request: the fast engine keeps a
 * verdict until one of them changes. `undefined` means "unknown": the filter is asked each time.
 */
export type HostFields = readonly (keyof HostState)[];

/**
 * Request fields, by name, that `bind` looks at besides flavor, image, boot from volume and zone,
 * when it looks at nothing else but these and the options: not at the time, nor at the instance. Then
 * the fast engine binds once for all requests that agree in them. `undefined` means "unknown".
 */
export type RequestFields = readonly Exclude<keyof RequestSpec, 'instanceUuids'>[];

export interface FilterDefinition {
  /** Nova's class name, `RamFilter`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One sentence: what passes. */
  readonly summary: string;
  /** Path in Nova's tree that this follows, and the releases that have it. */
  readonly nova?: { readonly source: string; readonly since?: string; readonly removedIn?: string };
  /** Options it reads, `[group] name`, for the documents. */
  readonly options?: readonly string[];
  /** Every rejection code that `explain` can answer. */
  readonly codes: readonly string[];
  readonly reads?: HostFields;
  readonly asks?: RequestFields;
  /** Nova: `run_filter_once_per_request`; in a multi-create only the first instance is checked. */
  readonly oncePerRequest?: boolean;
  /** Nova: `RUN_ON_REBUILD`; default false. */
  readonly runOnRebuild?: boolean;
  /**
   * Prepares the filter for one request. Called only when at least one host is there to be asked.
   * Returns `undefined` when every host passes, so that a request that does not concern the filter
   * costs nothing per host.
   *
   * Throws `RequestError` for a request that Nova ends with an exception.
   */
  bind(request: RequestSpec, context: FilterContext): HostCheck | undefined;
}

/** Declares a filter; the one way to make one, for Nova's and for people's own. */
export function defineFilter(definition: FilterDefinition): FilterDefinition {
  return Object.freeze(definition);
}
