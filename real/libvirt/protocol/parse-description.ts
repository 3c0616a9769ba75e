/** The protocol description read into data. Throws with file, line and what was expected when a line makes no sense. */
export function parseDescription(text: string, file = 'libvirt.protocol'): Description {
  const description: MutableDescription = { structs: [], programs: [], calls: [], events: [] };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    try {
      parseLine(line, description);
    } catch (error) {
      throw new Error(`${file}:${index + 1}: ${(error as Error).message}`, { cause: error });
    }
  }
  checkNames(description, file);
  return description;
}

export interface Description {
  readonly structs: readonly Struct[];
  readonly programs: readonly Program[];
  readonly calls: readonly Call[];
  readonly events: readonly EventMessage[];
}

export interface Program {
  readonly name: string;
  readonly number: number;
  readonly version: number;
}

export interface Struct {
  readonly name: string;
  readonly fields: readonly Field[];
}

const streamMarks = ['sends', 'receives'] as const;
const laneMarks = ['slow', 'rescue', 'pinned'] as const;

export interface Call {
  readonly program: string;
  readonly number: number;
  readonly name: string;
  readonly args: readonly Field[];
  readonly results: readonly Field[];
  readonly stream: 'none' | 'sends' | 'receives';
  readonly lane: 'main' | (typeof laneMarks)[number];
}

export interface EventMessage {
  readonly program: string;
  readonly number: number;
  readonly family: string;
  readonly kind: string;
  readonly id: number;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
}

/** `chars` and `bytes` carry their bound; `fixed` chars are padded with zeros to exactly that length. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'bytes'; readonly max: number }
  | { readonly kind: 'chars'; readonly max: number; readonly fixed: boolean }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'optional'; readonly of: FieldType }
  | { readonly kind: 'list'; readonly of: FieldType; readonly max: number };

export const scalarNames = [
  'int',
  'uint',
  'short',
  'ushort',
  'char',
  'uchar',
  'hyper',
  'uhyper',
  'double',
  'string',
  'uuid',
  'typed',
] as const;
export type ScalarName = (typeof scalarNames)[number];

interface MutableDescription {
  structs: Struct[];
  programs: Program[];
  calls: Call[];
  events: EventMessage[];
}

function parseLine(line: string, into: MutableDescription): void {
  const word = line.slice(0, line.indexOf(' '));
  if (word === 'program') into.programs.push(parseProgram(line));
  else if (word === 'struct') into.structs.push(parseStruct(line));
  else if (word === 'call') into.calls.push(parseCall(line, currentProgram(into)));
  else if (word === 'event') into.events.push(parseEvent(line, currentProgram(into)));
  else throw new Error(`found '${word}', expected program, struct, call or event`);
}

function currentProgram(description: MutableDescription): string {
  const program = description.programs.at(-1);
  if (!program) throw new Error('a call or an event before the first program');
  return program.name;
}

function parseProgram(line: string): Program {
  const [, name, number, version] = match(line, /^program (\w+) (0x[0-9a-f]+) (\d+)$/, 'program NAME NUMBER VERSION');
  return { name, number: Number(number), version: Number(version) };
}

function parseStruct(line: string): Struct {
  const [, name, fields] = match(line, /^struct (\w+)\((.*)\)$/, 'struct NAME(field: type, ...)');
  return { name, fields: parseFields(fields) };
}

function parseCall(line: string, program: string): Call {
  const form = 'call NUMBER NAME(arguments) -> (results) MARKS';
  const pattern = /^call (\d+) (\w+)\((.*?)\)(?: -> \((.*?)\))?((?: \w+)*)$/;
  const [, number, name, args, results, marks] = match(line, pattern, form);
  const words = (marks ?? '').split(' ').filter((mark) => mark !== '');
  const accepted: readonly string[] = [...streamMarks, ...laneMarks];
  const unknown = words.find((mark) => !accepted.includes(mark));
  if (unknown !== undefined) throw new Error(`found mark '${unknown}', expected one of ${accepted.join(', ')}`);
  return {
    program,
    number: Number(number),
    name,
    args: parseFields(args),
    results: parseFields(results ?? ''),
    stream: streamMarks.find((mark) => words.includes(mark)) ?? 'none',
    lane: laneMarks.find((mark) => words.includes(mark)) ?? 'main',
  };
}

function parseEvent(line: string, program: string): EventMessage {
  const pattern = /^event (\d+) (\w+)\.(\w+) (\d+) \((.*)\)$/;
  const [, number, family, kind, id, fields] = match(line, pattern, 'event NUMBER FAMILY.KIND ID (fields)');
  return { program, number: Number(number), family, kind, id: Number(id), fields: parseFields(fields) };
}

function match(line: string, pattern: RegExp, form: string): [string, string, string, string, string, string] {
  const found = pattern.exec(line);
  if (!found) throw new Error(`found '${line}', expected the form '${form}'`);
  return found as unknown as [string, string, string, string, string, string];
}

function parseFields(text: string): Field[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const found = /^\s*(\w+): (\S+)\s*$/.exec(part);
    if (!found) throw new Error(`found '${part.trim()}', expected 'field: type'`);
    return { name: found[1] as string, type: parseType(found[2] as string) };
  });
}

function parseType(text: string): FieldType {
  if (text.endsWith('?')) return { kind: 'optional', of: parseType(text.slice(0, -1)) };
  const bounded = /^(\w+)([[{])(\d+)[\]}]$/.exec(text);
  if (bounded) {
    const [, name, bracket, digits] = bounded as unknown as [string, string, string, string];
    const max = Number(digits);
    if (name === 'bytes') return { kind: 'bytes', max };
    if (name === 'chars') return { kind: 'chars', max, fixed: bracket === '{' };
    return { kind: 'list', of: parseType(name), max };
  }
  const scalar = scalarNames.find((name) => name === text);
  if (scalar) return { kind: 'scalar', name: scalar };
  if (/^[A-Z]\w*$/.test(text)) return { kind: 'struct', name: text };
  throw new Error(`found type '${text}', expected one of ${scalarNames.join(', ')}, bytes[N], chars[N] or a struct`);
}

function checkNames(description: Description, file: string): void {
  const structs = new Set(description.structs.map((struct) => struct.name));
  const numbers = new Set<string>();
  const owners = [...description.calls, ...description.events];
  for (const { program, number } of owners) {
    const key = `${program} ${number}`;
    if (numbers.has(key)) throw new Error(`${file}: procedure ${key} is declared twice`);
    numbers.add(key);
  }
  const fields = [
    ...description.structs.flatMap((struct) => struct.fields),
    ...description.calls.flatMap((call) => [...call.args, ...call.results]),
    ...description.events.flatMap((event) => event.fields),
  ];
  for (const { name, type } of fields) {
    const struct = structNameOf(type);
    if (struct && !structs.has(struct)) throw new Error(`${file}: field '${name}' has the unknown struct '${struct}'`);
  }
}

function structNameOf(type: FieldType): string | undefined {
  if (type.kind === 'struct') return type.name;
  return type.kind === 'optional' || type.kind === 'list' ? structNameOf(type.of) : undefined;
}
