import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../../real/libvirt/index.ts';
import * as codecs from '../../../../real/libvirt/generated/codecs.ts';
import { messageShapes } from '../../../../real/libvirt/protocol/emit-types.ts';
import type { Field, FieldType } from '../../../../real/libvirt/protocol/parse-description.ts';
import { readDescription } from './read-description.ts';
import { XdrReader } from '../../../../real/libvirt/wire/xdr-reader.ts';
import { XdrWriter } from '../../../../real/libvirt/wire/xdr-writer.ts';

const description = readDescription();
const structs = new Map(description.structs.map((struct) => [struct.name, struct.fields]));
const shapes = messageShapes(description);

type Encode = (writer: XdrWriter, value: unknown) => void;
type Decode = (reader: XdrReader) => unknown;
const functions = codecs as unknown as Record<string, unknown>;

/** Hostile, but a string: control characters, XML, quotes, right-to-left marks, pairs of surrogates, long ones. */
const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', '"\'><&;', ']]>', '../../etc/passwd', '\n\r\t', '\u202e\ufeff', '💥'.repeat(300)),
);
const wireStrings = strings.map((string) => Buffer.from(string.replaceAll('\0', '')).toString());

function arbitraryFor(type: FieldType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'bytes':
      return fc.uint8Array({ maxLength: Math.min(type.max, 70) }).map((bytes) => Buffer.from(bytes));
    case 'chars':
      return wireStrings.filter((string) => Buffer.byteLength(string) <= type.max);
    case 'struct':
      return arbitraryOf(structs.get(type.name) as readonly Field[]);
    case 'optional':
      return fc.option(arbitraryFor(type.of));
    case 'list':
      return fc.array(arbitraryFor(type.of), { maxLength: Math.min(type.max, 4) });
    default:
      return scalars[type.name];
  }
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const hyper = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uhyper = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const scalars = {
  int: int32,
  uint: uint32,
  short: fc.integer({ min: -0x8000, max: 0x7fff }),
  ushort: fc.integer({ min: 0, max: 0xffff }),
  char: fc.integer({ min: -0x80, max: 0x7f }),
  uchar: fc.integer({ min: 0, max: 0xff }),
  hyper,
  uhyper,
  double: fc.double(),
  string: wireStrings,
  uuid: fc.uuid(),
  typed: fc.oneof(
    fc.record({ type: fc.constant('int'), value: int32 }),
    fc.record({ type: fc.constant('uint'), value: uint32 }),
    fc.record({ type: fc.constant('llong'), value: hyper }),
    fc.record({ type: fc.constant('ullong'), value: uhyper }),
    fc.record({ type: fc.constant('double'), value: fc.double() }),
    fc.record({ type: fc.constant('boolean'), value: fc.boolean() }),
    fc.record({ type: fc.constant('string'), value: wireStrings }),
  ),
} as const;

function arbitraryOf(fields: readonly Field[]): fc.Arbitrary<unknown> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, arbitraryFor(field.type)])));
}

function encode(name: string, value: unknown): Buffer {
  const writer = new XdrWriter();
  (functions[`encode${name}`] as Encode)(writer, value);
  return Buffer.from(writer.bytesSoFar());
}

function decode(name: string, bytes: Buffer): unknown {
  const reader = new XdrReader(bytes);
  const value = (functions[`decode${name}`] as Decode)(reader);
  reader.finish();
  return value;
}

describe('every message of the protocol', () => {
  it.each(shapes.map((shape) => [shape.name, shape.fields] as const))('%s comes back as it went', (name, fields) => {
    fc.assert(
      fc.property(arbitraryOf(fields), (value) => {
        const bytes = encode(name, value);
        expect(bytes.length % 4).toBe(0);
        expect(decode(name, bytes)).toEqual(value);
      }),
      { numRuns: 15 },
    );
  });

  it('cut short anywhere, is refused and never misread', () => {
    const anyMessage = fc
      .constantFrom(...shapes)
      .chain(({ name, fields }) => fc.tuple(fc.constant(name), arbitraryOf(fields)));
    fc.assert(
      fc.property(anyMessage, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), ([name, value], at) => {
        const bytes = encode(name, value);
        const cut = bytes.subarray(0, Math.floor(bytes.length * at));
        fc.pre(cut.length < bytes.length);
        expect(() => decode(name, cut)).toThrow(ProtocolError);
      }),
      { numRuns: 2000 },
    );
  });

  it('made of noise, is read or refused, and nothing else', () => {
    const noise = fc.tuple(fc.constantFrom(...shapes), fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(noise, ([{ name }, bytes]) => {
        try {
          decode(name, Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
