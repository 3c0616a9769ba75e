import { randomBytes } from 'node:crypto';

/** A span as others name it. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether it is recorded, and so what comes of it. */
  readonly isSampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The sender's span in a `traceparent` of W3C Trace Context; `undefined` for one that is missing or broken, as if it had
 * not come. Versions to come are read as far as they are like version 00.
 */
export function readTraceparent(text: string | undefined): SpanContext | undefined {
  // Nobody needs a longer one, whatever the version.
  if (text === undefined || text.length < 55 || text.length > 256) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = form.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (traceId === noTraceId || spanId === noSpanId) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const noTraceId = '0'.repeat(32);
const noSpanId = '0'.repeat(16);

/** `traceparent` in version 00. */
export function writeTraceparent({ traceId, spanId, isSampled }: SpanContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** The root of a trace that is nothing by itself. */
export function newSpanContext(isSampled: boolean): SpanContext {
  return { traceId: newId(16), spanId: newId(8), isSampled };
}

const poolBytes = 4096;
let pool = '';
let used = 0;

/** Hexadecimal digits of so many random bytes; asking for many at once is what makes it cheap. */
export function newId(bytes: 8 | 16): string {
  if (used + bytes * 2 > pool.length) {
    pool = randomBytes(poolBytes).toString('hex');
    used = 0;
  }
  const id = pool.slice(used, used + bytes * 2);
  used += bytes * 2;
  return id;
}
