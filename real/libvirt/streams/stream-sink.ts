import { Writable } from 'node:stream';
import type { RpcStream } from '../wire/rpc-stream.ts';

/**
 * Data for the daemon, as a Node stream: writes wait while the daemon cannot take more. `finish` comes after the daemon
 * has confirmed that it has everything; destroying it early makes the daemon give the data up.
 */
export class StreamSink extends Writable {
  readonly #stream: RpcStream;
  readonly #release: () => void;
  #finished = false;

  constructor(stream: RpcStream, release: () => void) {
    super({ highWaterMark: 262_144 });
    this.#stream = stream;
    this.#release = release;
    stream.listen({
      onData: () => {},
      onHole: () => {},
      onEnd: () => {},
      onError: (error) => this.destroy(error),
    });
    // Errors of the daemon must be heard while data is still being sent.
    stream.resume();
  }

  /**
   * Skips bytes that are zeros without sending them; only on streams opened with `sparse`. Await it before writing on.
   * libvirt cuts a file off behind each hole, so a hole at the volume's end has to be skipped too.
   */
  skip(holeBytes: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.write(Buffer.alloc(0), (error) => {
        if (error) return reject(error);
        this.#stream.sendHole(holeBytes, (failure) => (failure ? reject(failure) : resolve()));
      });
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#stream.send(chunk, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#stream.finish().then(() => {
      this.#finished = true;
      callback();
    }, callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#finished) this.#release();
    else this.#stream.abort().then(this.#release, this.#release);
    callback(error);
  }
}
