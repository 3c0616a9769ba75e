import type { FilterDefinition } from '../filters/define-filter.ts';
import { findFilters } from '../filters/registry.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import { findWeighers } from '../weighers/registry.ts';

/** The filters of a configuration, names looked up. Throws UnknownNameError. */
export function resolveFilters(filters: readonly (string | FilterDefinition)[]): readonly FilterDefinition[] {
  return filters.flatMap((filter) => (typeof filter === 'string' ? findFilters([filter]) : [filter]));
}

/** The weighers of a configuration, names looked up. Throws UnknownNameError. */
export function resolveWeighers(
  weighers: readonly (string | WeigherDefinition)[],
  { nova }: ResolvedOptions,
): readonly WeigherDefinition[] {
  return weighers.flatMap((weigher) => (typeof weigher === 'string' ? findWeighers([weigher], nova) : [weigher]));
}
