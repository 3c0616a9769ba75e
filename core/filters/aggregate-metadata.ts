import type { Aggregate } from '../model/aggregate.ts';
import { parseIntegerText } from '../python/number.ts';
import { strip } from '../python/whitespace.ts';

type Metadata = ReadonlyMap<string, ReadonlySet<string>>;

// Lists of aggregates are replaced, never edited, so what they add up to can be kept with them.
const metadataOf = new WeakMap<readonly Aggregate[], Metadata>();

/** Metadata of all aggregates of a host: per key the values, split at commas and stripped. */
export function aggregateMetadata(aggregates: readonly Aggregate[]): Metadata {
  let metadata = metadataOf.get(aggregates);
  if (metadata === undefined) {
    metadata = mergeMetadata(aggregates);
    metadataOf.set(aggregates, metadata);
  }
  return metadata;
}

function mergeMetadata(aggregates: readonly Aggregate[]): Metadata {
  const merged = new Map<string, Set<string>>();
  for (const aggregate of aggregates) {
    for (const [key, value] of Object.entries(aggregate.metadata)) {
      let values = merged.get(key);
      if (values === undefined) merged.set(key, (values = new Set()));
      for (const part of value.split(',')) values.add(strip(part));
    }
  }
  return merged;
}

/**
 * The smallest of the values of a key as numbers; `byDefault` when no aggregate has the key or when
 * one of the values is not a number.
 */
export function smallestAggregateNumber(
  aggregates: readonly Aggregate[],
  key: string,
  byDefault: number,
  parse: (text: string) => number | undefined = parseIntegerText,
): number {
  if (aggregates.length === 0) return byDefault;
  let smallest: number | undefined;
  for (const aggregate of aggregates) {
    if (!Object.hasOwn(aggregate.metadata, key)) continue;
    const value = parse(aggregate.metadata[key]!);
    if (value === undefined) return byDefault;
    if (smallest === undefined || value < smallest) smallest = value;
  }
  return smallest ?? byDefault;
}
