import {
  CallAbortedError,
  CallTimeoutError,
  ConnectionClosedError,
  ConnectionLostError,
  ProtocolError,
} from '../errors/client-error.ts';
import { LibvirtError } from '../errors/libvirt-error.ts';
import { decodeRemoteError } from '../generated/codecs.ts';
import { frameStatuses } from './frame.ts';
import type { RpcStream } from './rpc-stream.ts';
import type { XdrReader } from './xdr-reader.ts';

export interface CallOptions {
  /** Gives up after this long, waiting in the queue included. Default: the connection's `callTimeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Gives the call up; libvirt cannot be told, so a call that was sent may still take effect. */
  readonly signal?: AbortSignal | undefined;
}

/** What settling a call needs to know of its procedure. */
export interface CallTarget {
  readonly name: string;
  readonly program: number;
  readonly number: number;
  readonly decodeResult: (reader: XdrReader) => unknown;
}

/** Runs while the reply is read, before any message behind it: an event may be next in the same packet. */
export type OnResult = (result: unknown, call: PendingCall) => void;

/**
 * One call from its making to its end: waiting for a place, sent, and settled exactly once. A call that was given up
 * after it was sent stays known to the link, so that its late reply is recognised and dropped.
 */
export class PendingCall {
  readonly procedure: CallTarget;
  /** A stream follows: its data may come even before the reply. */
  opensStream = false;
  stream: RpcStream | undefined;
  serial = 0;
  sent = false;
  settled = false;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;
  readonly #onResult: OnResult | undefined;
  #timer: NodeJS.Timeout | undefined;
  #signal: AbortSignal | undefined;
  #onAbort: (() => void) | undefined;

  constructor(
    procedure: CallTarget,
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
    onResult?: OnResult,
  ) {
    this.procedure = procedure;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#onResult = onResult;
  }

  /** Starts the clock and listens to the signal; `connectionState` explains a timeout to the reader of its error. */
  arm(options: CallOptions, connectionState: () => unknown): void {
    const { timeoutMs, signal } = options;
    if (timeoutMs !== undefined) {
      this.#timer = setTimeout(() => {
        this.fail(new CallTimeoutError(this.procedure.name, timeoutMs, this.sent, connectionState()));
      }, timeoutMs);
    }
    if (signal) {
      this.#signal = signal;
      this.#onAbort = () => this.fail(new CallAbortedError(this.procedure.name, this.sent, signal.reason));
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  /** Reads the reply and settles. */
  answer(status: number, reader: XdrReader): void {
    if (this.settled) return;
    try {
      if (status === frameStatuses.ok) this.#succeed(reader);
      else if (status === frameStatuses.error)
        this.fail(new LibvirtError(this.procedure.name, decodeRemoteError(reader)));
      else this.fail(new ProtocolError(`${this.procedure.name}: a reply with the unknown status ${status}`));
    } catch (error) {
      this.fail(new ProtocolError(`${this.procedure.name}: unreadable reply: ${(error as Error).message}`, error));
    }
  }

  lost(cause: unknown): void {
    this.fail(new ConnectionLostError(this.procedure.name, this.sent, cause));
  }

  closed(): void {
    this.fail(new ConnectionClosedError(this.procedure.name, this.sent));
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.#settle();
    this.#reject(error);
  }

  #succeed(reader: XdrReader): void {
    const result = this.procedure.decodeResult(reader);
    reader.finish();
    this.#settle();
    this.#onResult?.(result, this);
    this.#resolve(result);
  }

  #settle(): void {
    this.settled = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#signal && this.#onAbort) this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
