import type { SpanContext } from '@opentelemetry/api';
import type { Bus, BusHandler, MessageContext } from '../bus/bus.ts';
import { activeSpan, withSpan } from './active-span.ts';
import { serverAttribute } from './span.ts';
import type { AttributeValue } from './span.ts';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import type { Tracing } from './tracing.ts';

/**
 * A bus whose messages are recorded where they are sent and where they are handled. A handler's service is the first
 * part of its topic: that of `compute.HOST` is `compute`.
 */
export function tracedBus(bus: Bus, tracing: Tracing): Bus {
  const sent = <Result>(
    word: string,
    topic: string | null,
    name: string,
    args: unknown,
    context: MessageContext,
    work: (context: MessageContext) => Promise<Result>,
  ): Promise<Result> => {
    const around = activeSpan();
    const { requestId } = context;
    const parent = parentOf(around?.span.spanContext(), readTraceparent(context.traceparent));
    const kind = word === 'call' ? 'client' : 'producer';
    const attributes = { ...aboutMessage(topic, name), ...aboutArgs(args) };
    const maker = around?.maker ?? tracing.of('elsewhere');
    return withSpan(maker, `${word} ${name}`, { parent, requestId, kind, attributes }, (span) =>
      work({ requestId, traceparent: writeTraceparent(span.spanContext()) }),
    );
  };
  const handled = <Result>(
    service: string,
    name: string,
    attributes: Readonly<Record<string, AttributeValue>>,
    context: MessageContext,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const { requestId } = context;
    const parent = readTraceparent(context.traceparent);
    return withSpan(tracing.of(service), name, { parent, requestId, kind: 'consumer', attributes }, work);
  };
  const recorded = (topic: string, handler: BusHandler<never>): BusHandler<never> => {
    const [service = topic] = topic.split('.', 1);
    const { name } = handler.method;
    const where = topic.startsWith('compute.') ? { host: topic.slice('compute.'.length) } : {};
    return {
      method: handler.method,
      handle: (args: never, context) =>
        handled(service, name, { ...aboutMessage(topic, name), ...aboutArgs(args), ...where }, context, () =>
          handler.handle(args, context),
        ),
    };
  };
  return {
    call: (topic, method, args, context, options) =>
      sent('call', topic, method.name, args, context, (own) => bus.call(topic, method, args, own, options)),
    cast: (topic, method, args, context) =>
      sent('cast', topic, method.name, args, context, (own) => bus.cast(topic, method, args, own)),
    publish: (event, body, context) =>
      sent('publish', null, event.name, body, context, (own) => bus.publish(event, body, own)),
    serve: (topic, handlers) =>
      bus.serve(
        topic,
        handlers.map((handler) => recorded(topic, handler)),
      ),
    subscribe: (event, listener) =>
      bus.subscribe(event, (body, context) =>
        handled('listener', event.name, aboutArgs(body), context, async () => listener(body, context)),
      ),
    close: () => bus.close(),
  };
}

/** What is under way here, when it is of the trace that the sender names: a handler may hand on the context it got. */
function parentOf(around: SpanContext | undefined, named: SpanContext | undefined): SpanContext | undefined {
  return around !== undefined && (named === undefined || around.traceId === named.traceId) ? around : named;
}

function aboutMessage(topic: string | null, name: string): Record<string, AttributeValue> {
  return {
    'messaging.operation': name,
    ...(topic === null ? {} : { 'messaging.destination': topic }),
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
