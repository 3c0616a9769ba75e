import { createHash } from 'node:crypto';
import { invariant } from '../../core/index.ts';

const BUFFER_BYTES = 64 * 1024;
const LONGEST_TEXT = 16 * 1024;

/**
 * SHA-256 over a stream of values in one binary form (little-endian, texts with their length), so
 * that equal streams have equal digests on any machine.
 */
export class StableDigest {
  private readonly hash = createHash('sha256');
  private readonly bytes = new Uint8Array(BUFFER_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly encoder = new TextEncoder();
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
    invariant(value.length <= LONGEST_TEXT, 'a text of the digest is a name');
    this.reserve(4 + value.length * 3);
    const { written } = this.encoder.encodeInto(value, this.bytes.subarray(this.used + 4));
    this.integer(written);
    this.used += written;
  }

  numbers(values: Float32Array | Float64Array): void {
    this.integer(values.length);
    for (const value of values) this.number(value);
  }

  /** Hexadecimal; the digest takes nothing more afterwards. */
  finish(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private reserve(bytes: number): void {
    if (this.used + bytes > BUFFER_BYTES) this.flush();
  }

  private flush(): void {
    this.hash.update(this.bytes.subarray(0, this.used));
    this.used = 0;
  }
}
