import { RequestError } from '../scheduler/request-error.ts';
import { isDict, PythonFloat, type PythonValue, typeName } from './value.ts';

/** Python's `a == b`. */
export function isEqual(a: PythonValue, b: PythonValue): boolean {
  const x = numberOf(a);
  const y = numberOf(b);
  // Mixed number and bigint compare by value in JavaScript as in Python.
  // oxlint-disable-next-line eqeqeq
  if (x !== undefined && y !== undefined) return x == y;
  if (x !== undefined || y !== undefined) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, i) => isEqual(each, b[i]));
  }
  if (isDict(a) && isDict(b)) {
    return a.size === b.size && [...a].every(([key, each]) => b.has(key) && isEqual(each, b.get(key)!));
  }
  return a === b;
}

/** Python's `a < b`, `a <= b`, ... Throws RequestError of type TypeError for types without an order. */
export function isOrdered(a: PythonValue, operator: '<' | '<=' | '>' | '>=', b: PythonValue): boolean {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return holds(operator, x < y, x > y, isEqual(a, b));
  if (typeof a === 'string' && typeof b === 'string') return orderHolds(operator, compareText(a, b));
  if (Array.isArray(a) && Array.isArray(b)) return isOrderedList(a, operator, b);
  const types = `'${typeName(a)}' and '${typeName(b)}'`;
  throw new RequestError('TypeError', `'${operator}' not supported between instances of ${types}`);
}

/** Below 0, 0 or above 0: order by code points. JavaScript's `<` goes by UTF-16 units. */
export function compareText(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  if (i === a.length || i === b.length) return a.length - b.length;
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

/** Halves of characters beyond U+FFFF sort behind all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x1_0000 : unit;
}

/** The first items that differ decide; else the length does. */
function isOrderedList(
  a: readonly PythonValue[],
  operator: '<' | '<=' | '>' | '>=',
  b: readonly PythonValue[],
): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (!isEqual(a[i]!, b[i]!)) return isOrdered(a[i]!, operator, b[i]!);
  }
  return orderHolds(operator, a.length - b.length);
}

function orderHolds(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  return holds(operator, order < 0, order > 0, order === 0);
}

function holds(operator: '<' | '<=' | '>' | '>=', less: boolean, more: boolean, equal: boolean): boolean {
  if (operator === '<') return less;
  if (operator === '>') return more;
  return operator === '<=' ? less || equal : more || equal;
}

/** True and false count as 1 and 0. */
function numberOf(value: PythonValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof PythonFloat ? value.value : undefined;
}
