import type { SampleRow } from './rows.ts';

/**
 * Samples as columns, in their order: what passes from a worker thread to the writer without being
 * copied or taken apart.
 */
export interface SampleColumns {
  /** Keys of metrics; `metric` holds places in it. */
  readonly metrics: readonly string[];
  readonly metric: Uint16Array;
  readonly atSeconds: Float64Array;
  readonly value: Float64Array;
}

export function packSamples(rows: readonly SampleRow[]): SampleColumns {
  const places = new Map<string, number>();
  const metric = new Uint16Array(rows.length);
  const atSeconds = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    let place = places.get(row.metric);
    if (place === undefined) places.set(row.metric, (place = places.size));
    metric[i] = place;
    atSeconds[i] = row.atSeconds;
    value[i] = row.value;
  }
  return { metrics: [...places.keys()], metric, atSeconds, value };
}
