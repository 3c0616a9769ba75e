import { RequestError } from '../scheduler/request-error.ts';
import { strip } from './whitespace.ts';

const FLOAT = /^[+-]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;
const FLOAT_WORD = /^([+-]?)(inf(inity)?|nan)$/i;
const INTEGER = /^[+-]?\d+(_\d+)*$/;

/** What Python's `float(text)` answers; `undefined` where it raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const bare = strip(text);
  if (FLOAT.test(bare)) return Number(bare.replaceAll('_', ''));
  const word = FLOAT_WORD.exec(bare);
  if (word === null) return undefined;
  if (word[2]!.toLowerCase() === 'nan') return Number.NaN;
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Python's `float(text)`; throws a RequestError of type ValueError. */
export function floatOf(text: string): number {
  const value = parseFloatText(text);
  if (value === undefined) throw new RequestError('ValueError', `could not convert string to float: '${text}'`);
  return value;
}

/** What Python's `int(text)` answers, base 10; `undefined` where it raises ValueError. */
export function parseIntegerText(text: string): number | undefined {
  const bare = strip(text);
  return INTEGER.test(bare) ? Number(bare.replaceAll('_', '')) : undefined;
}
