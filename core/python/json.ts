import { RequestError } from '../scheduler/request-error.ts';
import { PythonFloat, type PythonValue } from './value.ts';

/** Text that is not JSON; `offset` is where, in characters from the start. */
export class JsonTextError extends RequestError {
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super('JSONDecodeError', `${problem}: char ${offset}`);
    this.name = 'JsonTextError';
    this.offset = offset;
  }
}

/**
 * Python's `json.loads(text)`: integers and floats stay apart, `NaN` and `Infinity` are accepted,
 * and the last of equal keys counts. Throws JsonTextError.
 */
export function parsePythonJson(text: string): PythonValue {
  return new Reader(text).document();
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const CONSTANTS: readonly (readonly [word: string, value: PythonValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new PythonFloat(Number.NaN)],
  ['Infinity', new PythonFloat(Number.POSITIVE_INFINITY)],
  ['-Infinity', new PythonFloat(Number.NEGATIVE_INFINITY)],
];

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): PythonValue {
    if (this.text.startsWith('\ufeff')) throw this.problem('Unexpected UTF-8 BOM');
    this.skipSpace();
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.problem('Extra data');
    return value;
  }

  private value(): PythonValue {
    const next = this.text[this.at];
    if (next === '"') return this.string();
    if (next === '{') return this.object();
    if (next === '[') return this.array();
    const constant = CONSTANTS.find(([word]) => this.text.startsWith(word, this.at));
    if (constant !== undefined) {
      this.at += constant[0].length;
      return constant[1];
    }
    return this.number();
  }

  private number(): PythonValue {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match === null) throw this.problem('Expecting value');
    this.at += match[0].length;
    if (match[1] !== undefined || match[2] !== undefined) return new PythonFloat(Number(match[0]));
    const integer = Number(match[0]);
    return Number.isSafeInteger(integer) ? integer + 0 : BigInt(match[0]);
  }

  private array(): PythonValue {
    const items: PythonValue[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.take(']')) return items;
    for (;;) {
      this.skipSpace();
      items.push(this.value());
      this.skipSpace();
      if (this.take(']')) return items;
      if (!this.take(',')) throw this.problem("Expecting ',' delimiter");
    }
  }

  private object(): PythonValue {
    const entries = new Map<string, PythonValue>();
    this.at += 1;
    this.skipSpace();
    if (this.take('}')) return entries;
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] !== '"') throw this.problem('Expecting property name enclosed in double quotes');
      const key = this.string();
      this.skipSpace();
      if (!this.take(':')) throw this.problem("Expecting ':' delimiter");
      this.skipSpace();
      entries.set(key, this.value());
      this.skipSpace();
      if (this.take('}')) return entries;
      if (!this.take(',')) throw this.problem("Expecting ',' delimiter");
    }
  }

  /** The text between quotes has the same grammar in Python and JavaScript: find its end, let it be read. */
  private string(): string {
    let end = this.at + 1;
    while (this.text[end] !== '"') {
      if (end >= this.text.length) throw this.problem('Unterminated string');
      end += this.text[end] === '\\' ? 2 : 1;
    }
    const literal = this.text.slice(this.at, end + 1);
    try {
      const value = JSON.parse(literal) as string;
      this.at = end + 1;
      return value;
    } catch {
      throw this.problem('Invalid string');
    }
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  private problem(what: string): JsonTextError {
    return new JsonTextError(what, this.at);
  }
}
