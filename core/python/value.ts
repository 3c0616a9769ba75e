/**
 * Values as Python has them, where the difference shows: `1` and `1.0` are two types, a dictionary
 * keeps its order, and an object may be nothing but a text. A plain `number` is a Python int.
 */
export type PythonValue =
  null | boolean | number | bigint | string | PythonFloat | PythonObject | readonly PythonValue[] | PythonDict;

export type PythonDict = ReadonlyMap<string, PythonValue>;

export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** An object of which only its text, and perhaps what `.get` finds in it, is known. */
export class PythonObject {
  readonly text: string;
  /** A mapping that is no dictionary: it has `get`, but is not looked into as a dictionary is. */
  readonly mapping: PythonDict | undefined;

  constructor(text: string, mapping?: PythonDict) {
    this.text = text;
    this.mapping = mapping;
  }
}

export function isDict(value: PythonValue): value is PythonDict {
  return value instanceof Map;
}

/** Name of the Python type, for messages. */
export function typeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  if (typeof value === 'string') return 'str';
  if (value instanceof PythonFloat) return 'float';
  if (isDict(value)) return 'dict';
  return Array.isArray(value) ? 'list' : 'object';
}

/** What `if value:` takes for true. */
export function isTruthy(value: PythonValue): boolean {
  if (value instanceof PythonFloat) return value.value !== 0;
  if (isDict(value)) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}
