import { compareText } from '../python/compare.ts';
import { floatOf } from '../python/number.ts';
import { splitWords } from '../python/whitespace.ts';
import { RequestError } from '../scheduler/request-error.ts';

type Operator = (value: string, wanted: string) => boolean;

/** Operators with one operand. `=` means "at least", as everywhere in Nova. */
const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['=', (value, wanted) => floatOf(value) >= floatOf(wanted)],
  ['==', (value, wanted) => floatOf(value) === floatOf(wanted)],
  ['!=', (value, wanted) => floatOf(value) !== floatOf(wanted)],
  ['>=', (value, wanted) => floatOf(value) >= floatOf(wanted)],
  ['<=', (value, wanted) => floatOf(value) <= floatOf(wanted)],
  ['s==', (value, wanted) => value === wanted],
  ['s!=', (value, wanted) => value !== wanted],
  ['s<', (value, wanted) => compareText(value, wanted) < 0],
  ['s<=', (value, wanted) => compareText(value, wanted) <= 0],
  ['s>', (value, wanted) => compareText(value, wanted) > 0],
  ['s>=', (value, wanted) => compareText(value, wanted) >= 0],
  ['<in>', (value, wanted) => value.includes(wanted)],
]);

/**
 * Whether a value meets the requirement of an extra spec: an operator and its operand(s), or else
 * the value itself. Words behind the first operand are ignored. An operator without operand holds
 * for nothing. Nova: `extra_specs_ops.match`.
 *
 * Throws RequestError: ValueError where a number is wanted and none found, IndexError for a bare `<or>`.
 */
export function meetsRequirement(value: string, requirement: string): boolean {
  const [operator, ...operands] = splitWords(requirement);
  if (operator === '<or>') return isOneOf(value, operands);
  if (operator === '<all-in>') return operands.length > 0 && operands.every((wanted) => value.includes(wanted));
  const holds = operator === undefined ? undefined : operators.get(operator);
  if (holds === undefined) return value === requirement;
  return operands.length > 0 && holds(value, operands[0]!);
}

/** Every second word is a choice, whatever stands between them. */
function isOneOf(value: string, words: readonly string[]): boolean {
  if (words.length === 0) throw new RequestError('IndexError', 'extra spec "<or>" names no value');
  return words.some((word, i) => i % 2 === 0 && word === value);
}
