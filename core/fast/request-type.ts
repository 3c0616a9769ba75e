import type { HostCheck } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { FlatQuery } from '../placement/flat-query.ts';
import type { PlacementState } from '../placement/placement-state.ts';
import type { BoundFilters, Gate } from './filter-plan.ts';
import type { GroupKey } from './group-table.ts';
import type { HostSignatures } from './host-signatures.ts';
import { meetsRestrictions } from './meets-restrictions.ts';
import type { RoomBins } from './room-bins.ts';

/** Verdict of a request type on a host, as far as room does not count: passes everything. */
export const PASSES = 0;
/** Placement leaves the host out. Filter number f refuses: f + FIRST_FILTER. */
export const NO_CANDIDATE = 1;
export const FIRST_FILTER = 2;

/** Outcome for a group: every filter lets it pass. */
export const ADMITTED = 0x7fff_ffff;
/** Outcome for a group: Placement does not offer its hosts. */
export const NOT_OFFERED = -1;

/** Plain requests that ask the same of every host, and what is known of the hosts for them. */
export class RequestType {
  /** Position among the types, and so in every signature. */
  readonly number: number;
  /** One request of the type. */
  readonly request: RequestSpec;
  readonly query: CandidatesQuery | undefined;
  readonly flat = new FlatQuery();
  /** Groups whose hosts pass everything. */
  readonly passing: number[] = [];
  /** Groups that Placement offers and a filter refuses, and the position of that filter. */
  readonly refused: number[] = [];
  readonly refusedBy: number[] = [];
  /** By group: the position of the filter that refuses it, `ADMITTED`, or `NOT_OFFERED`. */
  outcomeOf = new Int32Array(64);
  /** By position among the filters; `undefined`: passes every host, or is a gate. */
  readonly checks: readonly (HostCheck | undefined)[];
  private readonly state: PlacementState | undefined;
  private needs: readonly number[] = [];
  /** A filter threw: the reference way from now on. */
  isBroken = false;
  private groupsSeen = 0;

  constructor(
    number: number,
    request: RequestSpec,
    query: CandidatesQuery | undefined,
    { checks }: BoundFilters,
    state: PlacementState | undefined,
  ) {
    this.number = number;
    this.request = request;
    this.query = query;
    this.checks = checks;
    this.state = state;
    if (query !== undefined && state !== undefined) this.flat.read(query, state);
  }

  /** Who refuses a host, room and gates aside. May throw what a filter throws. */
  verdictOn(host: HostState): number {
    const { query, state, checks } = this;
    if (query !== undefined && state !== undefined && !meetsRestrictions(state, host.index, query, this.flat)) {
      return NO_CANDIDATE;
    }
    for (let i = 0; i < checks.length; i++) if (checks[i]?.passes(host) === false) return i + FIRST_FILTER;
    return PASSES;
  }

  /** Forgets the groups: they were made anew. */
  regroup(bins: RoomBins | undefined): void {
    this.needs = bins === undefined ? [] : bins.needs(this.flat);
    this.passing.length = 0;
    this.refused.length = 0;
    this.refusedBy.length = 0;
    this.groupsSeen = 0;
  }

  /** Sorts in the groups that came since the last time. */
  update(groups: readonly GroupKey[], gates: readonly Gate[], signatures: HostSignatures): void {
    for (; this.groupsSeen < groups.length; this.groupsSeen++) {
      const group = this.groupsSeen;
      const key = groups[group]!;
      const verdict = signatures.verdict(key.signature, this.number);
      this.note(group, NOT_OFFERED);
      if (verdict === NO_CANDIDATE || !this.hasRoom(key)) continue;
      const gate = key.gate === 0 ? ADMITTED : gates[key.gate - 1]!.filter;
      const filter = verdict === PASSES ? ADMITTED : verdict - FIRST_FILTER;
      const first = Math.min(gate, filter);
      this.outcomeOf[group] = first;
      if (first === ADMITTED) {
        this.passing.push(group);
      } else {
        this.refused.push(group);
        this.refusedBy.push(first);
      }
    }
  }

  private note(group: number, outcome: number): void {
    if (group >= this.outcomeOf.length) {
      const wider = new Int32Array(2 * group);
      wider.set(this.outcomeOf);
      this.outcomeOf = wider;
    }
    this.outcomeOf[group] = outcome;
  }

  private hasRoom({ bins }: GroupKey): boolean {
    for (let i = 0; i < this.needs.length; i++) if (bins[i]! < this.needs[i]!) return false;
    return true;
  }
}
