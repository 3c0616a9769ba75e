import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeRemoteError } from '../../../real/libvirt/generated/codecs.ts';
import { eventMessages, procedures } from '../../../real/libvirt/generated/procedures.ts';
import { FrameSplitter } from '../../../real/libvirt/wire/frame-splitter.ts';
import {
  frameBytesMax,
  frameHeadBytes,
  frameTypes,
  readFrameHead,
  writeFrameHead,
} from '../../../real/libvirt/wire/frame.ts';
import type { FrameHead } from '../../../real/libvirt/wire/frame.ts';
import type { EventMessage, Procedure } from '../../../real/libvirt/wire/procedure.ts';
import { XdrReader } from '../../../real/libvirt/wire/xdr-reader.ts';
import { XdrWriter } from '../../../real/libvirt/wire/xdr-writer.ts';

/** One message from a client, and the ways to answer it, honest and otherwise. */
export interface FakeCall {
  readonly head: FrameHead;
  readonly name: string;
  readonly args: unknown;
  readonly body: Buffer;
  readonly socket: net.Socket;
  /** Which connection to the daemon this came by, counted from 0. */
  readonly line: number;
  reply(result: unknown): void;
  replyFrame(result: unknown, change?: Partial<FrameHead>): Buffer;
  refuse(code: number, message: string): void;
}

type Handler = (call: FakeCall) => void;

/** A daemon without libvirt: it knows the handshake and answers the rest as the test says. */
export class FakeDaemon {
  readonly socketPath: string;
  readonly uri: string;
  readonly calls: FakeCall[] = [];
  readonly sockets = new Set<net.Socket>();
  linesSoFar = 0;
  pings = 0;
  pongs = 0;
  answersPings = true;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'fake-libvirt-'));
  readonly #handlers = new Map<string, Handler>();
  #server: net.Server | undefined;

  constructor() {
    this.socketPath = path.join(this.#folder, 'sock');
    this.uri = `qemu+unix:///system?socket=${this.socketPath}`;
    this.on('authList', (call) => call.reply({ types: [0] }));
    this.on('connectSupportsFeature', (call) => call.reply({ supported: 1 }));
    this.on('connectOpen', (call) => call.reply(undefined));
    this.on('connectGetHostname', (call) => call.reply({ hostname: 'fake' }));
  }

  on(name: keyof typeof procedures, handler: Handler): this {
    this.#handlers.set(name, handler);
    return this;
  }

  listen(): Promise<void> {
    this.#server = net.createServer((socket) => this.#accept(socket));
    return new Promise((resolve) => this.#server?.listen(this.socketPath, resolve));
  }

  /** The listening socket goes, and every connection with it. */
  async crash(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.dropAll();
    await closed;
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  sendEvent(socket: net.Socket, kind: keyof typeof eventMessages, payload: unknown): void {
    const message = eventMessages[kind] as unknown as EventMessage<unknown>;
    const { program, number } = message;
    const body = encoded((writer) => message.encode(writer, payload));
    socket.write(frameOf({ program, procedure: number, type: frameTypes.message, serial: 0, status: 0 }, body));
  }

  #accept(socket: net.Socket): void {
    const line = this.linesSoFar;
    this.linesSoFar += 1;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    const splitter = new FrameSplitter(frameBytesMax, (frame) => this.#receive(frame, socket, line));
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
  }

  #receive(frame: Buffer, socket: net.Socket, line: number): void {
    const head = readFrameHead(frame);
    if (head.program === 0x6b656570) return this.#keepalive(head, socket);
    const procedure = Object.values(procedures).find(
      (candidate) => candidate.program === head.program && candidate.number === head.procedure,
    ) as unknown as Procedure<unknown, unknown>;
    const reader = new XdrReader(frame, frameHeadBytes);
    const args = head.type === frameTypes.call ? procedure.decodeArgs(reader) : undefined;
    const replyFrame = (result: unknown, change: Partial<FrameHead> = {}): Buffer =>
      frameOf(
        { ...head, type: frameTypes.reply, ...change },
        encoded((writer) => procedure.encodeResult(writer, result)),
      );
    const call: FakeCall = {
      head,
      name: procedure.name,
      args,
      body: frame.subarray(frameHeadBytes),
      socket,
      line,
      replyFrame,
      reply: (result) => socket.write(replyFrame(result)),
      refuse: (code, message) =>
        socket.write(errorFrame({ ...head, type: frameTypes.reply, status: 1 }, code, message)),
    };
    this.calls.push(call);
    this.#handlers.get(procedure.name)?.(call);
  }

  #keepalive(head: FrameHead, socket: net.Socket): void {
    if (head.procedure === 2) this.pongs += 1;
    if (head.procedure !== 1) return;
    this.pings += 1;
    if (this.answersPings) socket.write(frameOf({ ...head, procedure: 2 }, Buffer.alloc(0)));
  }
}

export function frameOf(head: Omit<FrameHead, 'version'>, body: Uint8Array): Buffer {
  const frame = Buffer.alloc(frameHeadBytes + body.length);
  writeFrameHead(frame, frame.length, head);
  frame.set(body, frameHeadBytes);
  return frame;
}

export function errorFrame(head: FrameHead, code: number, message: string): Buffer {
  const nothing = { str1: null, str2: null, str3: null, int1: 0, int2: 0, dom: null, net: null };
  return frameOf(
    head,
    encoded((writer) => encodeRemoteError(writer, { code, domain: 10, message, level: 2, ...nothing })),
  );
}

export function encoded(write: (writer: XdrWriter) => void): Buffer {
  const writer = new XdrWriter();
  write(writer);
  return Buffer.from(writer.bytesSoFar());
}
