import type { HostCheck } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import { BestHosts } from './best-hosts.ts';
import { Normalization } from './normalization.ts';
import { ADMITTED, NOT_OFFERED } from './request-type.ts';
import type { WeighTerm } from './weigh-terms.ts';

/** A filter that does not declare what it reads, bound to one request. */
export interface UndeclaredCheck {
  /** Position among the filters. */
  readonly position: number;
  readonly check: HostCheck;
}

/**
 * Decides by looking at every host, in columns: for filters that must be asked each time. What other
 * filters say, and all raw values, are kept all the same.
 */
export class HostScan {
  readonly best: BestHosts;
  /** Hosts that passed all filters. */
  survivors = 0;
  /** Hosts that Placement offers. */
  offered = 0;
  private readonly terms: readonly WeighTerm[];
  private readonly normalization: Normalization;
  private readonly slopes: Float64Array;
  private offset = 0;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly groupOf: Int32Array;
  /** Term t of host h at `h * terms + t`. */
  private readonly values: Float64Array;
  private readonly passing: Int32Array;

  constructor(hosts: number, terms: readonly WeighTerm[]) {
    this.best = new BestHosts(hosts);
    this.terms = terms;
    this.normalization = new Normalization(terms);
    this.slopes = new Float64Array(terms.length);
    this.low = new Float64Array(terms.length);
    this.high = new Float64Array(terms.length);
    this.groupOf = new Int32Array(hosts);
    this.values = new Float64Array(hosts * terms.length);
    this.passing = new Int32Array(hosts);
  }

  set(host: number, group: number, values: Float64Array): void {
    const { length } = this.terms;
    this.groupOf[host] = group;
    for (let t = 0; t < length; t++) this.values[host * length + t] = values[t]!;
  }

  /** Asks the filters; fills in how many hosts each refused. May throw what a filter throws. */
  filter(
    outcomeOf: Int32Array,
    checks: readonly UndeclaredCheck[],
    hosts: readonly HostState[],
    refused: Int32Array,
  ): void {
    const { groupOf, passing } = this;
    let survivors = 0;
    let offered = 0;
    for (let host = 0; host < groupOf.length; host++) {
      let first = outcomeOf[groupOf[host]!]!;
      if (first === NOT_OFFERED) continue;
      offered++;
      for (let i = 0; i < checks.length; i++) {
        const { position, check } = checks[i]!;
        if (position > first) break;
        if (check.passes(hosts[host]!)) continue;
        first = position;
        break;
      }
      if (first === ADMITTED) passing[survivors++] = host;
      else refused[first]!++;
    }
    this.survivors = survivors;
    this.offered = offered;
  }

  /** Weighs the survivors; the heaviest `wanted` of those allowed are then in `best`. */
  weigh(wanted: number, allows: ((host: number) => boolean) | undefined): void {
    const { passing, values, slopes, best, normalization, survivors } = this;
    const margin = this.fit();
    const { length } = slopes;
    best.clear(wanted);
    let threshold = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < survivors; i++) {
      const host = passing[i]!;
      const from = host * length;
      let estimate = 0;
      for (let t = 0; t < length; t++) estimate += slopes[t]! * values[from + t]!;
      if (estimate < threshold || (allows !== undefined && !allows(host))) continue;
      best.offer(host, normalization.weigh(values, from));
      threshold = best.threshold - this.offset - margin;
    }
  }

  /** Fits the normalisation to the survivors; answers more than what rounding can do to an estimate. */
  private fit(): number {
    const { slopes, low, high, terms, normalization } = this;
    this.readExtremes();
    this.offset = 0;
    let size = 0;
    for (let t = 0; t < slopes.length; t++) {
      const range = high[t]! - low[t]!;
      const slope = range === 0 ? 0 : terms[t]!.multiplier / range;
      normalization.low[t] = low[t]!;
      normalization.range[t] = range;
      slopes[t] = slope;
      this.offset -= slope * low[t]!;
      size += Math.abs(slope) * (Math.abs(low[t]!) + Math.max(Math.abs(low[t]!), Math.abs(high[t]!)));
    }
    return SLACK * size;
  }

  private readExtremes(): void {
    const { low, high, terms, values, passing, survivors } = this;
    const { length } = terms;
    for (let t = 0; t < length; t++) {
      low[t] = terms[t]!.minimum ?? Number.POSITIVE_INFINITY;
      high[t] = terms[t]!.maximum ?? Number.NEGATIVE_INFINITY;
    }
    for (let i = 0; i < survivors; i++) {
      const from = passing[i]! * length;
      for (let t = 0; t < length; t++) {
        const value = values[from + t]!;
        if (value > high[t]!) high[t] = value;
        if (value < low[t]!) low[t] = value;
      }
    }
  }
}

/** Rounding errors of an estimate are below 1e-15 of what is added up; this is the distance kept. */
const SLACK = 1e-12;
