import { spanClockMs } from './span-clock.ts';
import { newId } from './traceparent.ts';
import type { SpanContext } from './traceparent.ts';

/** What a span did in the conversation of services. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

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
  readonly attributes: Attributes;
}

export interface SpanStart {
  readonly name: string;
  readonly service: string;
  readonly kind: SpanKind;
  /** Without one it begins a trace. */
  readonly parent: SpanContext | undefined;
  readonly attributes?: Attributes | undefined;
  /** Milliseconds of `spanClockMs`; default now. */
  readonly startedAtMs?: number | undefined;
}

/** A stretch of work that is under way. */
export class Span implements SpanContext {
  readonly traceId: string;
  readonly spanId = newId(8);
  readonly isSampled: boolean;
  readonly #start: SpanStart;
  readonly #startUs: number;
  readonly #record: (span: SpanRecord) => void;
  #attributes: Attributes;
  #failure: string | null = null;
  #hasEnded = false;

  constructor(start: SpanStart, record: (span: SpanRecord) => void) {
    this.#start = start;
    this.#record = record;
    this.#startUs = Math.round((start.startedAtMs ?? spanClockMs()) * 1000);
    this.traceId = start.parent?.traceId ?? newId(16);
    this.isSampled = start.parent?.isSampled ?? true;
    this.#attributes = start.attributes ?? {};
  }

  annotate(attributes: Attributes): void {
    this.#attributes = { ...this.#attributes, ...attributes };
  }

  /** It ends with that error. */
  fail(message: string): void {
    this.#failure = message;
  }

  /** Once; what comes later is passed over. */
  end(): void {
    if (this.#hasEnded || !this.isSampled) return;
    this.#hasEnded = true;
    const { name, service, kind, parent } = this.#start;
    this.#record({
      traceId: this.traceId,
      spanId: this.spanId,
      parentSpanId: parent?.spanId ?? null,
      ...{ name, service, kind },
      startUs: this.#startUs,
      endUs: Math.round(spanClockMs() * 1000),
      status: this.#failure === null ? 'ok' : 'error',
      message: this.#failure,
      attributes: this.#attributes,
    });
  }
}
