import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { MessageContext } from '../bus/bus.ts';
import type { Attributes, Span, SpanStart } from './span.ts';
import { newSpanContext, writeTraceparent } from './traceparent.ts';
import type { SpanContext } from './traceparent.ts';

/** Makes the spans of one service. */
export interface SpanMaker {
  start(span: Omit<SpanStart, 'service'>): Span;
}

interface Active {
  readonly maker: SpanMaker;
  /** What is under way; one that is named here belongs to somebody else, and is not recorded here. */
  readonly span: Span | SpanContext;
  readonly requestId: string;
}

/** One for the program: a span of one service is the parent of what is called in another. */
const active = new AsyncLocalStorage<Active>();

/**
 * Does the work as a step of what is under way, with a span of its own, of the same service. Outside of anything
 * recorded the work is done without.
 */
export function step<Result>(name: string, work: () => Promise<Result>, attributes?: Attributes): Promise<Result> {
  const around = active.getStore();
  if (!around?.span.isSampled) return work();
  const { maker, requestId } = around;
  return withSpan(maker, maker.start({ name, parent: around.span, kind: 'internal', attributes }), requestId, work);
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
      span?.end();
      span = around?.maker.start({ name, parent: around.span, kind: 'internal' });
    },
    end: (failure) => {
      if (failure !== undefined) span?.fail(failure);
      span?.end();
      span = undefined;
    },
  };
}

/** Adds to what is known of the span that is under way, if one is. */
export function annotate(attributes: Attributes): void {
  const span = active.getStore()?.span;
  if (span && 'annotate' in span) span.annotate(attributes);
}

/** What a message sent from here carries: of what is under way, or else of something new. */
export function currentContext(): MessageContext {
  const around = active.getStore();
  if (!around) return newContext();
  return { traceparent: writeTraceparent(around.span), requestId: around.requestId };
}

/** Of something that belongs to nothing else. */
export function newContext(): MessageContext {
  return { traceparent: writeTraceparent(newSpanContext(true)), requestId: `req-${randomUUID()}` };
}

/** What is under way. */
export function activeSpan(): Active | undefined {
  return active.getStore();
}

/** Does the work inside of a span, which ends with it. */
export async function withSpan<Result>(
  maker: SpanMaker,
  span: Span,
  requestId: string,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  try {
    return await active.run({ maker, span, requestId }, work, span);
  } catch (error) {
    span.fail(error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Does the work as part of somebody else's span. */
export function insideOf<Result>(
  maker: SpanMaker,
  span: SpanContext,
  requestId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  return active.run({ maker, span, requestId }, work);
}
