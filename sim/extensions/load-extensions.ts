import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Extension,
  type FilterDefinition,
  filterRegistry,
  isWeigher,
  type WeigherDefinition,
  weigherRegistry,
} from '../../core/index.ts';
import { InputError } from '../input-error.ts';
import { compileModule } from './compile-module.ts';
import type { WatchBoard } from './watch-board.ts';
import { watchedFilter, watchedWeigher } from './watched-extensions.ts';

/** People's own filters and weighers, in the order of the modules that export them. */
export interface Extensions {
  readonly filters: readonly FilterDefinition[];
  readonly weighers: readonly WeigherDefinition[];
}

/**
 * Loads modules, TypeScript or JavaScript, by their absolute paths and collects every export that is
 * what `defineFilter` or `defineWeigher` returns. Each call loads them anew: what a module remembers
 * ends with its run. With a board, loading and every call of theirs is noted on it.
 * Throws InputError for a module that does not load, exports neither or exports one without its parts.
 */
export async function loadExtensions(paths: readonly string[], board?: WatchBoard): Promise<Extensions> {
  const filters: FilterDefinition[] = [];
  const weighers: WeigherDefinition[] = [];
  for (const path of paths) {
    const module = basename(path);
    for (const extension of await importExtensions(path, board)) {
      if (isWeigher(extension)) weighers.push(board ? watchedWeigher(extension, module, board) : extension);
      else filters.push(board ? watchedFilter(extension, module, board) : extension);
    }
  }
  return { filters, weighers };
}

async function importExtensions(path: string, board: WatchBoard | undefined): Promise<readonly Extension[]> {
  const code = await compileModule(path);
  const loading = board?.add(`loading the module ${basename(path)}`);
  if (loading !== undefined) board?.enter(loading, -1);
  try {
    return definitionsIn(path, await importText(code));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unusable(path, `a module that cannot be imported (${describe(error)})`);
  } finally {
    if (loading !== undefined) board?.leave();
  }
}

/** By a file that exists no longer than it takes: Node imports files, and keeps those it has imported. */
async function importText(code: string): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'astrolabe-module-'));
  try {
    const file = join(folder, 'module.mjs');
    await writeFile(file, code);
    return (await import(pathToFileURL(file).href)) as object;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function definitionsIn(path: string, exported: object): readonly Extension[] {
  const found = [...new Set(Object.values(exported) as unknown[])].filter(isNamedBinder);
  if (found.length === 0) throw unusable(path, 'a module without filter or weigher');
  for (const extension of found) {
    const missing = missingParts(extension);
    if (missing.length > 0) throw unusable(path, `"${extension.name}" without ${missing.join(', ')}`);
  }
  // What comes with Astrolabe needs no module.
  return found.filter((each) => filterRegistry.get(each.name) !== each && weigherRegistry.get(each.name) !== each);
}

/** Has what both kinds have; all else is an export of another sort. */
function isNamedBinder(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && 'name' in value && 'bind' in value;
}

function missingParts(extension: Extension): string[] {
  const parts: Record<string, boolean> = {
    'a name': typeof extension.name === 'string' && extension.name !== '',
    'the function bind': typeof extension.bind === 'function',
    'a summary': typeof extension.summary === 'string',
    ...(isWeigher(extension)
      ? { 'the function multiplier': typeof extension.multiplier === 'function' }
      : { 'a list of codes': Array.isArray(extension.codes) }),
  };
  return Object.keys(parts).filter((part) => !parts[part]);
}

function unusable(file: string, found: string): InputError {
  const accepted = 'a module that exports what defineFilter or defineWeigher returns';
  return new InputError([{ code: 'own-module', file, found, accepted }]);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
