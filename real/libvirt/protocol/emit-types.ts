import type { Description, Field, FieldType } from './parse-description.ts';

/** The TypeScript interfaces of every record, argument list, result and event. */
export function emitTypes(description: Description): string {
  const parts = [
    generatedHeader,
    "import type { TypedValue } from '../wire/typed-value.ts';\n",
    ...messageShapes(description).map(({ name, fields }) => emitInterface(name, fields)),
  ];
  return parts.join('\n');
}

export const generatedHeader = `// Made by \`npm run generate:libvirt\` from ../protocol/libvirt.protocol. Change that file, not this one.
`;

/** Every record that travels, with the name of its TypeScript type; empty argument lists and results have none. */
export function messageShapes(description: Description): { name: string; fields: readonly Field[] }[] {
  const calls = description.calls.flatMap((call) => [
    { name: `${pascal(call.name)}Args`, fields: call.args },
    { name: `${pascal(call.name)}Result`, fields: call.results },
  ]);
  const events = description.events.map((event) => ({
    name: `${pascal(event.family)}${pascal(event.kind)}Event`,
    fields: event.fields,
  }));
  return [...description.structs, ...calls.filter((shape) => shape.fields.length > 0), ...events];
}

export function pascal(name: string): string {
  return (name[0] ?? '').toUpperCase() + name.slice(1);
}

function emitInterface(name: string, fields: readonly Field[]): string {
  const lines = fields.map((field) => `  readonly ${field.name}: ${typeText(field.type)};`);
  return `export interface ${name} {\n${lines.join('\n')}\n}\n`;
}

function typeText(type: FieldType): string {
  switch (type.kind) {
    case 'bytes':
      return 'Uint8Array';
    case 'chars':
      return 'string';
    case 'struct':
      return type.name;
    case 'optional':
      return `${typeText(type.of)} | null`;
    case 'list':
      return `readonly ${typeText(type.of)}[]`;
    default:
      return scalarTypes[type.name] ?? 'number';
  }
}

const scalarTypes: Readonly<Partial<Record<string, string>>> = {
  hyper: 'bigint',
  uhyper: 'bigint',
  string: 'string',
  uuid: 'string',
  typed: 'TypedValue',
};
