/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Text is sent as UTF-8. */
  readonly body?: string | Buffer | undefined;
}

/** An answer with a JSON body. */
export function jsonAnswer(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** Caching headers, which Placement sends from microversion 1.15 on: never keep, and how old the state is. */
export function cacheHeaders(minor: number, modifiedSeconds: number): Record<string, string> {
  if (minor < 15) return {};
  return { 'cache-control': 'no-cache', 'last-modified': new Date(modifiedSeconds * 1000).toUTCString() };
}
