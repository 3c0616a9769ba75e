import { parseFloatText, parseIntegerText } from '../python/number.ts';
import { strip } from '../python/whitespace.ts';

/**
 * The type of one option, with oslo.config's ideas of what may be converted: the text `"2.5"` is a
 * float, `"yes"` a boolean, `"a, b"` a list.
 */
export interface OptionType<T> {
  readonly default: T;
  /** What is accepted, for messages and documents: `a whole number, at least 1`. */
  readonly accepts: string;
  /** Converts; `undefined` when the value is not acceptable. */
  convert(value: unknown): T | undefined;
}

export function integerOption(byDefault: number, minimum = Number.NEGATIVE_INFINITY): OptionType<number> {
  return {
    default: byDefault,
    accepts: `a whole number${atLeast(minimum)}`,
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
    convert: (value) => (typeof value === 'string' ? value : scalarText(value)),
  };
}

export function listOption(byDefault: readonly string[]): OptionType<readonly string[]> {
  return {
    default: byDefault,
    accepts: 'a list of texts, or one text with commas',
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
  return typeof value === 'number' ? String(value) : undefined;
}
