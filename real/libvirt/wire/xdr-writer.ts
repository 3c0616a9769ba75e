import { ArgumentError } from '../errors/client-error.ts';
import type { TypedValue } from './typed-value.ts';

/** Strings are bounded by libvirt itself (REMOTE_STRING_MAX). */
export const stringBytesMax = 4_194_304;

const shrinkAboveBytes = 1 << 20;
const startBytes = 4096;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Writes XDR (RFC 4506) into one growing buffer that is used again for every message. Each method takes the name of the
 * field for its error; a value that does not fit its field throws {@link ArgumentError} and nothing is sent.
 */
export class XdrWriter {
  #buffer = Buffer.allocUnsafe(startBytes);
  #end = 0;

  /** Forgets what was written and leaves `headBytes` free at the front. */
  reset(headBytes = 0): void {
    if (this.#buffer.length > shrinkAboveBytes) this.#buffer = Buffer.allocUnsafe(startBytes);
    this.#end = headBytes;
  }

  get length(): number {
    return this.#end;
  }

  /** What was written so far; a view that the next `reset` makes stale. */
  bytesSoFar(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  int(value: number, field: string): void {
    if (value !== (value | 0)) refuse(field, value, 'a signed 32-bit integer');
    this.#room(4).writeInt32BE(value, this.#end - 4);
  }

  uint(value: number, field: string): void {
    if (value !== value >>> 0) refuse(field, value, 'an unsigned 32-bit integer');
    this.#room(4).writeUInt32BE(value, this.#end - 4);
  }

  /** Bit masks: JavaScript's `|` makes bit 31 negative, so both readings of the same bits are taken. */
  flags(value: number, field: string): void {
    if (value !== value >>> 0 && value !== (value | 0)) refuse(field, value, 'flags of at most 32 bits');
    this.#room(4).writeUInt32BE(value >>> 0, this.#end - 4);
  }

  short(value: number, field: string): void {
    this.#ranged(value, -0x8000, 0x7fff, field);
  }

  ushort(value: number, field: string): void {
    this.#ranged(value, 0, 0xffff, field);
  }

  char(value: number, field: string): void {
    this.#ranged(value, -0x80, 0x7f, field);
  }

  uchar(value: number, field: string): void {
    this.#ranged(value, 0, 0xff, field);
  }

  hyper(value: bigint, field: string): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) refuse(field, value, 'a signed 64-bit bigint');
    this.#room(8).writeBigInt64BE(value, this.#end - 8);
  }

  uhyper(value: bigint, field: string): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) {
      refuse(field, value, 'an unsigned 64-bit bigint');
    }
    this.#room(8).writeBigUInt64BE(value, this.#end - 8);
  }

  double(value: number, field: string): void {
    if (typeof value !== 'number') refuse(field, value, 'a number');
    this.#room(8).writeDoubleBE(value, this.#end - 8);
  }

  /** A NUL would cut the name short inside libvirt (another name than was meant), so it is refused here. */
  string(value: string, field: string): void {
    if (typeof value !== 'string') refuse(field, typeof value, 'a string');
    // The text itself stays out of the error: it may be a password.
    if (value.includes('\0')) refuse(field, 'a NUL character', 'a string without one');
    const bytes = Buffer.byteLength(value);
    if (bytes !== value.length && /\p{Surrogate}/u.test(value))
      refuse(field, 'half a surrogate pair', 'well-formed Unicode');
    if (bytes > stringBytesMax) refuse(field, `${bytes} bytes`, `a string of at most ${stringBytesMax} bytes`);
    const at = this.#takePadded(bytes);
    this.#buffer.write(value, at, 'utf8');
  }

  uuid(value: string, field: string): void {
    if (!uuidPattern.test(value)) refuse(field, value, 'a UUID in its usual form with dashes');
    this.#room(16).write(value.replaceAll('-', ''), this.#end - 16, 'hex');
  }

  bytes(value: Uint8Array, max: number, field: string): void {
    if (value.length > max) refuse(field, `${value.length} bytes`, `at most ${max} bytes`);
    const at = this.#takePadded(value.length);
    this.#buffer.set(value, at);
  }

  /** Text with one character in four bytes, as XDR writes C's `char` arrays; `fixed` pads with zeros to `max`. */
  chars(value: string, max: number, fixed: boolean, field: string): void {
    const raw = Buffer.from(value, 'utf8');
    if (raw.length > max) refuse(field, `${raw.length} bytes`, `at most ${max} bytes`);
    const count = fixed ? max : raw.length;
    if (!fixed) this.#room(4).writeUInt32BE(count, this.#end - 4);
    const at = this.#take(count * 4);
    for (let index = 0; index < count; index += 1) {
      this.#buffer.writeInt32BE(((raw[index] ?? 0) << 24) >> 24, at + index * 4);
    }
  }

  typed(value: TypedValue, field: string): void {
    switch (value.type) {
      case 'int':
        return this.#tagged(1, () => this.int(value.value, field));
      case 'uint':
        return this.#tagged(2, () => this.uint(value.value, field));
      case 'llong':
        return this.#tagged(3, () => this.hyper(value.value, field));
      case 'ullong':
        return this.#tagged(4, () => this.uhyper(value.value, field));
      case 'double':
        return this.#tagged(5, () => this.double(value.value, field));
      case 'boolean':
        return this.#tagged(6, () => this.int(value.value ? 1 : 0, field));
      case 'string':
        return this.#tagged(7, () => this.string(value.value, field));
      default:
        refuse(field, (value as { type: unknown }).type, 'int, uint, llong, ullong, double, boolean or string');
    }
  }

  /** The length in front of a list. */
  count(length: number, max: number, field: string): void {
    if (length > max) refuse(field, `${length} entries`, `at most ${max} entries`);
    this.#room(4).writeUInt32BE(length, this.#end - 4);
  }

  /** The flag in front of a value that may be absent. */
  present(is: boolean): void {
    this.#room(4).writeUInt32BE(is ? 1 : 0, this.#end - 4);
  }

  /** The buffer as it is after room was made: it may be another one than before. */
  #room(bytes: number): Buffer {
    this.#take(bytes);
    return this.#buffer;
  }

  #tagged(tag: number, write: () => void): void {
    this.#room(4).writeUInt32BE(tag, this.#end - 4);
    write();
  }

  #ranged(value: number, low: number, high: number, field: string): void {
    if (!Number.isInteger(value) || value < low || value > high) refuse(field, value, `an integer ${low} to ${high}`);
    this.#room(4).writeInt32BE(value, this.#end - 4);
  }

  /** Length, room for the bytes, and zeros up to the next multiple of four; returns where the bytes belong. */
  #takePadded(bytes: number): number {
    this.#room(4).writeUInt32BE(bytes, this.#end - 4);
    const padded = (bytes + 3) & ~3;
    const at = this.#take(padded);
    if (padded !== bytes) this.#buffer.fill(0, at + bytes, at + padded);
    return at;
  }

  #take(bytes: number): number {
    const at = this.#end;
    const end = at + bytes;
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, at);
      this.#buffer = grown;
    }
    this.#end = end;
    return at;
  }
}

function refuse(field: string, found: unknown, accepted: string): never {
  throw new ArgumentError(field, found, accepted);
}
