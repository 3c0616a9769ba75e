import type { CallOptions, PendingCall } from './pending-call.ts';
import type { Procedure } from './procedure.ts';
import type { RpcStream } from './rpc-stream.ts';
import { Session } from './session.ts';
import type { SessionHooks, SessionOptions } from './session.ts';

/**
 * Calls under way on one slow line. libvirtd stops reading from a client that has five requests at work
 * (max_client_requests); one place stays free, so that its line is still read and its keepalive answered.
 */
const slowCallsPerLine = 4;

const noHooks: SessionHooks = {
  onMessage: () => {},
  restore: () => Promise.resolve(),
  onLost: () => {},
  onRestored: () => {},
};

export interface LanesOptions extends SessionOptions {
  /** Connections for calls that may take long; opened when needed. */
  readonly slowLinesMax: number;
}

/**
 * Several lines to one daemon, so that nothing quick stands behind something slow: libvirtd serves only a few requests
 * of one client at a time. Quick calls and events have the main line; slow calls are spread over others, four on each;
 * the phases of a migration share one; and every stream has its own, where pausing hurts nobody.
 */
export class Lanes {
  readonly main: Session;
  readonly #options: LanesOptions;
  #slow: Session[] = [];
  #pinned: Session | undefined;
  readonly #streams = new Set<Session>();
  #closed = false;

  static async open(options: LanesOptions, hooks: SessionHooks): Promise<Lanes> {
    return new Lanes(await Session.open(options, hooks), options);
  }

  private constructor(main: Session, options: LanesOptions) {
    this.main = main;
    this.#options = options;
  }

  call<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options?: CallOptions,
    onResult?: (result: Result, call: PendingCall) => void,
  ): Promise<Result> {
    return this.#line(procedure).call(procedure, args, options, onResult);
  }

  /** A stream on a connection of its own, which `release` closes. */
  async openStream<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options?: CallOptions,
  ): Promise<{ readonly result: Result; readonly stream: RpcStream; readonly release: () => void }> {
    // Nobody asks for signs of life here: a reader that takes its time is not a dead connection.
    const quiet = { ...this.#options, keepalive: undefined, reconnect: undefined, announceKeepalive: false };
    const session = await Session.open(quiet, noHooks);
    this.#streams.add(session);
    const release = (): void => {
      this.#streams.delete(session);
      session.close();
    };
    try {
      if (this.#closed) release();
      return { ...(await session.openStream(procedure, args, options)), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    for (const session of [this.main, ...this.#slow, this.#pinned, ...this.#streams]) session?.close();
  }

  #line(procedure: Pick<Procedure<never, unknown>, 'lane'>): Session {
    if (procedure.lane === 'main' || this.#closed || this.#options.slowLinesMax === 0) return this.main;
    if (procedure.lane === 'slow') return this.#slowLine();
    if (!this.#pinned || this.#pinned.state === 'closed') this.#pinned = this.#startLine();
    return this.#pinned;
  }

  #slowLine(): Session {
    this.#slow = this.#slow.filter((session) => session.state !== 'closed');
    let best: Session | undefined;
    for (const session of this.#slow) if (!best || loadOf(session) < loadOf(best)) best = session;
    if (best && (loadOf(best) < slowCallsPerLine || this.#slow.length >= this.#options.slowLinesMax)) return best;
    const line = this.#startLine();
    this.#slow.push(line);
    return line;
  }

  #startLine(): Session {
    return Session.start({ ...this.#options, callsUnderWayMax: slowCallsPerLine }, noHooks);
  }
}

function loadOf(session: Session): number {
  return session.callsUnderWay + session.callsWaiting;
}
