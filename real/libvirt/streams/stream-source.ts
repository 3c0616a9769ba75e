import { Readable } from 'node:stream';
import type { RpcStream } from '../wire/rpc-stream.ts';

/** A piece of a sparse volume: bytes, or the length of a hole that reads as zeros. */
export type StreamPiece = { readonly data: Buffer } | { readonly holeBytes: number };

const zeros = Buffer.alloc(65_536);

/**
 * What the daemon sends, as a Node stream. Nothing is read from the socket while nobody reads here. The end comes after
 * the daemon has confirmed that all was sent; destroying it early tells the daemon to stop.
 */
export class StreamSource extends Readable {
  readonly #stream: RpcStream;
  readonly #release: () => void;
  /** With holes as objects, or as the zeros that they stand for. */
  readonly #pieces: boolean;
  /** What one network chunk held and the reader has not taken: the socket is paused while it is not empty. */
  readonly #queue: StreamPiece[] = [];
  #wanted = false;
  #allSent = false;
  #finished = false;

  constructor(stream: RpcStream, release: () => void, pieces = false) {
    super({ objectMode: pieces, ...(pieces ? {} : { highWaterMark: 262_144 }) });
    this.#stream = stream;
    this.#release = release;
    this.#pieces = pieces;
    stream.listen({
      onData: (data) => this.#take({ data }),
      onHole: (holeBytes) => this.#take({ holeBytes }),
      onEnd: () => {
        this.#allSent = true;
        this.#pump();
      },
      onError: (error) => this.destroy(error),
    });
  }

  override _read(): void {
    this.#wanted = true;
    this.#pump();
    if (this.#wanted && !this.#allSent) this.#stream.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#finished) this.#release();
    else this.#stream.abort().then(this.#release, this.#release);
    callback(error);
  }

  #take(piece: StreamPiece): void {
    this.#queue.push(piece);
    this.#pump();
    if (!this.#wanted) this.#stream.pause();
  }

  #pump(): void {
    while (this.#wanted && this.#queue.length > 0) this.#wanted = this.#pushNext();
    if (!this.#allSent || this.#queue.length > 0 || this.#finished) return;
    this.#finished = true;
    this.#stream.finish().then(
      () => {
        this.push(null);
        this.#release();
      },
      (error: Error) => this.destroy(error),
    );
  }

  /** Pushes one piece, or one block of a long hole; returns whether the reader wants more. */
  #pushNext(): boolean {
    const piece = this.#queue[0] as StreamPiece;
    if (this.#pieces || 'data' in piece) {
      this.#queue.shift();
      return this.push(this.#pieces || !('data' in piece) ? piece : piece.data);
    }
    const bytes = Math.min(piece.holeBytes, zeros.length);
    if (bytes === piece.holeBytes) this.#queue.shift();
    else this.#queue[0] = { holeBytes: piece.holeBytes - bytes };
    return this.push(zeros.subarray(0, bytes));
  }
}
