import { ProtocolError } from '../errors/client-error.ts';
import type { TypedValue } from './typed-value.ts';
import { stringBytesMax } from './xdr-writer.ts';

/**
 * Reads XDR (RFC 4506) out of one message. Nothing in a message is believed: a length is checked against its limit and
 * against what is left before anything is allocated, and every fault throws {@link ProtocolError}.
 */
export class XdrReader {
  readonly #buffer: Buffer;
  #at: number;
  readonly #end: number;

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
  }

  get remainingBytes(): number {
    return this.#end - this.#at;
  }

  /** What has not been read yet, as a view. */
  rest(): Buffer {
    return this.#buffer.subarray(this.#at, this.#end);
  }

  /** Throws when bytes are left over: both sides would then disagree on the message's shape. */
  finish(): void {
    if (this.#at !== this.#end) throw new ProtocolError(`${this.#end - this.#at} bytes follow the end of the message`);
  }

  int(): number {
    return this.#buffer.readInt32BE(this.#need(4));
  }

  uint(): number {
    return this.#buffer.readUInt32BE(this.#need(4));
  }

  flags(): number {
    return this.uint();
  }

  short(): number {
    return this.int();
  }

  ushort(): number {
    return this.uint();
  }

  char(): number {
    return this.int();
  }

  uchar(): number {
    return this.uint();
  }

  hyper(): bigint {
    return this.#buffer.readBigInt64BE(this.#need(8));
  }

  uhyper(): bigint {
    return this.#buffer.readBigUInt64BE(this.#need(8));
  }

  double(): number {
    return this.#buffer.readDoubleBE(this.#need(8));
  }

  string(): string {
    const bytes = this.#length(stringBytesMax, 'string');
    const at = this.#need((bytes + 3) & ~3);
    return this.#buffer.toString('utf8', at, at + bytes);
  }

  uuid(): string {
    const at = this.#need(16);
    const hex = this.#buffer.toString('hex', at, at + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** A copy, so that a few bytes kept by the caller do not keep a whole network buffer alive. */
  bytes(max: number): Buffer {
    const length = this.#length(max, 'bytes');
    const at = this.#need((length + 3) & ~3);
    return Buffer.from(this.#buffer.subarray(at, at + length));
  }

  /** Text up to the first NUL of characters that take four bytes each; `fixed` means that no length is in front. */
  chars(max: number, fixed: boolean): string {
    const count = fixed ? max : this.#length(max, 'characters');
    const at = this.#need(count * 4);
    const text = Buffer.alloc(count);
    let length = 0;
    while (length < count) {
      const character = this.#buffer[at + length * 4 + 3] as number;
      if (character === 0) break;
      text[length] = character;
      length += 1;
    }
    return text.toString('utf8', 0, length);
  }

  typed(): TypedValue {
    const tag = this.uint();
    switch (tag) {
      case 1:
        return { type: 'int', value: this.int() };
      case 2:
        return { type: 'uint', value: this.uint() };
      case 3:
        return { type: 'llong', value: this.hyper() };
      case 4:
        return { type: 'ullong', value: this.uhyper() };
      case 5:
        return { type: 'double', value: this.double() };
      case 6:
        return { type: 'boolean', value: this.int() !== 0 };
      case 7:
        return { type: 'string', value: this.string() };
      default:
        throw new ProtocolError(`typed parameter of the unknown type ${tag}`);
    }
  }

  present(): boolean {
    const flag = this.uint();
    if (flag > 1) throw new ProtocolError(`an optional value is marked ${flag}, neither 0 nor 1`);
    return flag === 1;
  }

  list<T>(max: number, read: (reader: XdrReader) => T): T[] {
    const length = this.#length(max, 'entries');
    // Nothing in the protocol takes fewer than four bytes, so this bounds the loop before it starts.
    if (length * 4 > this.remainingBytes) this.#short(length * 4);
    const items: T[] = [];
    for (let index = 0; index < length; index += 1) items.push(read(this));
    return items;
  }

  #length(max: number, what: string): number {
    const length = this.uint();
    if (length > max) throw new ProtocolError(`${length} ${what} where the protocol allows ${max}`);
    return length;
  }

  #need(bytes: number): number {
    const at = this.#at;
    if (bytes > this.#end - at) this.#short(bytes);
    this.#at = at + bytes;
    return at;
  }

  #short(bytes: number): never {
    throw new ProtocolError(`the message ends early: ${bytes} bytes wanted, ${this.remainingBytes} left`);
  }
}
