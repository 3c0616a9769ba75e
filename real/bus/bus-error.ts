/** Failures of the bus itself. */
type BusErrorCode =
  /** No answer came in time; the message may have been handled, or still be. */
  | 'timed-out'
  /** This end has been closed. */
  | 'closed'
  /** The server of the topic has no such method. */
  | 'unknown-method'
  /** The method is known, in an older version than the message's. */
  | 'newer-version'
  /** Arguments, result or envelope are not what the schema says. */
  | 'malformed'
  /** The handler threw something without a code: a defect. */
  | 'internal';

/** A code of the bus, or the `code` of what the handler threw: that of a `HypervisorError`, say. */
type AnyErrorCode = BusErrorCode | (string & Record<never, never>);

/** Why a call failed. */
export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: AnyErrorCode;
  /** The `step` of what the handler threw: what it was doing. */
  readonly step: string | null;

  constructor(
    code: AnyErrorCode,
    message: string,
    more: { readonly step?: string | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.step = more.step ?? null;
  }

  /** It is not what a handler threw: no handler has seen the message, or said what became of it. */
  get isOfTheBus(): boolean {
    return ownCodes.has(this.code);
  }
}

const ownCodes: ReadonlySet<string> = new Set<BusErrorCode>([
  'timed-out',
  'closed',
  'unknown-method',
  'newer-version',
  'malformed',
]);

/** What travels of an error. */
export interface ErrorOnTheBus {
  readonly code: string;
  readonly message: string;
  readonly step: string | null;
}

/** The code, the message and the step; stacks stay where they are. */
export function errorForTheBus(error: unknown): ErrorOnTheBus {
  if (!(error instanceof Error)) return { code: 'internal', message: String(error), step: null };
  const { code, step } = error as { code?: unknown; step?: unknown };
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: error.message,
    step: typeof step === 'string' ? step : null,
  };
}
