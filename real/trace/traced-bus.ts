import type { Bus, BusHandler, MessageContext } from '../bus/bus.ts';
import { BusError } from '../bus/bus-error.ts';
import { activeSpan, insideOf, withSpan } from './active-span.ts';
import { spanClockMs } from './span-clock.ts';
import { serverAttribute } from './span.ts';
import type { AttributeValue, SpanStart } from './span.ts';
import { newSpanContext, readTraceparent, writeTraceparent } from './traceparent.ts';
import type { SpanContext } from './traceparent.ts';
import type { Tracing } from './tracing.ts';

/** Methods that say little and come often: they are recorded where they fail, and what comes of them always. */
const smallTalk = new Set([
  'build_ended',
  'service_alive',
  'operation_begun',
  'operation_timed',
  'operation_ended',
  'instance_changed',
  'host_reported',
]);

/**
 * A bus whose messages are recorded where they are handled, and where they are sent if that fails: else both spans would
 * say the same. A handler's service is the first part of its topic: that of `compute.HOST` is `compute`.
 */
export function tracedBus(bus: Bus, tracing: Tracing): Bus {
  const sent = async <Result>(
    message: {
      readonly kind: 'client' | 'producer';
      readonly topic?: string;
      readonly name: string;
      readonly args: unknown;
    },
    context: MessageContext,
    work: (context: MessageContext) => Promise<Result>,
  ): Promise<Result> => {
    const around = activeSpan();
    const parent = parentOf(around?.span, readTraceparent(context.traceparent));
    const startedAtMs = spanClockMs();
    try {
      return await work({ requestId: context.requestId, traceparent: writeTraceparent(parent) });
    } catch (error) {
      if (error instanceof BusError && error.isOfTheBus) {
        const { kind, topic, name, args } = message;
        const attributes = { ...aboutMessage(name, topic), ...aboutArgs(args) };
        const maker = around?.maker ?? tracing.of('elsewhere');
        const span = maker.start({ name: `${words[kind]} ${name}`, kind, parent, attributes, startedAtMs });
        span.fail(error.message);
        span.end();
      }
      throw error;
    }
  };
  const recorded = (topic: string, handler: BusHandler<never>): BusHandler<never> => {
    const [service = topic] = topic.split('.', 1);
    const maker = tracing.of(service);
    const { name } = handler.method;
    const about = aboutMessage(name, topic);
    const handle = async (args: never, context: MessageContext): Promise<unknown> => {
      const { requestId } = context;
      const parent = readTraceparent(context.traceparent);
      const work = (): Promise<unknown> => handler.handle(args, context);
      const start = { name, kind: 'consumer', parent } satisfies Omit<SpanStart, 'service'>;
      if (!smallTalk.has(name)) {
        const attributes = { ...about, ...aboutArgs(args) };
        return withSpan(maker, maker.start({ ...start, attributes }), requestId, work);
      }
      const startedAtMs = spanClockMs();
      try {
        return await insideOf(maker, parent ?? newSpanContext(true), requestId, work);
      } catch (error) {
        const span = maker.start({ ...start, startedAtMs, attributes: { ...about, ...aboutArgs(args) } });
        span.fail((error as Error).message);
        span.end();
        throw error;
      }
    };
    return { method: handler.method, handle };
  };
  return {
    call: (topic, method, args, context, options) =>
      sent({ kind: 'client', topic, name: method.name, args }, context, (own) =>
        bus.call(topic, method, args, own, options),
      ),
    cast: (topic, method, args, context) =>
      sent({ kind: 'producer', topic, name: method.name, args }, context, (own) => bus.cast(topic, method, args, own)),
    publish: (event, body, context) =>
      sent({ kind: 'producer', name: event.name, args: body }, context, (own) => bus.publish(event, body, own)),
    serve: (topic, handlers) =>
      bus.serve(
        topic,
        handlers.map((handler) => recorded(topic, handler)),
      ),
    subscribe: (event, listener) => {
      const maker = tracing.of('listener');
      return bus.subscribe(event, (body, context) => {
        const parent = readTraceparent(context.traceparent);
        const attributes = { ...aboutMessage(event.name), ...aboutArgs(body) };
        const span = maker.start({ name: event.name, kind: 'consumer', parent, attributes });
        return withSpan(maker, span, context.requestId, async () => listener(body, context));
      });
    },
    close: () => bus.close(),
  };
}

const words = { client: 'call', producer: 'send' } as const;

/** What is under way here, when it is of the trace that the sender names: a handler may hand on the context it got. */
function parentOf(around: SpanContext | undefined, named: SpanContext | undefined): SpanContext {
  if (around !== undefined && (named === undefined || around.traceId === named.traceId)) return around;
  return named ?? newSpanContext(true);
}

function aboutMessage(name: string, topic?: string): Record<string, AttributeValue> {
  return {
    'messaging.operation': name,
    ...(topic !== undefined && { 'messaging.destination': topic }),
    ...(topic?.startsWith('compute.') && { host: topic.slice('compute.'.length) }),
  };
}

/** The servers that arguments name as `uuid` or `uuids`, and the operation that is asked of them. */
function aboutArgs(args: unknown): Record<string, AttributeValue> {
  if (typeof args !== 'object' || args === null) return {};
  const { uuid, uuids, operation } = args as { uuid?: unknown; uuids?: unknown; operation?: unknown };
  const about: Record<string, AttributeValue> = {};
  if (typeof uuid === 'string') about[serverAttribute] = uuid;
  else if (Array.isArray(uuids)) about[serverAttribute] = uuids.map(String);
  if (typeof operation === 'object' && operation !== null && 'kind' in operation) {
    about['operation'] = String(operation.kind);
  }
  return about;
}
