import type { Socket } from 'node:net';
import { ProtocolError } from '../errors/client-error.ts';
import { FrameSplitter } from './frame-splitter.ts';
import {
  frameHeadBytes,
  frameStatuses,
  frameTypes,
  keepaliveProcedures,
  keepaliveProgram,
  programVersion,
  readFrameHead,
  writeFrameHead,
} from './frame.ts';
import type { FrameHead } from './frame.ts';
import { Keepalive } from './keepalive.ts';
import type { KeepaliveOptions } from './keepalive.ts';
import { Outbox } from './outbox.ts';
import type { PendingCall } from './pending-call.ts';
import { RpcStream } from './rpc-stream.ts';
import { XdrReader } from './xdr-reader.ts';

export interface LinkEvents {
  /** A message that the daemon pushed. */
  onMessage(program: number, procedure: number, reader: XdrReader): void;
  /** A reply arrived, so there is room for one more call. */
  onRoom(): void;
  /** The socket is gone; every call that was sent has been failed already. Called once. */
  onDown(cause: Error): void;
}

/** One socket from connected to closed: serial numbers, replies, streams and signs of life. It never reconnects. */
export class Link {
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #events: LinkEvents;
  readonly #calls = new Map<number, PendingCall>();
  readonly #streams = new Map<number, RpcStream>();
  #keepalive: Keepalive | undefined;
  #lastSerial = 0;
  #down = false;
  /** Replies to nobody: a peer that numbers wrongly. Late replies to calls given up are not among them. */
  strayReplies = 0;

  constructor(socket: Socket, frameBytesMax: number, events: LinkEvents) {
    this.#socket = socket;
    this.#outbox = new Outbox(socket);
    this.#events = events;
    const splitter = new FrameSplitter(frameBytesMax, (frame) => this.#receive(frame));
    socket.on('data', (chunk: Buffer) => {
      try {
        splitter.push(chunk);
      } catch (error) {
        this.fail(error as Error);
      }
    });
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the daemon closed the socket')));
  }

  /** Calls sent and not yet answered, those given up meanwhile included: the daemon is still at work on them. */
  get callsUnderWay(): number {
    return this.#calls.size;
  }

  startKeepalive(options: KeepaliveOptions): void {
    const ask = (): void => this.#sendKeepalive(keepaliveProcedures.ping);
    const onDead = (silentMs: number): void => {
      this.fail(new Error(`the daemon gave no sign of life for ${silentMs} ms`));
    };
    this.#keepalive = new Keepalive(options, ask, onDead);
  }

  /** Sends a call whose frame is encoded but for its head. */
  send(frame: Buffer, call: PendingCall): void {
    call.serial = this.#nextSerial();
    call.sent = true;
    const { program, number } = call.procedure;
    const { serial } = call;
    writeFrameHead(frame, frame.length, { program, procedure: number, type: frameTypes.call, serial, status: 0 });
    this.#calls.set(serial, call);
    this.#outbox.add(frame);
  }

  /** The stream that belongs to a call just answered. Must be asked for before the next message is read. */
  openStream(call: PendingCall): RpcStream {
    const stream = call.stream ?? this.#addStream(call);
    stream.pause();
    return stream;
  }

  /** Closes without waiting for replies; calls under way fail as closed. */
  close(): void {
    if (this.#down) return;
    this.#outbox.flush();
    this.#goDown();
    for (const call of this.#calls.values()) call.closed();
    this.#calls.clear();
    this.#endStreams(new Error('the connection was closed'));
    this.#socket.end(() => this.#socket.destroy());
    // A daemon that stands still takes nothing any more; the process need not stay for it.
    this.#socket.unref();
  }

  fail(cause: Error): void {
    if (this.#down) return;
    this.#goDown();
    this.#socket.destroy();
    for (const call of this.#calls.values()) call.lost(cause);
    this.#calls.clear();
    this.#endStreams(cause);
    this.#events.onDown(cause);
  }

  #goDown(): void {
    this.#down = true;
    this.#keepalive?.stop();
  }

  #endStreams(cause: Error): void {
    for (const stream of [...this.#streams.values()]) stream.lost(cause);
    this.#streams.clear();
  }

  #receive(frame: Buffer): void {
    if (this.#down) return;
    this.#keepalive?.heard();
    const head = readFrameHead(frame);
    if (head.version !== programVersion) throw new ProtocolError(`a message of the unknown version ${head.version}`);
    if (head.program === keepaliveProgram) return this.#receiveKeepalive(head);
    const reader = new XdrReader(frame, frameHeadBytes);
    switch (head.type) {
      case frameTypes.reply:
        return this.#receiveReply(head, reader);
      case frameTypes.message:
        return this.#events.onMessage(head.program, head.procedure, reader);
      case frameTypes.stream:
      case frameTypes.streamHole:
        return this.#receiveStream(head, reader);
      default:
        throw new ProtocolError(`a message of type ${head.type}, which a daemon does not send to this client`);
    }
  }

  #receiveReply(head: FrameHead, reader: XdrReader): void {
    const call = this.#calls.get(head.serial);
    if (!call) {
      this.strayReplies += 1;
      return;
    }
    const { program, number, name } = call.procedure;
    if (head.program !== program || head.procedure !== number) {
      // Whose reply this is can no longer be told, so nothing on this socket can be believed.
      throw new ProtocolError(
        `call ${head.serial} was ${name} (${number}), its reply says procedure ${head.procedure}`,
      );
    }
    this.#calls.delete(head.serial);
    call.answer(head.status, reader);
    this.#events.onRoom();
  }

  #receiveStream(head: FrameHead, reader: XdrReader): void {
    let stream = this.#streams.get(head.serial);
    if (!stream) {
      const call = this.#calls.get(head.serial);
      // Data for a stream that has just been given up is on its way often enough: not an error.
      if (!call?.opensStream || call.settled || call.stream) return;
      // libvirtd starts to send before it answers the call, and now and then the data is here first.
      stream = this.#addStream(call);
    }
    stream.receive(head, reader);
  }

  #addStream(call: PendingCall): RpcStream {
    const stream = new RpcStream(call, this.#outbox, this.#socket, () => this.#streams.delete(call.serial));
    this.#streams.set(call.serial, stream);
    call.stream = stream;
    return stream;
  }

  #receiveKeepalive(head: FrameHead): void {
    if (head.procedure === keepaliveProcedures.ping) this.#sendKeepalive(keepaliveProcedures.pong);
  }

  #sendKeepalive(procedure: number): void {
    const frame = Buffer.allocUnsafe(frameHeadBytes);
    const { message } = frameTypes;
    const { ok } = frameStatuses;
    writeFrameHead(frame, frame.length, { program: keepaliveProgram, procedure, type: message, serial: 0, status: ok });
    this.#outbox.add(frame);
  }

  #nextSerial(): number {
    do {
      this.#lastSerial = (this.#lastSerial + 1) >>> 0 || 1;
    } while (this.#calls.has(this.#lastSerial) || this.#streams.has(this.#lastSerial));
    return this.#lastSerial;
  }
}
