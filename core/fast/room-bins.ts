import type { FlatQuery } from '../placement/flat-query.ts';
import type { InventoryColumn } from '../placement/inventory-column.ts';
import type { PlacementState } from '../placement/placement-state.ts';

/** Entries of a look-up table; amounts that would need more are searched. */
const TABLE_MAX = 4096;

/**
 * Rooms of the hosts, as far as requests can tell them apart: by resource class, the distinct amounts
 * that known requests ask for; a host's bin is how many of them fit.
 */
export class RoomBins {
  private readonly resources: Resource[] = [];
  private readonly state: PlacementState;

  constructor(state: PlacementState) {
    this.state = state;
  }

  get count(): number {
    return this.resources.length;
  }

  /** Learns the amounts of a query; false when it knew them all, so that every bin stays as it was. */
  learn({ sums, classIds, amounts }: FlatQuery): boolean {
    let isNew = false;
    for (let i = 0; i < sums; i++) if (this.resource(classIds[i]!).learn(amounts[i]!)) isNew = true;
    return isNew;
  }

  /** The bin that a host needs, by resource; 0 where nothing is asked. */
  needs({ sums, classIds, amounts }: FlatQuery): number[] {
    return this.resources.map(({ classId, amounts: known }) => {
      const at = classIds.indexOf(classId);
      return at < 0 || at >= sums ? 0 : known.indexOf(amounts[at]!) + 1;
    });
  }

  /** A host's bins as one number, with `key` in front. */
  keyOf(key: number, host: number): number {
    const { resources, state } = this;
    let combined = key;
    for (let i = 0; i < resources.length; i++) {
      const resource = resources[i]!;
      combined = combined * (resource.amounts.length + 1) + resource.bin(host, state);
    }
    return combined;
  }

  /** Numbers that `keyOf` may answer for each key. */
  get keysMax(): number {
    return this.resources.reduce((product, { amounts }) => product * (amounts.length + 1), 1);
  }

  binsOf(host: number): number[] {
    return this.resources.map((resource) => resource.bin(host, this.state));
  }

  private resource(classId: number): Resource {
    const known = this.resources.find((resource) => resource.classId === classId);
    if (known !== undefined) return known;
    const made = new Resource(classId);
    this.resources.push(made);
    return made;
  }
}

/** One resource class. */
class Resource {
  readonly classId: number;
  /** Ascending. */
  readonly amounts: number[] = [];
  private column: InventoryColumn | undefined;
  /** Every amount is a multiple of this. */
  private unit = 1;
  /** Bins by room divided by the unit; empty when there would be too many. */
  private table = new Uint16Array(0);

  constructor(classId: number) {
    this.classId = classId;
  }

  learn(amount: number): boolean {
    const { amounts } = this;
    if (amounts.includes(amount)) return false;
    amounts.push(amount);
    amounts.sort((a, b) => a - b);
    this.tabulate();
    return true;
  }

  bin(host: number, state: PlacementState): number {
    const column = (this.column ??= state.column(this.classId));
    if (column === undefined) return 0;
    const room = column.room[host] ?? 0;
    const { table } = this;
    if (table.length === 0) return this.search(room);
    const at = Math.floor(room / this.unit);
    return at < table.length ? table[at]! : this.amounts.length;
  }

  private search(room: number): number {
    const { amounts } = this;
    let low = 0;
    let high = amounts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (amounts[middle]! <= room) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Rooms are not negative, so that their quotients are places of the table. */
  private tabulate(): void {
    const { amounts } = this;
    this.unit = amounts.reduce(greatestDivisor);
    const length = amounts.at(-1)! / this.unit;
    const isSmall = amounts.every(Number.isSafeInteger) && length < TABLE_MAX;
    this.table = Uint16Array.from({ length: isSmall ? length : 0 }, (_, at) => this.search(at * this.unit));
  }
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
