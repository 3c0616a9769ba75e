import type { Logger } from 'pino';
import { invariant } from '../../core/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { SpanMaker } from './active-span.ts';
import { Span } from './span.ts';
import type { SpanRecord } from './span.ts';
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

/** Takes spans that are over; those of one call are together. */
export interface SpanSink {
  add(spans: readonly SpanRecord[]): Promise<void>;
  close?(): Promise<void>;
}

/** Spans that are over wait so long for others. */
const flushMs = 500;
/** More cannot wait: they are lost. */
const waitingMax = 50_000;

/** The spans of all services of this process: kept in SQLite, or by another process, and sent on where that is wanted. */
export class Tracing {
  readonly #store: SpanStore | undefined;
  readonly #sinks: readonly SpanSink[];
  readonly #logger: Logger | undefined;
  readonly #makers = new Map<string, SpanMaker>();
  readonly #failing = new Set<SpanSink>();
  #waiting: SpanRecord[] = [];
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(sinks: readonly SpanSink[], logger: Logger | undefined, store?: SpanStore) {
    this.#sinks = sinks;
    this.#logger = logger;
    this.#store = store;
  }

  /** @throws Error when the file is of something else */
  static async open({ file, spansMax, otlpUrl, logger }: TracingOptions): Promise<Tracing> {
    const store = await SpanStore.open(file, { spansMax });
    return new Tracing([store, ...(await otlpSinks(otlpUrl))], logger, store);
  }

  /** For a process that keeps none: they are told over the bus to one that has called `collectSpans`. Closed before it. */
  static async overBus({ bus, otlpUrl, logger }: TracingOverBusOptions): Promise<Tracing> {
    const overBus: SpanSink = { add: (spans) => sendSpans(bus, spans) };
    return new Tracing([overBus, ...(await otlpSinks(otlpUrl))], logger);
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
    const record = (span: SpanRecord): void => this.#record(span);
    const maker: SpanMaker = {
      start: (span) => new Span({ ...span, service }, record),
    };
    this.#makers.set(service, maker);
    return maker;
  }

  /** Resolves when all spans that are over can be read from the store, and were sent on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const spans = this.#waiting;
    this.#waiting = [];
    if (spans.length > 0) {
      // A slow sink holds up the next spans, not the program.
      this.#last = this.#last.then(() => Promise.all(this.#sinks.map((sink) => this.#give(sink, spans))));
    }
    await this.#last;
  }

  async close(): Promise<void> {
    await this.flush();
    for (const sink of this.#sinks) await sink.close?.();
  }

  #record(span: SpanRecord): void {
    if (this.#waiting.length >= waitingMax) return;
    this.#waiting.push(span);
    this.#timer ??= setTimeout(() => void this.flush(), flushMs).unref();
  }

  /** Failures are told once until one succeeds: a collector that is away must not fill the log. */
  async #give(sink: SpanSink, spans: readonly SpanRecord[]): Promise<void> {
    try {
      await sink.add(spans);
      this.#failing.delete(sink);
    } catch (error) {
      if (!this.#failing.has(sink)) {
        this.#logger?.warn({ err: error, spans: spans.length }, 'spans could not be exported');
      }
      this.#failing.add(sink);
    }
  }
}

async function otlpSinks(url: string | undefined): Promise<SpanSink[]> {
  if (url === undefined) return [];
  // Read only where it is wanted: OpenTelemetry's modules take 13 MiB.
  const { OtlpSink } = await import('./otlp-sink.ts');
  return [new OtlpSink(url)];
}
