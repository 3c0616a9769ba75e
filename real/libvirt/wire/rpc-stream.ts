import type { Socket } from 'node:net';
import { ConnectionLostError, ProtocolError } from '../errors/client-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { decodeRemoteError } from '../generated/codecs.ts';
import { frameHeadBytes, frameStatuses, frameTypes, streamDataBytesMax, writeFrameHead } from './frame.ts';
import type { FrameHead } from './frame.ts';
import type { Outbox } from './outbox.ts';
import type { PendingCall } from './pending-call.ts';
import type { XdrReader } from './xdr-reader.ts';

export interface RpcStreamReceiver {
  /** A view into a network buffer; keep it or copy it, it is not written to again. */
  onData(data: Buffer): void;
  onHole(lengthBytes: number): void;
  /** The daemon has sent everything. */
  onEnd(): void;
  onError(error: Error): void;
}

/**
 * The data that belongs to one call, as libvirt sends it: packets with the call's serial, an empty one at the end, and
 * a handshake (`finish` or `abort`) that the daemon confirms. Pausing stops the whole socket, which is why a stream has
 * a connection for itself.
 */
export class RpcStream {
  readonly #call: Pick<PendingCall, 'procedure' | 'serial'>;
  readonly #outbox: Outbox;
  readonly #socket: Socket;
  readonly #forget: () => void;
  #receiver: RpcStreamReceiver | undefined;
  /** What came before somebody listened: the socket is paused from the call's reply until then, so it stays small. */
  #early: ((receiver: RpcStreamReceiver) => void)[] = [];
  #confirm: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #error: Error | undefined;
  #over = false;

  constructor(call: Pick<PendingCall, 'procedure' | 'serial'>, outbox: Outbox, socket: Socket, forget: () => void) {
    this.#call = call;
    this.#outbox = outbox;
    this.#socket = socket;
    this.#forget = forget;
  }

  listen(receiver: RpcStreamReceiver): void {
    this.#receiver = receiver;
    const early = this.#early;
    this.#early = [];
    for (const deliver of early) deliver(receiver);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Sends data in packets that libvirt takes; `done` runs when the system has taken the last. */
  send(data: Uint8Array, done: (error?: Error | null) => void): void {
    if (this.#error) return done(this.#error);
    for (let at = 0; at < data.length; at += streamDataBytesMax) {
      const part = data.subarray(at, at + streamDataBytesMax);
      const last = at + streamDataBytesMax >= data.length;
      const head = this.#head(part.length, frameTypes.stream, frameStatuses.continue);
      this.#outbox.sendNow(head, part, last ? done : () => {});
    }
    if (data.length === 0) done();
  }

  /** Skips bytes instead of sending zeros; only for calls made with the sparse flag. */
  sendHole(lengthBytes: number, done: (error?: Error | null) => void): void {
    if (this.#error) return done(this.#error);
    const body = Buffer.alloc(12);
    body.writeBigInt64BE(BigInt(lengthBytes), 0);
    this.#outbox.sendNow(this.#head(body.length, frameTypes.streamHole, frameStatuses.continue), body, done);
  }

  /** Ends the stream well: settles when the daemon has confirmed that everything arrived and was taken. */
  finish(): Promise<void> {
    return this.#conclude(frameStatuses.ok);
  }

  /** Gives the stream up; settles when the daemon knows, or has had a second to say so. */
  abort(): Promise<void> {
    const confirmed = this.#conclude(frameStatuses.error);
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
    return Promise.race([confirmed, patience]);
  }

  receive(head: FrameHead, reader: XdrReader): void {
    if (head.program !== this.#call.procedure.program || head.procedure !== this.#call.procedure.number) {
      throw new ProtocolError(`stream ${head.serial}: data of procedure ${head.procedure}`);
    }
    if (head.status === frameStatuses.error) {
      this.#fail(new LibvirtError(this.#call.procedure.name, decodeRemoteError(reader)));
    } else if (head.type === frameTypes.streamHole) {
      const lengthBytes = Number(reader.hyper());
      if (lengthBytes < 0) throw new ProtocolError(`stream ${head.serial}: a hole of ${lengthBytes} bytes`);
      this.#deliver((receiver) => receiver.onHole(lengthBytes));
    } else if (head.status === frameStatuses.ok) {
      this.#end();
      this.#confirm?.resolve();
    } else if (reader.remainingBytes === 0) {
      this.#deliver((receiver) => receiver.onEnd());
    } else {
      const data = reader.rest();
      this.#deliver((receiver) => receiver.onData(data));
    }
  }

  lost(cause: unknown): void {
    this.#fail(new ConnectionLostError(`${this.#call.procedure.name} (stream)`, true, cause));
  }

  #conclude(status: number): Promise<void> {
    if (this.#error) return Promise.reject(this.#error);
    if (this.#over) return Promise.resolve();
    // The confirmation has to be read even when nobody takes data any more.
    this.#socket.resume();
    return new Promise((resolve, reject) => {
      this.#confirm = { resolve, reject };
      this.#outbox.add(this.#head(0, frameTypes.stream, status));
    });
  }

  #fail(error: Error): void {
    if (this.#over) return;
    this.#error = error;
    this.#end();
    if (this.#confirm) this.#confirm.reject(error);
    else this.#deliver((receiver) => receiver.onError(error));
  }

  #end(): void {
    this.#over = true;
    this.#forget();
  }

  #deliver(deliver: (receiver: RpcStreamReceiver) => void): void {
    if (this.#receiver) deliver(this.#receiver);
    else this.#early.push(deliver);
  }

  #head(bodyBytes: number, type: number, status: number): Buffer {
    const frame = Buffer.allocUnsafe(frameHeadBytes);
    const { program, number } = this.#call.procedure;
    const { serial } = this.#call;
    writeFrameHead(frame, frameHeadBytes + bodyBytes, { program, procedure: number, type, serial, status });
    return frame;
  }
}
