import { SpanKind as OtelKind, SpanStatusCode } from '@opentelemetry/api';
import type { HrTime } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanKind, SpanRecord } from './span.ts';
import type { SpanSink } from './tracing.ts';

/** With all repetitions: a collector that is away holds up the end of the program so long. */
const timeoutMillis = 2_000;

/** Sends spans to an OpenTelemetry collector, as OTLP/JSON over HTTP. */
export class OtlpSink implements SpanSink {
  readonly #exporter: OTLPTraceExporter;
  readonly #resources = new Map<string, ReadableSpan['resource']>();

  constructor(url: string) {
    this.#exporter = new OTLPTraceExporter({ url, timeoutMillis });
  }

  add(spans: readonly SpanRecord[]): Promise<void> {
    const readable = spans.map((span) => this.#readable(span));
    return new Promise((resolve, reject) => {
      this.#exporter.export(readable, ({ code, error }) => {
        if (code === ExportResultCode.SUCCESS) resolve();
        else reject(error ?? new Error('the collector did not take the spans'));
      });
    });
  }

  close(): Promise<void> {
    return this.#exporter.shutdown();
  }

  /** As OpenTelemetry's own spans look to an exporter. */
  #readable(span: SpanRecord): ReadableSpan {
    const { traceId, spanId, parentSpanId, name, kind, startUs, endUs, status, message, attributes } = span;
    return {
      name,
      kind: kinds[kind],
      spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
      ...(parentSpanId !== null && { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1 } }),
      startTime: hrTime(startUs),
      endTime: hrTime(endUs),
      duration: hrTime(endUs - startUs),
      status: status === 'ok' ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: message ?? '' },
      attributes: attributes as ReadableSpan['attributes'],
      resource: this.#resourceOf(span.service),
      instrumentationScope: { name: 'astrolabe' },
      ended: true,
      links: [],
      events: [],
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
    };
  }

  #resourceOf(service: string): ReadableSpan['resource'] {
    const known = this.#resources.get(service);
    if (known) return known;
    const resource = resourceFromAttributes({ 'service.name': service, 'service.namespace': 'astrolabe' });
    this.#resources.set(service, resource);
    return resource;
  }
}

const kinds: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
};

function hrTime(us: number): HrTime {
  return [Math.floor(us / 1e6), (us % 1e6) * 1000];
}
