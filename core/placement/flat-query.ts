import type { CandidatesQuery, RequestGroup } from './candidates-query.ts';
import type { PlacementState } from './placement-state.ts';

/**
 * A query in the numbers of one state, for providers that stand alone: every group is then asked of
 * the same provider. Filled again for each query, so that it leaves no garbage behind.
 */
export class FlatQuery {
  /** Distinct classes and the sum that all groups ask of each; the first `sums` places count. */
  sums = 0;
  readonly classIds: number[] = [];
  readonly amounts: number[] = [];
  /** The amounts of single groups, whose units and steps are checked one by one. */
  parts = 0;
  readonly partClassIds: number[] = [];
  readonly partAmounts: number[] = [];
  /** Whether traits, aggregates or a tree restrict the providers. */
  restricted = false;
  /** Nobody can match: an unknown class, or groups that need providers of their own. */
  impossible = false;
  private query: CandidatesQuery | undefined;
  private classCount = -1;

  /** Fills itself from a query; the same query object again costs nothing. */
  read(query: CandidatesQuery, state: PlacementState): void {
    if (query === this.query && this.classCount === state.classes.size) return;
    this.query = query;
    this.classCount = state.classes.size;
    this.sums = 0;
    this.parts = 0;
    this.impossible = false;
    this.restricted = query.rootRequired.length > 0 || query.rootForbidden.length > 0;
    let isolated = 0;
    for (const group of query.groups) {
      this.readGroup(group, state);
      if (group.suffix !== '') isolated++;
    }
    if (query.groupPolicy === 'isolate' && isolated > 1) this.impossible = true;
  }

  private readGroup(group: RequestGroup, state: PlacementState): void {
    for (const name in group.resources) {
      const classId = state.classes.idOf(name);
      if (classId === undefined) this.impossible = true;
      else this.addPart(classId, group.resources[name]!);
    }
    this.restricted ||=
      group.inTree !== undefined ||
      group.requiredTraits.length > 0 ||
      group.forbiddenTraits.length > 0 ||
      group.memberOf.length > 0 ||
      group.forbiddenAggregates.length > 0;
  }

  private addPart(classId: number, amount: number): void {
    if (amount === 0) return;
    this.partClassIds[this.parts] = classId;
    this.partAmounts[this.parts++] = amount;
    for (let i = 0; i < this.sums; i++) {
      if (this.classIds[i] === classId) {
        this.amounts[i]! += amount;
        return;
      }
    }
    this.classIds[this.sums] = classId;
    this.amounts[this.sums++] = amount;
  }
}
