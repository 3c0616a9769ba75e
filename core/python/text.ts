import { isDict, PythonFloat, PythonObject, type PythonValue } from './value.ts';

/** Python's `str(value)`. */
export function pythonText(value: PythonValue): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** Python's `repr(value)`: as it stands inside a list. */
export function pythonRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof PythonFloat) return floatText(value.value);
  if (value instanceof PythonObject) return value.text;
  if (isDict(value)) {
    return `{${[...value].map(([key, each]) => `${quoted(key)}: ${pythonRepr(each)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return BigInt(value as number | bigint).toString();
}

/** `repr` of a float: the shortest text that reads back, with an exponent below 1e-4 and from 1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Single quotes, unless the text has some and no double ones; what does not print is escaped. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const character of text) {
    if (character === quote) body += `\\${character}`;
    else body += ESCAPES[character] ?? (isPrintable(character) ? character : escaped(character));
  }
  return `${quote}${body}${quote}`;
}

function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character);
}

function escaped(character: string): string {
  const point = character.codePointAt(0)!;
  const hex = point.toString(16);
  if (point < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return point < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
