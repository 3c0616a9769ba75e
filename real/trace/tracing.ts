import { ROOT_CONTEXT, SpanKind as OtelKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span, SpanContext, Tracer } from '@opentelemetry/api';
import { ExportResultCode, hrTimeToMicroseconds } from '@opentelemetry/core';
import type { ExportResult } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { invariant } from '../../core/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { SpanMaker, SpanOptions } from './active-span.ts';
import type { SpanKind, SpanRecord } from './span.ts';
import { spanClockMs } from './span-clock.ts';
import { SpanStore } from './span-store.ts';
import { sendSpans } from './spans-over-bus.ts';

interface ExportOptions {
  /** Where spans also go, by OTLP as JSON over HTTP: `http://localhost:4318/v1/traces`. */
  readonly otlpUrl?: string | undefined;
  readonly logger?: Logger | undefined;
}

export interface TracingOptions extends ExportOptions {
  /** SQLite file of the spans; `:memory:` keeps them while the program runs. */
  readonly file: string;
  /** Default 200,000. */
  readonly spansMax?: number | undefined;
}

export interface TracingOverBusOptions extends ExportOptions {
  /** Not a traced one. */
  readonly bus: Bus;
}

/** Spans on their way wait so long, or until a batch is full. */
const batch = { scheduledDelayMillis: 500, maxExportBatchSize: 2048, maxQueueSize: 16_384 };

/** With all repetitions: a collector that is away holds up the end of the program so long. */
const otlpTimeoutMs = 2_000;

/** The spans of all services of this process: made by OpenTelemetry, kept in SQLite, and sent on where that is wanted. */
export class Tracing {
  readonly #store: SpanStore | undefined;
  readonly #processors: readonly SpanProcessor[];
  readonly #makers = new Map<string, ServiceSpans>();

  private constructor(store: SpanStore | undefined, processors: readonly SpanProcessor[]) {
    this.#store = store;
    this.#processors = processors;
  }

  /** @throws Error when the file is of something else */
  static async open({ file, spansMax, ...options }: TracingOptions): Promise<Tracing> {
    const store = await SpanStore.open(file, { spansMax });
    return new Tracing(store, await processorsTo((spans) => store.add(spans), options));
  }

  /** For a process that keeps none: they are told over the bus to one that has called `collectSpans`. Closed before it. */
  static async overBus({ bus, ...options }: TracingOverBusOptions): Promise<Tracing> {
    return new Tracing(undefined, await processorsTo((spans) => sendSpans(bus, spans), options));
  }

  /** Where the spans are kept, in a process that keeps them. */
  get store(): SpanStore {
    invariant(this.#store !== undefined, 'the spans of this process are kept by another');
    return this.#store;
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
    await this.#store?.close();
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

type SpanSink = (spans: readonly SpanRecord[]) => Promise<void>;

async function processorsTo(sink: SpanSink, { otlpUrl, logger }: ExportOptions): Promise<SpanProcessor[]> {
  const exporters: SpanExporter[] = [new SinkExporter(sink)];
  if (otlpUrl !== undefined) {
    // Read only where it is wanted: it costs 3 MiB.
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    exporters.push(new OTLPTraceExporter({ url: otlpUrl, timeoutMillis: otlpTimeoutMs }));
  }
  return exporters.map((exporter) => new BatchSpanProcessor({ ...batch, exporter: loggedExporter(exporter, logger) }));
}

class SinkExporter implements SpanExporter {
  readonly #sink: SpanSink;

  constructor(sink: SpanSink) {
    this.#sink = sink;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#sink(spans.map(recordOf)).then(
      () => done({ code: ExportResultCode.SUCCESS }),
      (error: Error) => done({ code: ExportResultCode.FAILED, error }),
    );
  }

  /** The sink is not its own. */
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
