import { z } from 'zod';
import type { Bus } from '../bus/bus.ts';
import { defineEvent } from '../bus/define-method.ts';
import { newContext } from './active-span.ts';
import type { SpanRecord } from './span.ts';
import type { Tracing } from './tracing.ts';

const attribute = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

const spanSchema: z.ZodType<SpanRecord> = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  service: z.string(),
  kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']),
  startUs: z.int(),
  endUs: z.int(),
  status: z.enum(['ok', 'error']),
  message: z.string().nullable(),
  attributes: z.record(z.string(), attribute),
});

/** Told by processes that keep no spans of their own. An event: who keeps them may be away, and spans are no loss. */
const spansEnded = defineEvent({ name: 'spans_ended', version: 1, body: z.object({ spans: z.array(spanSchema) }) });

/** @param bus one that is not traced: spans about spans would never end */
export function sendSpans(bus: Bus, spans: readonly SpanRecord[]): Promise<void> {
  return bus.publish(spansEnded, { spans: [...spans] }, newContext());
}

/** Keeps the spans of other processes too. The result ends that. */
export function collectSpans(bus: Bus, tracing: Tracing): Promise<() => Promise<void>> {
  return bus.subscribe(spansEnded, ({ spans }) => tracing.store.add(spans));
}
