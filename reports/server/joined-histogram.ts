export interface HistogramCounts {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
}

/** Counts of several histograms added bin by bin; bins are the same when their edges are. JSON has no infinity: `null`. */
export function joinedHistogram(histograms: readonly HistogramCounts[]): {
  readonly edges: readonly (number | null)[];
  readonly counts: readonly number[];
} {
  const bins = new Map<number, { to: number; count: number }>();
  for (const { edges, counts } of histograms) {
    for (const [index, count] of counts.entries()) {
      const [from, to] = [edges[index]!, edges[index + 1]!];
      const bin = bins.get(from) ?? { to, count: 0 };
      bin.count += count;
      bins.set(from, bin);
    }
  }
  const sorted = [...bins.entries()].sort(([a], [b]) => a - b);
  const last = sorted.at(-1);
  const edges = last === undefined ? [] : [...sorted.map(([from]) => from), last[1].to];
  return {
    edges: edges.map((edge) => (Number.isFinite(edge) ? edge : null)),
    counts: sorted.map(([, bin]) => bin.count),
  };
}
