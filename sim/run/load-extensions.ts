import { pathToFileURL } from 'node:url';
import type { FilterDefinition, WeigherDefinition } from '../../core/index.ts';
import { InputError } from '../input-error.ts';

/** People's own filters and weighers, in the order of the modules that export them. */
export interface Extensions {
  readonly filters: readonly FilterDefinition[];
  readonly weighers: readonly WeigherDefinition[];
}

/**
 * Imports modules by their absolute paths and collects every export made by `defineFilter` or
 * `defineWeigher`. Throws InputError for a module that does not load or exports neither.
 */
export async function loadExtensions(paths: readonly string[]): Promise<Extensions> {
  const filters: FilterDefinition[] = [];
  const weighers: WeigherDefinition[] = [];
  for (const path of paths) {
    const found = await importDefinitions(path);
    filters.push(...found.filter(isFilter));
    weighers.push(...found.filter(isWeigher));
  }
  return { filters, weighers };
}

async function importDefinitions(path: string): Promise<readonly Definition[]> {
  let exported: unknown;
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (error) {
    throw unusable(path, `a module that cannot be imported (${describe(error)})`);
  }
  const found = [...new Set(Object.values(exported as object))].filter(isDefinition);
  if (found.length > 0) return found;
  throw unusable(path, 'a module without filter or weigher');
}

function unusable(file: string, found: string): InputError {
  const accepted = 'a JavaScript module that exports what defineFilter or defineWeigher returns';
  return new InputError([{ code: 'own-module', file, found, accepted }]);
}

type Definition = FilterDefinition | WeigherDefinition;

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'name' in value && 'bind' in value;
}

/** Only a weigher has a multiplier. */
function isWeigher(definition: Definition): definition is WeigherDefinition {
  return 'multiplier' in definition;
}

function isFilter(definition: Definition): definition is FilterDefinition {
  return !isWeigher(definition);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
