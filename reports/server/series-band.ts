export interface SeriesPoints {
  readonly atSeconds: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface SeriesBand {
  readonly atSeconds: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/**
 * Mean, least and greatest of several series at each of their times. With more than `points` times,
 * neighbours are joined: the mean of their means, the least and the greatest of all.
 */
export function seriesBand(series: readonly SeriesPoints[], points: number): SeriesBand {
  const times = allTimes(series);
  const width = Math.max(1, Math.ceil(times.length / points));
  const size = Math.ceil(times.length / width);
  const bins = { at: Array<number>(size), sum: new Float64Array(size), count: new Uint32Array(size) };
  const low = new Float64Array(size).fill(Infinity);
  const high = new Float64Array(size).fill(-Infinity);
  for (let bin = 0; bin < size; bin++) bins.at[bin] = times[bin * width]!;
  for (const { atSeconds, values } of series) {
    let place = 0;
    for (const [index, value] of values.entries()) {
      while (times[place]! < atSeconds[index]!) place++;
      if (value === null) continue;
      const bin = Math.floor(place / width);
      bins.sum[bin]! += value;
      bins.count[bin]!++;
      low[bin] = Math.min(low[bin]!, value);
      high[bin] = Math.max(high[bin]!, value);
    }
  }
  const present = (bin: number, value: number): number | null => (bins.count[bin] === 0 ? null : value);
  return {
    atSeconds: bins.at,
    mean: Array.from(bins.sum, (sum, bin) => present(bin, sum / bins.count[bin]!)),
    low: Array.from(low, (value, bin) => present(bin, value)),
    high: Array.from(high, (value, bin) => present(bin, value)),
  };
}

/** Ascending and without repetition. */
function allTimes(series: readonly SeriesPoints[]): readonly number[] {
  const times = new Set(series.flatMap((one) => one.atSeconds));
  return [...times].sort((a, b) => a - b);
}
