import type { Socket } from 'node:net';

const batchBytes = 65_536;

/**
 * Gathers small messages and hands them to the socket once per turn of the event loop: a thousand calls made together
 * are a few writes, not a thousand.
 */
export class Outbox {
  readonly #socket: Socket;
  #batch = Buffer.allocUnsafe(batchBytes);
  #filledBytes = 0;
  #scheduled = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Takes a copy; the caller may use the buffer again at once. */
  add(frame: Buffer): void {
    if (this.#filledBytes + frame.length > batchBytes) this.flush();
    if (frame.length > batchBytes) {
      this.#socket.write(Buffer.from(frame));
      return;
    }
    this.#batch.set(frame, this.#filledBytes);
    this.#filledBytes += frame.length;
    if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(() => this.flush());
    }
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#filledBytes === 0) return;
    const bytes = Buffer.from(this.#batch.subarray(0, this.#filledBytes));
    this.#filledBytes = 0;
    if (!this.#socket.destroyed) this.#socket.write(bytes);
  }

  /** Sends large data as it is, after everything added before; `done` runs when the system has taken it. */
  sendNow(head: Buffer, data: Uint8Array, done: (error?: Error | null) => void): void {
    this.flush();
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(data, done);
    this.#socket.uncork();
  }
}
