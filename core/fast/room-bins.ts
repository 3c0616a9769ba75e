import type { FlatQuery } from '../placement/flat-query.ts';
import type { PlacementState } from '../placement/placement-state.ts';

/**
 * Rooms of the hosts, as far as requests can tell them apart: by resource class, the distinct amounts
 * that known requests ask for; a host's bin is how many of them fit.
 */
export class RoomBins {
  readonly classIds: number[] = [];
  private readonly amounts: number[][] = [];
  private readonly state: PlacementState;

  constructor(state: PlacementState) {
    this.state = state;
  }

  /** Learns the amounts of a query; false when it knew them all, so that every bin stays as it was. */
  learn({ sums, classIds, amounts }: FlatQuery): boolean {
    let isNew = false;
    for (let i = 0; i < sums; i++) {
      const known = this.amountsOf(classIds[i]!);
      if (known.includes(amounts[i]!)) continue;
      known.push(amounts[i]!);
      known.sort((a, b) => a - b);
      isNew = true;
    }
    return isNew;
  }

  /** The bin that a host needs, by resource; 0 where nothing is asked. */
  needs({ sums, classIds, amounts }: FlatQuery): number[] {
    const needs = this.classIds.map(() => 0);
    for (let i = 0; i < sums; i++) {
      const at = this.classIds.indexOf(classIds[i]!);
      needs[at] = this.amounts[at]!.indexOf(amounts[i]!) + 1;
    }
    return needs;
  }

  /** Number of bins of a resource. */
  binCount(resource: number): number {
    return this.amounts[resource]!.length + 1;
  }

  bin(resource: number, host: number): number {
    const room = this.state.column(this.classIds[resource]!)?.room[host] ?? 0;
    const amounts = this.amounts[resource]!;
    let low = 0;
    let high = amounts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (amounts[middle]! <= room) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private amountsOf(classId: number): number[] {
    const at = this.classIds.indexOf(classId);
    if (at >= 0) return this.amounts[at]!;
    this.classIds.push(classId);
    const amounts: number[] = [];
    this.amounts.push(amounts);
    return amounts;
  }
}
