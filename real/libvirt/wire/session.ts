import {
  ArgumentError,
  AuthenticationError,
  CallAbortedError,
  ConnectError,
  ConnectionClosedError,
  TooManyCallsError,
} from '../errors/client-error.ts';
import type { LibvirtClientError } from '../errors/client-error.ts';
import { dial, targetText } from './dial.ts';
import type { SocketTarget } from './dial.ts';
import { frameBytesMax, frameHeadBytes } from './frame.ts';
import { handshake } from './handshake.ts';
import type { DirectCall, HandshakeOptions } from './handshake.ts';
import type { KeepaliveOptions } from './keepalive.ts';
import { Link } from './link.ts';
import { PendingCall } from './pending-call.ts';
import type { CallOptions, OnResult } from './pending-call.ts';
import type { Procedure } from './procedure.ts';
import type { RpcStream } from './rpc-stream.ts';
import type { XdrReader } from './xdr-reader.ts';
import { XdrWriter } from './xdr-writer.ts';

export interface SessionOptions extends HandshakeOptions {
  readonly target: SocketTarget;
  /** For the socket, and again for the handshake. */
  readonly connectTimeoutMs: number;
  readonly callTimeoutMs: number | undefined;
  readonly frameBytesMax: number;
  /** Sent and not answered. Further calls wait here, where they can still be taken back. */
  readonly callsUnderWayMax: number;
  readonly callsWaitingMax: number;
  readonly keepalive: KeepaliveOptions | undefined;
  readonly reconnect: ReconnectOptions | undefined;
}

export interface ReconnectOptions {
  /** Wait before the second attempt; doubled after each, up to `delayMsMax`. */
  readonly delayMs: number;
  readonly delayMsMax: number;
}

export interface SessionHooks {
  onMessage(program: number, procedure: number, reader: XdrReader): void;
  /** Runs after every handshake, before any waiting call is sent. */
  restore(call: DirectCall): Promise<void>;
  onLost(cause: Error): void;
  onRestored(): void;
}

type State = 'open' | 'reconnecting' | 'closed';

