import { randomBytes } from 'node:crypto';
import type { SpanContext } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';

/**
 * The sender's span in a `traceparent` of W3C Trace Context; `undefined` for one that is missing or broken, as if it
 * had not come.
 */
export function readTraceparent(text: string | undefined): SpanContext | undefined {
  // Longer ones are allowed in versions to come; nobody needs so much.
  if (text === undefined || text.length > 256) return undefined;
  const parsed = parseTraceParent(text);
  return parsed ? { ...parsed, isRemote: true } : undefined;
}

/** `traceparent` in version 00. */
export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 1) === 1 ? '01' : '00'}`;
}

/** The root of a trace that records nothing by itself. */
export function newSpanContext(traceFlags: 0 | 1): SpanContext {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex'), traceFlags };
}
