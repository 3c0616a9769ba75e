/** Every way that the report server refuses, and the status that goes with it. */
export const reportErrorStatus = {
  /** A parameter is missing, or is not what it has to be. */
  'bad-parameter': 400,
  /** The results file has no such metric, or not in the shape asked for. */
  'no-such-metric': 404,
  'no-such-variant': 404,
  /** No run of that number, or not a complete one. */
  'no-such-run': 404,
  /** The two variants have no seed in common. */
  'no-pairs': 404,
  'no-such-path': 404,
  /** The server only reads: GET and HEAD. */
  'method-not-allowed': 405,
  /** Asked under a name that is not this machine's own, while it serves this machine only. */
  'wrong-host': 421,
  /** The results file was damaged or removed after the server began. */
  'results-unreadable': 503,
  internal: 500,
  /** The address to listen on is taken or not allowed; no request sees this one. */
  'cannot-listen': 500,
  /** The page has not been bundled; no request sees this one. */
  'page-not-built': 500,
} as const;

export type ReportErrorCode = keyof typeof reportErrorStatus;

/** Says what was asked, what was found and what is accepted. */
export class ReportServerError extends Error {
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReportServerError';
    this.code = code;
  }
}