/**
 * One line to the daemon that survives the daemon: calls are sent up to a window, wait in order behind it, and go on
 * waiting while the line is down. A call that was sent when it broke fails, because it may have run.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #hooks: SessionHooks;
  readonly #writer = new XdrWriter();
  #link: Link | undefined;
  #state: State = 'reconnecting';
  #waiting: { readonly call: PendingCall; readonly frame: Buffer }[] = [];
  #downCause: Error | undefined;
  #openedAtMs = 0;
  #retryTimer: NodeJS.Timeout | undefined;

  /** Rejects when the first connection cannot be made; from then on the session mends itself. */
  static async open(options: SessionOptions, hooks: SessionHooks): Promise<Session> {
    const session = new Session(options, hooks);
    try {
      await session.#establish();
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  /** Connects in the background; calls wait for it meanwhile. */
  static start(options: SessionOptions, hooks: SessionHooks): Session {
    const session = new Session(options, hooks);
    session.#tryAgain(0);
    return session;
  }

  private constructor(options: SessionOptions, hooks: SessionHooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  get state(): State {
    return this.#state;
  }

  get callsUnderWay(): number {
    return this.#link?.callsUnderWay ?? 0;
  }

  get callsWaiting(): number {
    return this.#waiting.length;
  }

  get strayReplies(): number {
    return this.#link?.strayReplies ?? 0;
  }

  /** `onResult` runs while the reply is read, before any message that follows it. */
  call<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
    onResult?: (result: Result, call: PendingCall) => void,
    opensStream = false,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const call = new PendingCall(procedure, resolve as (result: unknown) => void, reject, onResult as OnResult);
      call.opensStream = opensStream;
      const refusal = this.#refusal(procedure.name, options.signal);
      if (refusal) return call.fail(refusal);
      let frame;
      try {
        frame = this.#encode(procedure, args);
      } catch (error) {
        return call.fail(error);
      }
      const timeoutMs = options.timeoutMs ?? this.#options.callTimeoutMs;
      if (timeoutMs !== undefined || options.signal) {
        call.arm({ timeoutMs, signal: options.signal }, () => this.#downCause);
      }
      if (this.#waiting.length === 0 && this.#hasRoom()) this.#link?.send(frame, call);
      else this.#waiting.push({ call, frame: Buffer.from(frame) });
    });
  }

  /** Makes a call that a stream follows. */
  async openStream<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
  ): Promise<{ readonly result: Result; readonly stream: RpcStream }> {
    let stream: RpcStream | undefined;
    const take = (_result: Result, call: PendingCall): void => {
      stream = this.#link?.openStream(call);
    };
    const result = await this.call(procedure, args, options, take, true);
    if (!stream) throw new ConnectionClosedError(procedure.name, true);
    return { result, stream };
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#failWaiting((call) => call.closed());
    this.#link?.close();
  }

  #refusal(name: string, signal: AbortSignal | undefined): LibvirtClientError | undefined {
    if (this.#state === 'closed') return new ConnectionClosedError(name, false);
    if (signal?.aborted) return new CallAbortedError(name, false, signal.reason);
    const { callsWaitingMax } = this.#options;
    if (this.#waiting.length < callsWaitingMax) return undefined;
    this.#waiting = this.#waiting.filter(({ call }) => !call.settled);
    return this.#waiting.length < callsWaitingMax ? undefined : new TooManyCallsError(name, callsWaitingMax);
  }

  /** The frame with room for its head, in the writer's own buffer: valid until the next call is encoded. */
  #encode<Args>(procedure: Pick<Procedure<Args, never>, 'name' | 'encodeArgs'>, args: Args): Buffer {
    this.#writer.reset(frameHeadBytes);
    try {
      procedure.encodeArgs(this.#writer, args);
    } catch (error) {
      if (error instanceof ArgumentError) throw error.within(procedure.name);
      // A caller without type checks left something out: "Cannot read properties of undefined".
      throw new ArgumentError('arguments', (error as Error).message, 'what the type says').within(procedure.name);
    }
    if (this.#writer.length > frameBytesMax) {
      throw new ArgumentError('arguments', `${this.#writer.length} bytes`, `${frameBytesMax} in all`).within(
        procedure.name,
      );
    }
    return this.#writer.bytesSoFar();
  }

  #hasRoom(): boolean {
    return this.#state === 'open' && this.callsUnderWay < this.#options.callsUnderWayMax;
  }

  #sendWaiting(): void {
    let next = 0;
    while (next < this.#waiting.length && this.#hasRoom()) {
      const { call, frame } = this.#waiting[next] as { call: PendingCall; frame: Buffer };
      if (!call.settled) this.#link?.send(frame, call);
      next += 1;
    }
    if (next > 0) this.#waiting.splice(0, next);
  }

  #failWaiting(fail: (call: PendingCall) => void): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { call } of waiting) fail(call);
  }

  async #establish(): Promise<void> {
    const { target, connectTimeoutMs } = this.#options;
    const socket = await dial(target, connectTimeoutMs);
    const link = new Link(socket, this.#options.frameBytesMax, {
      onMessage: (program, procedure, reader) => this.#hooks.onMessage(program, procedure, reader),
      onRoom: () => this.#sendWaiting(),
      onDown: (cause) => this.#onDown(link, cause),
    });
    try {
      await this.#introduce(link);
    } catch (error) {
      link.close();
      if (error instanceof AuthenticationError) throw error;
      throw new ConnectError(`${targetText(target)}: ${(error as Error).message}`, error);
    }
    if (this.#wasClosed()) {
      link.close();
      throw new ConnectionClosedError('connect', false);
    }
    this.#link = link;
    this.#state = 'open';
    this.#openedAtMs = performance.now();
    this.#downCause = undefined;
    if (this.#options.keepalive) link.startKeepalive(this.#options.keepalive);
    this.#sendWaiting();
  }

  async #introduce(link: Link): Promise<void> {
    const call = this.#directCall(link);
    await handshake(call, this.#options);
    await this.#hooks.restore(call);
  }

  #directCall(link: Link): DirectCall {
    return (procedure, args, onResult) =>
      new Promise((resolve, reject) => {
        const settle = resolve as (result: unknown) => void;
        const call = new PendingCall(procedure, settle, reject, onResult as OnResult);
        call.arm({ timeoutMs: this.#options.connectTimeoutMs }, () => undefined);
        link.send(this.#encode(procedure, args), call);
      });
  }

  #onDown(link: Link, cause: Error): void {
    if (link !== this.#link) return;
    this.#link = undefined;
    if (this.#state === 'closed') return;
    this.#downCause = cause;
    this.#hooks.onLost(cause);
    if (this.#wasClosed()) return;
    this.#state = 'reconnecting';
    const { reconnect } = this.#options;
    // A daemon that takes connections and drops them at once is not asked again in a tight loop.
    const livedMs = performance.now() - this.#openedAtMs;
    if (reconnect) this.#tryAgain(livedMs < reconnect.delayMs ? reconnect.delayMs : 0);
    else this.#giveUp(cause);
  }

  #tryAgain(delayMs: number): void {
    this.#retryTimer = setTimeout(() => void this.#attempt(delayMs), delayMs);
  }

  async #attempt(delayMs: number): Promise<void> {
    try {
      await this.#establish();
      this.#hooks.onRestored();
    } catch (error) {
      this.#downCause = error as Error;
      if (this.#wasClosed()) return;
      const { reconnect } = this.#options;
      if (reconnect) this.#tryAgain(Math.min(Math.max(delayMs * 2, reconnect.delayMs), reconnect.delayMsMax));
      else this.#giveUp(error);
    }
  }

  #giveUp(cause: unknown): void {
    this.#state = 'closed';
    this.#failWaiting((call) => call.lost(cause));
  }

  /** Asked anew after every wait: `close` may have been called meanwhile. */
  #wasClosed(): boolean {
    return this.#state === 'closed';
  }
}
