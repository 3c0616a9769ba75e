import { ProtocolError } from '../errors/client-error.ts';
import { frameHeadBytes } from './frame.ts';

/**
 * Cuts a byte stream into messages, however it was torn: a chunk may hold many messages or one byte of one. A message
 * that came whole is handed on as a view, without a copy; a torn one is gathered first. The memory held is what really
 * arrived, not what a length word claims.
 */
export class FrameSplitter {
  readonly #frameBytesMax: number;
  readonly #onFrame: (frame: Buffer) => void;
  #parts: Buffer[] = [];
  #heldBytes = 0;
  /** Length of the message under way; 0 while its length word is not complete. */
  #wantedBytes = 0;

  constructor(frameBytesMax: number, onFrame: (frame: Buffer) => void) {
    this.#frameBytesMax = frameBytesMax;
    this.#onFrame = onFrame;
  }

  /** Throws {@link ProtocolError} at a length that no message has; the rest of the stream is then worthless. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#heldBytes === 0) {
        rest = this.#takeWhole(rest);
        if (rest.length === 0) return;
      }
      rest = this.#gather(rest);
    }
  }

  /** Hands on every message that lies whole at the front; returns what is left of the chunk. */
  #takeWhole(chunk: Buffer): Buffer {
    let at = 0;
    while (chunk.length - at >= 4) {
      const bytes = this.#checked(chunk.readUInt32BE(at));
      if (chunk.length - at < bytes) break;
      this.#onFrame(chunk.subarray(at, at + bytes));
      at += bytes;
    }
    return at === 0 ? chunk : chunk.subarray(at);
  }

  #gather(chunk: Buffer): Buffer {
    // First only as much as completes the length word, then only as much as completes the message.
    const goal = this.#wantedBytes === 0 ? 4 : this.#wantedBytes;
    const part = chunk.subarray(0, goal - this.#heldBytes);
    this.#parts.push(part);
    this.#heldBytes += part.length;
    if (this.#heldBytes === goal) this.#reachGoal();
    return chunk.subarray(part.length);
  }

  #reachGoal(): void {
    const gathered =
      this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts, this.#heldBytes);
    if (this.#wantedBytes === 0) {
      this.#wantedBytes = this.#checked(gathered.readUInt32BE(0));
      this.#parts = [gathered];
      return;
    }
    this.#parts = [];
    this.#heldBytes = 0;
    this.#wantedBytes = 0;
    this.#onFrame(gathered);
  }

  #checked(bytes: number): number {
    if (bytes >= frameHeadBytes && bytes <= this.#frameBytesMax) return bytes;
    throw new ProtocolError(
      `a message of ${bytes} bytes was announced; messages have ${frameHeadBytes} to ${this.#frameBytesMax}`,
    );
  }
}
