import type { CallOptions, PendingCall } from './pending-call.ts';
import type { Lane, Procedure } from './procedure.ts';
import type { RpcStream } from './rpc-stream.ts';
import { Session } from './session.ts';
import type { SessionHooks, SessionOptions } from './session.ts';

/**
 * Calls under way on one line that is not the main one. libvirtd stops reading from a client that has five requests at work
 * (max_client_requests); one place stays free, so that its line is still read and its keepalive answered.
 */
const callsPerLine = 4;

const noHooks: SessionHooks = {
  onMessage: () => {},
  restore: () => Promise.resolve(),
  onLost: () => {},
  onRestored: () => {},
};

export interface LanesOptions extends SessionOptions {
  /** Connections for slow calls, and as many again for rescue calls; opened when needed. */
  readonly slowLinesMax: number;
}

/**
 * Several lines to one daemon, so that nothing quick stands behind something slow: libvirtd serves only a few requests
 * of one client at a time. Quick calls and events have the main line; slow calls are spread over others, four on each;
 * so are the calls that rescue (destroy, abort), apart from those that they are to end; the phases of a migration share
 * one line; and every stream has its own, where pausing hurts nobody.
 */
export class Lanes {
  readonly main: Session;
  readonly #options: LanesOptions;
  readonly #lines: Record<Exclude<Lane, 'main'>, Session[]> = { slow: [], rescue: [], pinned: [] };
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
    return this.#line(procedure.lane).call(procedure, args, options, onResult);
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
    const { slow, rescue, pinned } = this.#lines;
    for (const session of [this.main, ...slow, ...rescue, ...pinned, ...this.#streams]) session.close();
  }

  #line(lane: Lane): Session {
    if (lane === 'main' || this.#closed || this.#options.slowLinesMax === 0) return this.main;
    const lines = this.#lines[lane].filter((session) => session.state !== 'closed');
    this.#lines[lane] = lines;
    let best: Session | undefined;
    for (const session of lines) if (!best || loadOf(session) < loadOf(best)) best = session;
    const linesMax = lane === 'pinned' ? 1 : this.#options.slowLinesMax;
    if (best && (loadOf(best) < callsPerLine || lines.length >= linesMax)) return best;
    const line = this.#startLine();
    lines.push(line);
    return line;
  }

  #startLine(): Session {
    return Session.start({ ...this.#options, callsUnderWayMax: callsPerLine }, noHooks);
  }
}

function loadOf(session: Session): number {
  return session.callsUnderWay + session.callsWaiting;
}
