import { describe, expect, it } from 'vitest';
import { ArgumentError, ProtocolError } from '../../../../real/libvirt/index.ts';
import { XdrReader } from '../../../../real/libvirt/wire/xdr-reader.ts';
import { XdrWriter } from '../../../../real/libvirt/wire/xdr-writer.ts';
import { encoded } from '../fake-daemon.ts';

const hex = (write: (writer: XdrWriter) => void): string => encoded(write).toString('hex');

describe('XDR, by the letter of RFC 4506', () => {
  it('writes integers big-endian in four and eight bytes', () => {
    expect(hex((w) => w.int(-2, 'x'))).toBe('fffffffe');
    expect(hex((w) => w.uint(0xdeadbeef, 'x'))).toBe('deadbeef');
    expect(hex((w) => w.hyper(-2n, 'x'))).toBe('fffffffffffffffe');
    expect(hex((w) => w.ushort(513, 'x'))).toBe('00000201');
  });

  it.each([
    ['int', (w: XdrWriter) => w.int(-2, 'x'), 'fffffffe'],
    ['double', (w: XdrWriter) => w.double(1, 'x'), '3ff0000000000000'],
    ['hyper', (w: XdrWriter) => w.hyper(-2n, 'x'), 'fffffffffffffffe'],
    ['uuid', (w: XdrWriter) => w.uuid('01020304-0506-0708-090a-0b0c0d0e0f10', 'x'), '0102030405060708090a0b0c0d0e0f10'],
    ['count', (w: XdrWriter) => w.count(3, 9, 'x'), '00000003'],
    ['boolean', (w: XdrWriter) => w.typed({ type: 'boolean', value: true }, 'x'), '0000000600000001'],
  ])('writes %s where the buffer has to grow for it', (_kind, write, expected) => {
    for (let filled = 4064; filled <= 4104; filled += 4) {
      const text = hex((w) => {
        for (let at = 0; at < filled; at += 4) w.uint(0, 'x');
        write(w);
      });
      expect(text.endsWith(expected)).toBe(true);
    }
  });

  it('pads strings and bytes with zeros to four', () => {
    expect(hex((w) => w.string('abcde', 'x'))).toBe('000000056162636465000000');
    expect(hex((w) => w.bytes(Buffer.from([1, 2]), 8, 'x'))).toBe('0000000201020000');
  });

  it('writes zeros as padding even where the buffer was used before', () => {
    const writer = new XdrWriter();
    writer.bytes(Buffer.alloc(64, 0xff), 64, 'x');
    writer.reset();
    writer.string('a', 'x');
    expect(writer.bytesSoFar().toString('hex')).toBe('0000000161000000');
  });

  it('writes UUIDs as their 16 bytes, in whatever case they came', () => {
    expect(hex((w) => w.uuid('00112233-4455-6677-8899-AABBCCDDEEFF', 'x'))).toBe('00112233445566778899aabbccddeeff');
  });

  it('takes flags with bit 31 however JavaScript made them', () => {
    expect(hex((w) => w.flags(0x80000000 | 1, 'flags'))).toBe('80000001');
    expect(hex((w) => w.flags(0x80000001, 'flags'))).toBe('80000001');
  });
});

describe('a value that does not fit', () => {
  it.each<[string, (writer: XdrWriter) => void, RegExp]>([
    ['a fraction', (w) => w.int(1.5, 'vcpus'), /^vcpus: found 1.5, accepted is a signed 32-bit integer/],
    ['a negative count', (w) => w.uint(-1, 'vcpus'), /found -1, accepted is an unsigned 32-bit/],
    ['too large a bigint', (w) => w.uhyper(2n ** 64n, 'size'), /accepted is an unsigned 64-bit bigint/],
    ['a number for a bigint', (w) => w.hyper(5 as unknown as bigint, 'size'), /accepted is a signed 64-bit bigint/],
    ['half a UUID', (w) => w.uuid('0011', 'uuid'), /^uuid: found 0011, accepted is a UUID/],
    ['a NUL in a name', (w) => w.string('a\0b', 'name'), /^name: found a NUL character/],
    ['half a surrogate pair', (w) => w.string('a\ud800', 'name'), /well-formed Unicode/],
    [
      'no string at all',
      (w) => w.string(undefined as unknown as string, 'name'),
      /found undefined, accepted is a string/,
    ],
    ['too many bytes', (w) => w.bytes(Buffer.alloc(9), 8, 'map'), /^map: found 9 bytes, accepted is at most 8/],
    ['too long a list', (w) => w.count(17, 16, 'params'), /^params: found 17 entries, accepted is at most 16/],
  ])('%s is refused by its name', (_what, write, message) => {
    expect(() => encoded(write)).toThrow(ArgumentError);
    expect(() => encoded(write)).toThrow(message);
  });

  it('never shows the text of a refused string, which may be a password', () => {
    expect(() => encoded((w) => w.string('secret\0', 'password'))).not.toThrow(/secret/);
  });
});

describe('a length that a peer made up', () => {
  it('allocates nothing for a list that cannot fit the message', () => {
    const reader = new XdrReader(Buffer.from('0000ffff00000000', 'hex'));
    expect(() => reader.list(65_536, (r) => r.string())).toThrow(/ends early: 262140 bytes wanted, 4 left/);
  });

  it.each<[string, (reader: XdrReader) => unknown]>([
    ['a string', (r) => r.string()],
    ['bytes', (r) => r.bytes(1024)],
    ['characters', (r) => r.chars(32, false)],
    ['a list', (r) => r.list(16, (item) => item.int())],
  ])('%s over its limit is refused', (_what, read) => {
    expect(() => read(new XdrReader(Buffer.from('ffffffff00000000', 'hex')))).toThrow(ProtocolError);
  });

  it('bytes after the end are refused', () => {
    const reader = new XdrReader(Buffer.alloc(8));
    reader.int();
    expect(() => reader.finish()).toThrow(/4 bytes follow the end/);
  });
});
