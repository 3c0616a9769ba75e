import type { HistogramRow } from '../../store/index.ts';
import { selectRank } from './select-rank.ts';

/** Smallest and largest edge of the histogram, and edges per factor of ten. */
const FIRST_EDGE_SECONDS = 0.1;
const LAST_EDGE_SECONDS = 100_000;
const EDGES_PER_DECADE = 10;

/** Boot times of a run: every one is kept, so that percentiles are exact. Asking for one puts them in another order. */
export class BootTimes {
  private seconds = new Float64Array(1024);
  private count = 0;

  add(bootSeconds: number): void {
    if (this.count === this.seconds.length) {
      const larger = new Float64Array(this.count * 2);
      larger.set(this.seconds);
      this.seconds = larger;
    }
    this.seconds[this.count++] = bootSeconds;
  }

  get length(): number {
    return this.count;
  }

  mean(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += this.seconds[i]!;
    return sum / this.count;
  }

  /** Nearest rank: the smallest boot time that at least `fraction` of all do not exceed. */
  percentile(fraction: number): number {
    return selectRank(this.seconds, this.count, Math.max(0, Math.ceil(fraction * this.count) - 1));
  }

  /** Edges grow by a constant factor; the first and the last bin take what lies outside. */
  histogram(): HistogramRow {
    const edges = logarithmicEdges();
    const counts = new Float64Array(edges.length - 1);
    const perEdge = Math.log(10) / EDGES_PER_DECADE;
    for (let i = 0; i < this.count; i++) {
      const bin = Math.floor(Math.log(this.seconds[i]! / FIRST_EDGE_SECONDS) / perEdge);
      counts[Math.min(Math.max(bin, 0), counts.length - 1)]! += 1;
    }
    return { kind: 'histogram', metric: 'boot-seconds', edges, counts };
  }
}

function logarithmicEdges(): Float64Array {
  const decades = Math.log10(LAST_EDGE_SECONDS / FIRST_EDGE_SECONDS);
  const bins = Math.round(decades * EDGES_PER_DECADE);
  return Float64Array.from({ length: bins + 1 }, (_, i) => FIRST_EDGE_SECONDS * 10 ** (i / EDGES_PER_DECADE));
}
