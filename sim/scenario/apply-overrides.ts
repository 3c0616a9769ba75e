import type { PathPart } from './yaml-source.ts';

/** One override and where it stands in the file. */
export interface Override {
  readonly path: readonly PathPart[];
  readonly value: unknown;
  readonly source: readonly PathPart[];
}

type Json = Record<string, unknown>;

/**
 * The overrides of a `set`: each key is a path with dots, each value is merged at that path. A map is
 * taken apart down to its scalars and lists, so that maps merge and everything else replaces.
 */
export function overridesOf(set: Json, source: readonly PathPart[]): Override[] {
  return Object.entries(set).flatMap(([key, value]) => leaves(splitPath(key), value, [...source, key]));
}

/** `cloud.hosts.0.count` or `cloud.hosts[0].count` in its parts. */
export function splitPath(path: string): PathPart[] {
  const parts = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function leaves(path: readonly PathPart[], value: unknown, source: readonly PathPart[]): Override[] {
  if (!isMap(value) || Object.keys(value).length === 0) return [{ path, value, source }];
  return Object.entries(value).flatMap(([key, inner]) => leaves([...path, key], inner, [...source, key]));
}

/** A copy of `base` with the overrides in it; `null` takes a key away. */
export function applyOverrides(base: Json, overrides: readonly Override[]): Json {
  return overrides.reduce((result, { path, value }) => put(result, path, value) as Json, base);
}

function put(container: unknown, path: readonly PathPart[], value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(container)) return putInList(container, Number(part), rest, value);
  const map = isMap(container) ? container : {};
  const key = String(part);
  const kept = Object.entries(map).filter(([name]) => name !== key);
  if (rest.length === 0 && value === null) return Object.fromEntries(kept);
  const old = Object.hasOwn(map, key) ? map[key] : undefined;
  const replaced = Object.entries({ ...map, [key]: put(old, rest, value) });
  return Object.fromEntries(replaced);
}

function putInList(list: readonly unknown[], index: number, rest: readonly PathPart[], value: unknown): unknown[] {
  if (!Number.isInteger(index) || index > list.length) return [...list, value];
  return [...list.slice(0, index), put(list[index], rest, value), ...list.slice(index + 1)];
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
