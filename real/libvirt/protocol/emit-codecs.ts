import { generatedHeader, messageShapes } from './emit-types.ts';
import type { Description, Field, FieldType } from './parse-description.ts';

/** One pair of functions for every record: `encodeX(writer, value)` and `decodeX(reader)`. */
export function emitCodecs(description: Description): string {
  const shapes = messageShapes(description);
  const names = shapes.map((shape) => `  ${shape.name},`).join('\n');
  return [
    generatedHeader,
    `import type { XdrReader } from '../wire/xdr-reader.ts';`,
    `import type { XdrWriter } from '../wire/xdr-writer.ts';`,
    `import type {\n${names}\n} from './types.ts';\n`,
    ...shapes.map(({ name, fields }) => `${emitEncoder(name, fields)}\n${emitDecoder(name, fields)}`),
  ].join('\n');
}

function emitEncoder(name: string, fields: readonly Field[]): string {
  const lines = fields.map((field) => indent(writeText(field.type, `v.${field.name}`, field.name)));
  return `export function encode${name}(w: XdrWriter, v: ${name}): void {\n${lines.join('\n')}\n}\n`;
}

function emitDecoder(name: string, fields: readonly Field[]): string {
  const lines = fields.map((field) => `    ${field.name}: ${readText(field.type)},`);
  return `export function decode${name}(r: XdrReader): ${name} {\n  return {\n${lines.join('\n')}\n  };\n}\n`;
}

function writeText(type: FieldType, value: string, field: string): string {
  switch (type.kind) {
    case 'scalar':
      return `w.${field === 'flags' && type.name === 'uint' ? 'flags' : type.name}(${value}, '${field}');`;
    case 'bytes':
      return `w.bytes(${value}, ${type.max}, '${field}');`;
    case 'chars':
      return `w.chars(${value}, ${type.max}, ${type.fixed}, '${field}');`;
    case 'struct':
      return `encode${type.name}(w, ${value});`;
    case 'optional':
      return `w.present(${value} !== null);\nif (${value} !== null) ${writeText(type.of, value, field)}`;
    case 'list':
      return (
        `w.count(${value}.length, ${type.max}, '${field}');\n` +
        `for (const item of ${value}) ${writeText(type.of, 'item', field)}`
      );
  }
}

function readText(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
      return `r.${type.name}()`;
    case 'bytes':
      return `r.bytes(${type.max})`;
    case 'chars':
      return `r.chars(${type.max}, ${type.fixed})`;
    case 'struct':
      return `decode${type.name}(r)`;
    case 'optional':
      return `r.present() ? ${readText(type.of)} : null`;
    case 'list':
      return type.of.kind === 'struct'
        ? `r.list(${type.max}, decode${type.of.name})`
        : `r.list(${type.max}, (item) => ${readText(type.of).replace(/^r\./, 'item.')})`;
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
