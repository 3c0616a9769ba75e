import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Span, SpanContext } from '@opentelemetry/api';
import type { MessageContext } from '../bus/bus.ts';
import type { AttributeValue, SpanKind } from './span.ts';
import { spanClockMs } from './span-clock.ts';
import { newSpanContext, writeTraceparent } from './traceparent.ts';

/** Makes the spans of one service. */
export interface SpanMaker {
  start(name: string, parent: SpanContext | undefined, more: SpanOptions): Span;
}

export interface SpanOptions {
  readonly kind?: SpanKind | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue>> | undefined;
}

interface Active {
  readonly maker: SpanMaker;
  readonly span: Span;
  readonly requestId: string;
}

/** One for the program: a span of one service is the parent of what is called in another. */
const active = new AsyncLocalStorage<Active>();

/**
 * Does the work as a step of what is under way, with a span of its own, of the same service. Outside of anything
 * recorded the work is done without.
 */
export function step<Result>(
  name: string,
  work: () => Promise<Result>,
  attributes?: SpanOptions['attributes'],
): Promise<Result> {
  const around = active.getStore();
  if (!around) return work();
  return withSpan(
    around.maker,
    name,
    { parent: around.span.spanContext(), requestId: around.requestId, attributes },
    work,
  );
}

/**
 * Steps that are announced one after the other: each begins where the one before ends. `end` ends the last; with a
 * message it failed.
 */
export function consecutiveSteps(): { next(name: string): void; end(failure?: string): void } {
  const around = active.getStore();
  let span: Span | undefined;
  return {
    next: (name) => {
      span?.end(spanClockMs());
      span = around?.maker.start(name, around.span.spanContext(), {});
    },
    end: (failure) => {
      if (failure !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span?.end(spanClockMs());
      span = undefined;
    },
  };
}

/** Adds to what is known of the span that is under way, if one is. */
export function annotate(attributes: Readonly<Record<string, AttributeValue>>): void {
  active.getStore()?.span.setAttributes(attributes as Record<string, string>);
}

/** What a message sent from here carries: of what is under way, or else of something new. */
export function currentContext(): MessageContext {
  const around = active.getStore();
  if (!around) return newContext();
  return { traceparent: writeTraceparent(around.span.spanContext()), requestId: around.requestId };
}

/** Of something that belongs to nothing else. */
export function newContext(): MessageContext {
  return { traceparent: writeTraceparent(newSpanContext(1)), requestId: `req-${randomUUID()}` };
}

/** The span that is under way. */
export function activeSpan(): Active | undefined {
  return active.getStore();
}

/** Does the work inside of a span that ends with it. */
export async function withSpan<Result>(
  maker: SpanMaker,
  name: string,
  {
    parent,
    requestId,
    ...more
  }: SpanOptions & { readonly parent: SpanContext | undefined; readonly requestId: string },
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = maker.start(name, parent, more);
  try {
    return await active.run({ maker, span, requestId }, work, span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    span.end(spanClockMs());
  }
}
