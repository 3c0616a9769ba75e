import { parseFloatText, parseIntegerText } from '../python/number.ts';
import { pythonText } from '../python/text.ts';
import type { PythonValue } from '../python/value.ts';
import { strip } from '../python/whitespace.ts';

/**
 * The type of one option, with oslo.config's ideas of what may be converted: the text `"2.5"` is a
 * float, `"yes"` a boolean, `"a, b"` a list.
 */
export interface OptionType<T> {
  readonly default: T;
  /** What is accepted, for messages and documents: `a whole number, at least 1`. */
  readonly accepts: string;
  /** The type of oslo.config's exception for a value of a JSON type that it does not expect. */
  readonly wrongType: 'TypeError' | 'AttributeError' | 'ValueError';
  /** What null ("no value") stands for; none for options that cannot do without. */
  readonly unset?: T;
  /** Converts; `undefined` when the value is not acceptable. */
  convert(value: unknown): T | undefined;
}

export function integerOption(byDefault: number, minimum = Number.NEGATIVE_INFINITY): OptionType<number> {
  return {
    default: byDefault,
    accepts: `a whole number${atLeast(minimum)}`,
    wrongType: 'TypeError',
    convert(value) {
      const number = wholeNumber(value);
      return number === undefined || number < minimum ? undefined : number;
    },
  };
}

export function floatOption(byDefault: number, minimum = Number.NEGATIVE_INFINITY): OptionType<number> {
  return {
    default: byDefault,
    accepts: `a number${atLeast(minimum)}`,
    wrongType: 'TypeError',
    convert(value) {
      const number = floatNumber(value);
      return number === undefined || number < minimum ? undefined : number;
    },
  };
}

const TRUE_WORDS = ['true', '1', 'on', 'yes'];
const FALSE_WORDS = ['false', '0', 'off', 'no'];

export function booleanOption(byDefault: boolean): OptionType<boolean> {
  return {
    default: byDefault,
    accepts: 'true or false',
    unset: false,
    wrongType: 'AttributeError',
    convert(value) {
      if (typeof value === 'boolean') return value;
      if (typeof value !== 'string') return undefined;
      const word = value.toLowerCase();
      if (TRUE_WORDS.includes(word)) return true;
      return FALSE_WORDS.includes(word) ? false : undefined;
    },
  };
}

export function stringOption<T extends string | undefined>(byDefault: T): OptionType<string | T> {
  return {
    default: byDefault,
    accepts: 'a text',
    wrongType: 'TypeError',
    convert: (value) => (typeof value === 'string' ? value : scalarText(value)),
  };
}

/** One of some texts. */
export function choiceOption(choices: readonly string[]): OptionType<string | undefined> {
  return {
    default: undefined,
    accepts: `one of ${choices.join(', ')}`,
    wrongType: 'ValueError',
    convert: (value) => choices.find((choice) => choice === value),
  };
}

export function listOption(byDefault: readonly string[]): OptionType<readonly string[]> {
  return {
    default: byDefault,
    accepts: 'a list of texts, or one text with commas',
    wrongType: 'AttributeError',
    convert(value) {
      if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : String(item)));
      if (typeof value !== 'string') return undefined;
      const bare = strip(value).replace(/,+$/, '');
      return bare === '' ? [] : bare.split(',').map(strip);
    },
  };
}

function atLeast(minimum: number): string {
  return Number.isFinite(minimum) ? `, at least ${minimum}` : '';
}

/** Python's `int(value)`: cuts a float, counts true as 1, reads text. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? parseIntegerText(value) : undefined;
}

function floatNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? parseFloatText(value) : undefined;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) ? pythonText(value as PythonValue[]) : undefined;
}
