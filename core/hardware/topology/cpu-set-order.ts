import { invariant } from '../../invariant.ts';

/**
 * The order in which CPython 3.11 walks a set of small integers.
 *
 * Nova pins a guest to "the first threads" of each free core, and takes them from Python sets, so
 * which host CPUs are chosen depends on how CPython lays out a hash table: {1, 8} is walked as 8, 1.
 * An integer hashes to itself; the table has a power of two places, probes up to nine neighbours
 * and then jumps (CPython, `Objects/setobject.c`). The functions below give the order for each of
 * the ways that Nova makes its sets. Values are whole and not negative.
 */

/** The order after adding the values one by one to an empty set. */
export function orderOfAdded(values: Iterable<number>): number[] {
  let table = emptyTable(MIN_PLACES);
  let used = 0;
  for (const value of values) {
    invariant(Number.isSafeInteger(value) && value >= 0, `CPU numbers are whole and not negative, but found ${value}`);
    if (!insert(table, value)) continue;
    used += 1;
    if (used * 5 >= (table.length - 1) * 3) table = rebuilt(table, placesAbove(used * 4));
  }
  return taken(table);
}

/** The order of a Nova object's field that was set from a set that is walked in the order of `values`. */
export function orderOfField(values: Iterable<number>): number[] {
  return orderOfCopy(orderOfAdded(values));
}

/** The order of `set & other`, each walked as its values are listed. */
export function orderOfIntersection(set: ReadonlySet<number>, other: ReadonlySet<number>): number[] {
  const [walked, asked] = other.size > set.size ? [set, other] : [other, set];
  const common: number[] = [];
  for (const value of walked) if (asked.has(value)) common.push(value);
  return orderOfAdded(common);
}

/** The order of `field - other`, where `field` is a Nova object's field. */
export function orderOfDifference(field: ReadonlySet<number>, other: ReadonlySet<number>): number[] {
  const kept: number[] = [];
  for (const value of field) if (!other.has(value)) kept.push(value);
  if (field.size >> 2 <= other.size) return orderOfAdded(kept);
  // CPython copies the larger set and strikes values out; it tidies up only after enough of them.
  const places = placesOfCopy(field.size);
  if (field.size - kept.length <= (places - 1) >> 2) return kept;
  return orderInTable(kept, placesAbove(kept.length * 4));
}

const FREE = -1;
const MIN_PLACES = 8;
const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5;

/** A copy is made in one go, in a table that may have another size than one that grew. */
function orderOfCopy(values: readonly number[]): number[] {
  const places = placesOfCopy(values.length);
  return places === placesOfGrown(values.length) ? [...values] : orderInTable(values, places);
}

function placesOfCopy(size: number): number {
  return size * 5 >= (MIN_PLACES - 1) * 3 ? placesAbove(size * 2) : MIN_PLACES;
}

function placesOfGrown(size: number): number {
  let places = MIN_PLACES;
  for (let used = 1; used <= size; used++) {
    if (used * 5 >= (places - 1) * 3) places = placesAbove(used * 4);
  }
  return places;
}

function placesAbove(size: number): number {
  let places = MIN_PLACES;
  while (places <= size) places *= 2;
  return places;
}

function orderInTable(values: readonly number[], places: number): number[] {
  const table = emptyTable(places);
  for (const value of values) insert(table, value);
  return taken(table);
}

function emptyTable(places: number): Float64Array {
  return new Float64Array(places).fill(FREE);
}

function rebuilt(table: Float64Array, places: number): Float64Array {
  const larger = emptyTable(places);
  for (const value of table) if (value !== FREE) insert(larger, value);
  return larger;
}

/** False when the value was there already. */
function insert(table: Float64Array, value: number): boolean {
  const mask = table.length - 1;
  let perturb = value;
  let place = value % table.length;
  for (;;) {
    const last = place + LINEAR_PROBES <= mask ? place + LINEAR_PROBES : place;
    for (let at = place; at <= last; at++) {
      if (table[at] === FREE) {
        table[at] = value;
        return true;
      }
      if (table[at] === value) return false;
    }
    perturb = Math.floor(perturb / 2 ** PERTURB_SHIFT);
    place = (place * 5 + 1 + perturb) % table.length;
  }
}

function taken(table: Float64Array): number[] {
  const values: number[] = [];
  for (const value of table) if (value !== FREE) values.push(value);
  return values;
}
