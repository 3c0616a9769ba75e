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

/** Values that are looked at in one pass. */
const AT_ONCE = 4;

/**
 * Decides by looking at every host: for filters that must be asked each time. What other filters say,
 * and all raw values, are kept all the same. Of each host its values stand side by side, filled up with
 * zeros to a multiple of four.
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
  private readonly groupOf: Int32Array;
  /** Term t of host h at `h * slopes.length + t`. */
  private readonly values: Float64Array;
  /** Bounds that are no constants: the largest sign × value of a term counts. */
  private readonly sides: readonly { readonly term: number; readonly sign: number }[];
  /** Side s of host h at `h * most.length + s`. */
  private readonly sideValues: Float64Array;
  private readonly most: Float64Array;
  private readonly passing: Int32Array;

  constructor(hosts: number, terms: readonly WeighTerm[]) {
    this.best = new BestHosts(hosts);
    this.terms = terms;
    this.normalization = new Normalization(terms);
    this.sides = [
      ...terms.flatMap(({ maximum }, term) => (maximum === undefined ? [{ term, sign: 1 }] : [])),
      ...terms.flatMap(({ minimum }, term) => (minimum === undefined ? [{ term, sign: -1 }] : [])),
    ];
    this.slopes = new Float64Array(filledUp(terms.length));
    this.most = new Float64Array(filledUp(this.sides.length));
    this.groupOf = new Int32Array(hosts);
    this.values = new Float64Array(hosts * this.slopes.length);
    // With Nova's weighers sides and terms are the same, and so is the memory.
    const isSame =
      this.sides.length === terms.length && this.sides.every(({ term, sign }, s) => sign > 0 && term === s);
    this.sideValues = isSame ? this.values : new Float64Array(hosts * this.most.length);
    this.passing = new Int32Array(hosts);
  }

  set(host: number, group: number, values: Float64Array): void {
    const { terms, slopes, sides, most } = this;
    this.groupOf[host] = group;
    for (let t = 0; t < terms.length; t++) this.values[host * slopes.length + t] = values[t]!;
    for (let s = 0; s < sides.length; s++) {
      const { term, sign } = sides[s]!;
      this.sideValues[host * most.length + s] = sign * values[term]!;
    }
  }

  /** Asks the filters; fills in how many hosts each refused. May throw what a filter throws. */
  filter(
    outcomeOf: Int32Array,
    checks: readonly UndeclaredCheck[],
    hosts: readonly HostState[],
    refused: Int32Array,
  ): void {
    let survivors = this.offer(outcomeOf, checks, hosts, refused);
    for (let i = 0; i < checks.length; i++) {
      const { position, check } = checks[i]!;
      const left = this.ask(check, hosts, survivors);
      refused[position]! += survivors - left;
      survivors = left;
    }
    this.survivors = survivors;
  }

  /** Notes the hosts that are refused by none of the filters whose verdicts are known; answers how many. */
  private offer(
    outcomeOf: Int32Array,
    checks: readonly UndeclaredCheck[],
    hosts: readonly HostState[],
    refused: Int32Array,
  ): number {
    const { groupOf, passing } = this;
    let admitted = 0;
    let others = 0;
    for (let host = 0; host < groupOf.length; host++) {
      const known = outcomeOf[groupOf[host]!]!;
      if (known === ADMITTED) {
        passing[admitted++] = host;
      } else if (known !== NOT_OFFERED) {
        others++;
        refused[firstRefusal(checks, hosts[host]!, known)]!++;
      }
    }
    this.offered = admitted + others;
    return admitted;
  }

  /** Drops hosts that a filter refuses from the first `count`; answers how many are left. */
  private ask(check: HostCheck, hosts: readonly HostState[], count: number): number {
    const { passing } = this;
    let left = 0;
    for (let i = 0; i < count; i++) {
      const host = passing[i]!;
      if (check.passes(hosts[host]!)) passing[left++] = host;
    }
    return left;
  }

  /** Weighs the survivors; the heaviest `wanted` of those allowed are then in `best`. */
  weigh(wanted: number, allows: ((host: number) => boolean) | undefined): void {
    const { passing, values, slopes, best, survivors, normalization } = this;
    const margin = this.fit();
    const stride = slopes.length;
    const slopeA = slopes[0]!;
    const slopeB = slopes[1]!;
    const slopeC = slopes[2]!;
    const slopeD = slopes[3]!;
    best.clear(wanted);
    let threshold = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < survivors; i++) {
      const host = passing[i]!;
      const at = host * stride;
      let estimate = slopeA * values[at]! + slopeB * values[at + 1]!;
      estimate += slopeC * values[at + 2]! + slopeD * values[at + 3]!;
      for (let t = AT_ONCE; t < stride; t++) estimate += slopes[t]! * values[at + t]!;
      if (estimate < threshold || (allows !== undefined && !allows(host))) continue;
      best.offer(host, normalization.weigh(values, at));
      threshold = best.threshold - this.offset - margin;
    }
  }

  /** Fits the normalisation to the survivors; answers more than what rounding can do to an estimate. */
  private fit(): number {
    const { slopes, terms, sides, most, normalization } = this;
    for (let side = 0; side < sides.length; side += AT_ONCE) this.readSides(side);
    const low = terms.map(({ minimum }) => minimum ?? 0);
    const high = terms.map(({ maximum }) => maximum ?? 0);
    sides.forEach(({ term, sign }, s) => {
      if (sign > 0) high[term] = most[s]!;
      else low[term] = -most[s]!;
    });
    this.offset = 0;
    let size = 0;
    for (let t = 0; t < terms.length; t++) {
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

  /** The largest values of four sides among the survivors. */
  private readSides(side: number): void {
    const { passing, survivors, sideValues, most } = this;
    const stride = most.length;
    let a = Number.NEGATIVE_INFINITY;
    let b = a;
    let c = a;
    let d = a;
    for (let i = 0; i < survivors; i++) {
      const at = passing[i]! * stride + side;
      if (sideValues[at]! > a) a = sideValues[at]!;
      if (sideValues[at + 1]! > b) b = sideValues[at + 1]!;
      if (sideValues[at + 2]! > c) c = sideValues[at + 2]!;
      if (sideValues[at + 3]! > d) d = sideValues[at + 3]!;
    }
    most[side] = a;
    most[side + 1] = b;
    most[side + 2] = c;
    most[side + 3] = d;
  }
}

function filledUp(count: number): number {
  return Math.max(1, Math.ceil(count / AT_ONCE)) * AT_ONCE;
}

/** Position of the first filter that refuses a host, of those known to (`known`) and those to be asked. */
function firstRefusal(checks: readonly UndeclaredCheck[], host: HostState, known: number): number {
  for (let i = 0; i < checks.length; i++) {
    const { position, check } = checks[i]!;
    if (position > known) return known;
    if (!check.passes(host)) return position;
  }
  return known;
}

/** Rounding errors of an estimate are below 1e-15 of what is added up; this is the distance kept. */
const SLACK = 1e-12;
