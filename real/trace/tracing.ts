import { ROOT_CONTEXT, SpanKind as OtelKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span, SpanContext, Tracer } from '@opentelemetry/api';
import { ExportResultCode, hrTimeToMicroseconds } from '@opentelemetry/core';
import type { ExportResult } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { SpanMaker, SpanOptions } from './active-span.ts';
import type { SpanKind, SpanRecord } from './span.ts';
import { spanClockMs } from './span-clock.ts';
import { SpanStore } from './span-store.ts';

export interface TracingOptions {
  /** SQLite file of the spans; `:memory:` keeps them while the program runs. */
  readonly file: string;
  /** Default 200,000. */
  readonly spansMax?: number | undefined;
  /** Where spans also go, by OTLP as JSON over HTTP: `http://localhost:4318/v1/traces`. */
  readonly otlpUrl?: string | undefined;
  readonly logger?: Logger | undefined;
}

/** Spans on their way wait so long, or until a batch is full. */
const batch = { scheduledDelayMillis: 500, maxExportBatchSize: 2048, maxQueueSize: 16_384 };

/** With all repetitions: a collector that is away holds up the end of the program so long. */
const otlpTimeoutMs = 2_000;

/** The spans of all services of this process: made by OpenTelemetry, kept in SQLite, and sent on where that is wanted. */
export class Tracing {
  readonly store: SpanStore;
  readonly #processors: readonly SpanProcessor[];
  readonly #makers = new Map<string, ServiceSpans>();

  private constructor(store: SpanStore, processors: readonly SpanProcessor[]) {
    this.store = store;
    this.#processors = processors;
  }

  /** @throws Error when the file is of something else */
  static async open({ file, spansMax, otlpUrl, logger }: TracingOptions): Promise<Tracing> {
    const store = await SpanStore.open(file, { spansMax });
    const exporters: SpanExporter[] = [new StoreExporter(store)];
    if (otlpUrl !== undefined) {
      // Read only where it is wanted: it costs 3 MiB.
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
      exporters.push(new OTLPTraceExporter({ url: otlpUrl, timeoutMillis: otlpTimeoutMs }));
    }
    const processors = exporters.map((exporter) => {
      return new BatchSpanProcessor({ ...batch, exporter: loggedExporter(exporter, logger) });
    });
    return new Tracing(store, processors);
  }

  /** The spans of one service. */
  of(service: string): SpanMaker {
    const known = this.#makers.get(service);
    if (known) return known;
    const maker = new ServiceSpans(service, this.#processors);
    this.#makers.set(service, maker);
    return maker;
  }

  /** Resolves when all spans that are over can be read from the store. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#processors.map((processor) => processor.forceFlush()));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#processors.map((processor) => processor.shutdown()));
    await this.store.close();
  }
}

/** OpenTelemetry names a service by its provider. */
class ServiceSpans implements SpanMaker {
  readonly #tracer: Tracer;

  constructor(service: string, processors: readonly SpanProcessor[]) {
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'astrolabe' }),
      sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
      spanProcessors: [...processors],
    });
    this.#tracer = provider.getTracer('astrolabe');
  }

  start(name: string, parent: SpanContext | undefined, { kind = 'internal', attributes = {} }: SpanOptions): Span {
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    const given = attributes as Record<string, string>;
    return this.#tracer.startSpan(
      name,
      { kind: otelKinds[kind], attributes: given, startTime: spanClockMs() },
      context,
    );
  }
}

const otelKinds: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
};
const kinds = new Map(Object.entries(otelKinds).map(([kind, otel]) => [otel, kind as SpanKind]));

class StoreExporter implements SpanExporter {
  readonly #store: SpanStore;

  constructor(store: SpanStore) {
    this.#store = store;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#store.add(spans.map(recordOf)).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  /** The store belongs to `Tracing`, which closes it after all others. */
  async shutdown(): Promise<void> {}
}

function recordOf(span: ReadableSpan): SpanRecord {
  const { traceId, spanId } = span.spanContext();
  const failed = span.status.code === SpanStatusCode.ERROR;
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    service: String(span.resource.attributes['service.name']),
    kind: kinds.get(span.kind) ?? 'internal',
    startUs: Math.round(hrTimeToMicroseconds(span.startTime)),
    endUs: Math.round(hrTimeToMicroseconds(span.endTime)),
    status: failed ? 'error' : 'ok',
    message: failed ? (span.status.message ?? '') : null,
    attributes: span.attributes as SpanRecord['attributes'],
  };
}

/** Failures are told once until one succeeds: a collector that is away must not fill the log. */
function loggedExporter(exporter: SpanExporter, logger: Logger | undefined): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.code !== ExportResultCode.SUCCESS;
        if (failed && !isFailing)
          logger?.warn({ err: result.error, spans: spans.length }, 'spans could not be exported');
        isFailing = failed;
        // Lost, and said: OpenTelemetry would report it a second time, to nobody.
        done({ code: ExportResultCode.SUCCESS });
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
