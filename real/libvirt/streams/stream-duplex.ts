import { Duplex } from 'node:stream';
import type { RpcStream } from '../wire/rpc-stream.ts';

/** A console or a channel of a guest: what is written goes in, what the guest says comes out. */
export class StreamDuplex extends Duplex {
  readonly #stream: RpcStream;
  readonly #release: () => void;
  #concluded = false;

  constructor(stream: RpcStream, release: () => void) {
    super({ allowHalfOpen: false });
    this.#stream = stream;
    this.#release = release;
    stream.listen({
      onData: (data) => {
        if (!this.push(data)) stream.pause();
      },
      onHole: () => {},
      onEnd: () => {
        if (!this.#concluded) this.push(null);
      },
      onError: (error) => this.destroy(error),
    });
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#stream.send(chunk, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#concluded = true;
    this.#stream.finish().then(() => {
      // What the guest said before stays readable; the line is not needed for that.
      this.#release();
      this.push(null);
      callback();
    }, callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#concluded) this.#release();
    else this.#stream.abort().then(this.#release, this.#release);
    callback(error);
  }
}
