import { createHash } from 'node:crypto';
import { invariant } from '../../core/index.ts';

const BUFFER_BYTES = 64 * 1024;
const LONGEST_TEXT = 16 * 1024;
/** Texts whose bytes are kept: names come again and again. */
const TEXTS_KEPT = 1024;

/**
 * SHA-256 over a stream of values in one binary form (little-endian, texts with their length), so
 * that equal streams have equal digests on any machine.
 */
export class StableDigest {
  private readonly hash = createHash('sha256');
  private readonly bytes = new Uint8Array(BUFFER_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly encoder = new TextEncoder();
  private readonly texts = new Map<string, Uint8Array>();
  private lastText = '';
  private lastEncoded: Uint8Array = new Uint8Array(0);
  private used = 0;

  byte(value: number): void {
    this.reserve(1);
    this.view.setUint8(this.used, value);
    this.used += 1;
  }

  /** A whole number of 32 bits, signed. */
  integer(value: number): void {
    this.reserve(4);
    this.view.setInt32(this.used, value, true);
    this.used += 4;
  }

  /** All 64 bits of a number. */
  number(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  /** Up to 16,384 characters. */
  text(value: string): void {
    const encoded = value === this.lastText ? this.lastEncoded : this.encode(value);
    this.reserve(4 + encoded.length);
    this.integer(encoded.length);
    const { bytes, used } = this;
    for (let i = 0; i < encoded.length; i++) bytes[used + i] = encoded[i]!;
    this.used = used + encoded.length;
  }

  numbers(values: Float32Array | Float64Array): void {
    this.integer(values.length);
    for (let i = 0; i < values.length; i++) this.number(values[i]!);
  }

  /** Hexadecimal; the digest takes nothing more afterwards. */
  finish(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private encode(text: string): Uint8Array {
    invariant(text.length <= LONGEST_TEXT, 'a text of the digest is a name');
    const encoded = this.texts.get(text) ?? this.encoder.encode(text);
    if (this.texts.size < TEXTS_KEPT) this.texts.set(text, encoded);
    this.lastText = text;
    this.lastEncoded = encoded;
    return encoded;
  }

  private reserve(bytes: number): void {
    if (this.used + bytes > BUFFER_BYTES) this.flush();
  }

  private flush(): void {
    this.hash.update(this.bytes.subarray(0, this.used));
    this.used = 0;
  }
}
