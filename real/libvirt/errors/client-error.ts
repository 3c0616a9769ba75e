/** Every failure that this client itself can report, by its stable code. Libvirt's own are {@link LibvirtError}. */
export const clientErrorCodes = {
  CONNECT_FAILED: 'no connection could be made',
  AUTHENTICATION: 'the daemon wants a kind of authentication that this client does not have',
  CONNECTION_LOST: 'the connection broke while the call was under way',
  CONNECTION_CLOSED: 'the connection was closed by this program',
  CALL_TIMEOUT: 'no reply within the time given',
  CALL_ABORTED: 'the caller gave the call up',
  TOO_MANY_CALLS: 'too many calls wait for a place',
  BAD_ARGUMENT: 'an argument does not fit the protocol',
  PROTOCOL: 'the peer does not speak the protocol',
  EVENT_OVERFLOW: 'events came faster than they were taken',
} as const;

export type ClientErrorCode = keyof typeof clientErrorCodes;

/**
 * A call that failed without an answer from libvirt. `mayHaveRun` says whether the daemon may have carried it out:
 * false means certainly not (it never left this process), true means ask before repeating it.
 */
export abstract class LibvirtClientError extends Error {
  abstract readonly code: ClientErrorCode;
  readonly mayHaveRun: boolean;

  constructor(message: string, mayHaveRun: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.mayHaveRun = mayHaveRun;
  }
}

/** The socket or the handshake failed; `cause` has the system's error. */
export class ConnectError extends LibvirtClientError {
  override readonly name = 'ConnectError';
  readonly code = 'CONNECT_FAILED';

  constructor(message: string, cause?: unknown) {
    super(message, false, cause);
  }
}

export class AuthenticationError extends LibvirtClientError {
  override readonly name = 'AuthenticationError';
  readonly code = 'AUTHENTICATION';

  constructor(message: string) {
    super(message, false);
  }
}

export class ConnectionLostError extends LibvirtClientError {
  override readonly name = 'ConnectionLostError';
  readonly code = 'CONNECTION_LOST';

  constructor(what: string, mayHaveRun: boolean, cause?: unknown) {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    super(`${what}: the connection to libvirt was lost${why}; ${ranText(mayHaveRun)}`, mayHaveRun, cause);
  }
}

export class ConnectionClosedError extends LibvirtClientError {
  override readonly name = 'ConnectionClosedError';
  readonly code = 'CONNECTION_CLOSED';

  constructor(what: string, mayHaveRun: boolean) {
    super(`${what}: the connection to libvirt is closed; ${ranText(mayHaveRun)}`, mayHaveRun);
  }
}

export class CallTimeoutError extends LibvirtClientError {
  override readonly name = 'CallTimeoutError';
  readonly code = 'CALL_TIMEOUT';

  constructor(what: string, timeoutMs: number, mayHaveRun: boolean, cause?: unknown) {
    super(`${what}: no reply within ${timeoutMs} ms; ${ranText(mayHaveRun)}`, mayHaveRun, cause);
  }
}

/** Named `AbortError`, as everywhere in Node; `cause` is the signal's reason. */
export class CallAbortedError extends LibvirtClientError {
  override readonly name = 'AbortError';
  readonly code = 'CALL_ABORTED';

  constructor(what: string, mayHaveRun: boolean, reason: unknown) {
    super(`${what}: given up by the caller; ${ranText(mayHaveRun)}`, mayHaveRun, reason);
  }
}

export class TooManyCallsError extends LibvirtClientError {
  override readonly name = 'TooManyCallsError';
  readonly code = 'TOO_MANY_CALLS';

  constructor(what: string, waiting: number) {
    super(`${what}: ${waiting} calls wait already, the most allowed (maxCallsWaiting)`, false);
  }
}

export class ArgumentError extends LibvirtClientError {
  override readonly name = 'ArgumentError';
  readonly code = 'BAD_ARGUMENT';
  readonly field: string;

  constructor(field: string, found: unknown, accepted: string) {
    super(`${field}: found ${shown(found)}, accepted is ${accepted}`, false);
    this.field = field;
  }

  /** The same error, naming the call it was meant for. */
  within(procedure: string): this {
    this.message = `${procedure}: ${this.message}`;
    return this;
  }
}

/** The peer sent something that is not libvirt's protocol, or a message this client cannot read. */
export class ProtocolError extends LibvirtClientError {
  override readonly name = 'ProtocolError';
  readonly code = 'PROTOCOL';

  constructor(message: string, cause?: unknown) {
    super(message, true, cause);
  }
}

export class EventOverflowError extends LibvirtClientError {
  override readonly name = 'EventOverflowError';
  readonly code = 'EVENT_OVERFLOW';

  constructor(kind: string, max: number) {
    super(`${kind}: more than ${max} events wait; some were lost, so compare your view with libvirt's`, false);
  }
}

function ranText(mayHaveRun: boolean): string {
  return mayHaveRun ? 'it may have run' : 'it has not run';
}

function shown(value: unknown): string {
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
