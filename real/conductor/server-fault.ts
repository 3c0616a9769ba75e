/** Why something did not come about, as a server's owner and operators are told. Nova: `InstanceFault`. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
  /** As HTTP would say it. */
  readonly code: number;
  /** For admins. */
  readonly details: string;

  constructor(code: number, message: string, details = '') {
    // Nova's column has 255 characters.
    super(message.length > 255 ? `${message.slice(0, 252)}...` : message);
    this.code = code;
    this.details = details;
  }
}

/** Nova: `NoValidHost`. */
export function noValidHost(reason: string): ServerFault {
  return new ServerFault(500, `No valid host was found. ${reason}`);
}

/** Nova: `MaxRetriesExceeded`; the last failure is told besides. */
export function retriesExhausted(uuid: string, last: string): ServerFault {
  const exhausted = `Exhausted all hosts available for retrying build failures for instance ${uuid}.`;
  return new ServerFault(500, `Exceeded maximum number of retries. ${exhausted} The last failure: ${last}`, last);
}

/** Nova: `BuildAbortException`: another host would fail as well. */
export function buildAborted(uuid: string, reason: string): ServerFault {
  return new ServerFault(500, `Build of instance ${uuid} aborted: ${reason}`, reason);
}

/** What is told of any error: the inside of a defect of ours is none of the owner's business. */
export function serverFaultOf(error: unknown): ServerFault {
  if (error instanceof ServerFault) return error;
  const { message, code, status } = error as { message?: string; code?: unknown; status?: unknown };
  const isOurs = typeof status === 'number' || (typeof code === 'string' && code !== 'internal');
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!isOurs) return new ServerFault(500, 'The conductor met an internal error.', details);
  return new ServerFault(typeof status === 'number' ? status : 500, message ?? 'unknown', details);
}
