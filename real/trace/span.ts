/** What a span did in the conversation of services. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type AttributeValue = string | number | boolean | readonly string[];

/** The attribute that says which servers a span is about: a uuid, or a list of them. */
export const serverAttribute = 'server.uuid';

/** A stretch of work that is over, as it is kept. */
export interface SpanRecord {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** `compute-api`, `conductor`, `scheduler`, `compute`, … */
  readonly service: string;
  readonly kind: SpanKind;
  /** Microseconds since 1970. */
  readonly startUs: number;
  readonly endUs: number;
  readonly status: 'ok' | 'error';
  /** Why it failed; null when it did not. */
  readonly message: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}
