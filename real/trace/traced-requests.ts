import type { IncomingHttpHeaders } from 'node:http';
import { withSpan } from './active-span.ts';
import { newSpanContext, readTraceparent } from './traceparent.ts';
import type { SpanContext } from './traceparent.ts';
import type { Tracing } from './tracing.ts';

export interface AboutRequest {
  readonly method: string;
  /** As the client wrote it, without the query. */
  readonly path: string;
  /** Of the route that answers: `/servers/:id`; undefined when none does. */
  readonly route: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

/** Does the work of a request, whose answer has a status, and records it. */
export type RequestTrace = <Answer extends { readonly status: number }>(
  about: AboutRequest,
  work: () => Promise<Answer>,
) => Promise<Answer>;

/**
 * Records the requests to a service, as `trace` of `createApi`. A `traceparent` of the client is gone on with, a broken
 * one passed over. Requests that only read have a trace id, but are recorded only when the client's traceparent asks for it:
 * clients that wait for a server would fill the store with their polls.
 */
export function tracedRequests(tracing: Tracing, service: string): RequestTrace {
  const maker = tracing.of(service);
  return ({ method, path, route, headers, requestId }, work) => {
    const parent = parentOf(method, headers);
    const attributes = { 'http.request.method': method, 'url.path': path, 'openstack.request_id': requestId };
    const name = `${method} ${route ?? 'unknown path'}`;
    return withSpan(maker, maker.start({ name, parent, kind: 'server', attributes }), requestId, async (span) => {
      const answer = await work();
      span.annotate({ 'http.response.status_code': answer.status });
      if (answer.status >= 500) span.fail(`answered ${answer.status}`);
      return answer;
    });
  };
}

function parentOf(method: string, headers: IncomingHttpHeaders): SpanContext | undefined {
  const { traceparent } = headers;
  const named = readTraceparent(typeof traceparent === 'string' ? traceparent : undefined);
  if (method === 'GET' || method === 'HEAD') return named ?? newSpanContext(false);
  // A change is recorded even where the client does not record.
  return named && { ...named, isSampled: true };
}
