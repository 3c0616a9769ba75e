import type { ClassIndex } from './class-index.ts';
import { type GroupTerm, Normalization } from './normalization.ts';
import type { SpecialHosts } from './special-hosts.ts';
import type { WeighTerm } from './weigh-terms.ts';

/**
 * What the rounds of a multi-create looked like. Each round starts from the order of the one before, so
 * that hosts of equal weight stand as they stood there, and at last by index.
 */
export class RoundLog {
  private readonly terms: readonly WeighTerm[];
  private readonly classes: ClassIndex;
  private readonly specials: SpecialHosts;
  private groupTerms: readonly GroupTerm[] = [];
  /** Normalisations that differ from the one before. */
  private readonly epochs: Normalization[] = [];
  private epochCount = 0;
  /** By round. */
  private readonly epochOf: number[] = [];
  private readonly chosen: number[] = [];
  /** By round: the round in which the same host was chosen before, -1 for none. */
  private readonly previous: number[] = [];
  /** By round: what the chosen host's raw values were. */
  private readonly members: number[] = [];
  private values = new Float64Array(0);

  constructor(terms: readonly WeighTerm[], classes: ClassIndex, specials: SpecialHosts) {
    this.terms = terms;
    this.classes = classes;
    this.specials = specials;
  }

  clear(groupTerms: readonly GroupTerm[]): void {
    this.groupTerms = groupTerms;
    this.epochCount = 0;
    this.epochOf.length = 0;
    this.chosen.length = 0;
    this.previous.length = 0;
    this.members.length = 0;
  }

  /** A round weighs by this normalisation. */
  begin(normalization: Normalization): void {
    const last = this.epochs[this.epochCount - 1];
    if (this.epochCount === 0 || !last!.isSame(normalization)) {
      const next = (this.epochs[this.epochCount] ??= new Normalization(this.terms));
      next.copyFrom(normalization);
      this.epochCount++;
    }
    this.epochOf.push(this.epochCount - 1);
  }

  /** The round ends with this special host, whose values are about to change. */
  end(place: number): void {
    const { terms, specials } = this;
    const round = this.chosen.push(specials.hosts[place]!) - 1;
    const count = terms.length;
    if ((round + 1) * count > this.values.length) {
      const wider = new Float64Array(2 * (round + 1) * count);
      wider.set(this.values);
      this.values = wider;
    }
    this.values.set(specials.values.subarray(place * count, (place + 1) * count), round * count);
    this.members.push(specials.members[place]!);
    this.previous.push(specials.lastRound[place]!);
    specials.lastRound[place] = round;
  }

  /** Of two hosts of equal weight in the present round: whether the first one goes before the other. */
  readonly goesFirst = (host: number, other: number): boolean => {
    const { epochOf, chosen } = this;
    for (let round = epochOf.length - 2; round >= 0; round--) {
      const isAsBefore = epochOf[round] === epochOf[round + 1] && chosen[round] !== host && chosen[round] !== other;
      if (isAsBefore) continue;
      const weight = this.weightIn(round, host);
      const otherWeight = this.weightIn(round, other);
      if (weight !== otherWeight) return weight > otherWeight;
    }
    return host < other;
  };

  private weightIn(round: number, host: number): number {
    const { specials, classes, groupTerms } = this;
    const normalization = this.epochs[this.epochOf[round]!]!;
    const place = specials.placeOf[host]!;
    if (place < 0) {
      return normalization.weighMember(classes.values, classes.classOf(host) * classes.stride, 0, groupTerms);
    }
    const count = this.terms.length;
    let next = specials.lastRound[place]!;
    if (next < round) {
      return normalization.weighMember(specials.values, place * count, specials.members[place]!, groupTerms);
    }
    while (this.previous[next]! >= round) next = this.previous[next]!;
    return normalization.weighMember(this.values, next * count, this.members[next]!, groupTerms);
  }
}
