import { floatText } from './text.ts';
import { isDict, PythonFloat, type PythonValue } from './value.ts';

/** Python's `json.dumps(value)`: a blank behind `,` and `:`, and nothing beyond ASCII. */
export function pythonJsonText(value: PythonValue): string {
  if (typeof value === 'string') return asciiString(value);
  if (value instanceof PythonFloat) return constantName(value.value) ?? floatText(value.value);
  if (isDict(value)) {
    return `{${[...value].map(([key, each]) => `${asciiString(key)}: ${pythonJsonText(each)}`).join(', ')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(pythonJsonText).join(', ')}]`;
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}

function constantName(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return undefined;
  return value > 0 ? 'Infinity' : '-Infinity';
}

function asciiString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => {
    return unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
