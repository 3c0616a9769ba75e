import type { Logger } from 'pino';
import type { Bus, BusEvent, BusHandler, BusMethod, CallOptions, MessageContext } from './bus.ts';
import { BusError, errorForTheBus } from './bus-error.ts';
import {
  handlerOf,
  handlersByName,
  newerEvent,
  readBody,
  readOutcome,
  RefusedMessageError,
  writeBody,
} from './message.ts';
import type { Handlers, Message, Outcome } from './message.ts';
import { tracked } from './tracked.ts';

export interface InProcessBusOptions {
  /** Hears of messages that were refused, and of handlers and listeners that threw where nobody waits. */
  readonly logger?: Logger | undefined;
}

/**
 * A bus within one process. It behaves as the one over RabbitMQ does, but for this: what waits in it is gone with the
 * process.
 */
export class InProcessBus implements Bus {
  readonly #logger: Logger | undefined;
  readonly #topics = new Map<string, Topic>();
  readonly #listeners = new Map<string, Set<(message: Message) => Promise<void>>>();
  readonly #calls = new Set<(error: BusError) => void>();
  readonly #stops = new Set<() => Promise<void>>();
  #closed = false;

  constructor({ logger }: InProcessBusOptions = {}) {
    this.#logger = logger;
  }

  call<Args, Result>(
    topic: string,
    method: BusMethod<Args, Result>,
    args: Args,
    context: MessageContext,
    { timeoutMs = 60_000 }: CallOptions = {},
  ): Promise<Result> {
    if (this.#closed) return Promise.reject(closedError());
    const { name, version } = method;
    const server = this.#topicOf(topic);
    return new Promise((resolve, reject) => {
      const fail = (error: BusError): void => {
        end();
        reject(error);
      };
      const message: Waiting = {
        ...{ name, version, body: writeBody(args), context },
        answer: (outcome) => {
          if (!end()) return;
          try {
            resolve(readOutcome(method, outcome));
          } catch (error) {
            reject(error);
          }
        },
      };
      const end = (): boolean => {
        clearTimeout(timer);
        return this.#calls.delete(fail);
      };
      const timer = setTimeout(() => {
        server.forget(message);
        fail(new BusError('timed-out', `${name} of the topic ${topic} had no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#calls.add(fail);
      server.send(message);
    });
  }

  async cast<Args>(
    topic: string,
    method: BusMethod<Args, unknown>,
    args: Args,
    context: MessageContext,
  ): Promise<void> {
    if (this.#closed) throw closedError();
    this.#topicOf(topic).send({ name: method.name, version: method.version, body: writeBody(args), context });
  }

  async publish<Body>(event: BusEvent<Body>, body: Body, context: MessageContext): Promise<void> {
    if (this.#closed) throw closedError();
    const message = { name: event.name, version: event.version, body: writeBody(body), context };
    for (const listener of this.#listeners.get(event.name) ?? []) queueMicrotask(() => void listener(message));
  }

  async serve(topic: string, handlers: readonly BusHandler<never>[]): Promise<() => Promise<void>> {
    if (this.#closed) throw closedError();
    const stop = this.#topicOf(topic).serve(handlersByName(topic, handlers));
    return this.#stoppable(stop);
  }

  async subscribe<Body>(
    event: BusEvent<Body>,
    listener: (body: Body, context: MessageContext) => void | Promise<void>,
  ): Promise<() => Promise<void>> {
    if (this.#closed) throw closedError();
    const underWay = new Set<Promise<void>>();
    const hear = async ({ version, body, context }: Message): Promise<void> => {
      try {
        if (!heard.has(take)) return;
        if (version > event.version) throw newerEvent(event, version);
        await listener(readBody(event.body, body, `body of ${event.name}`), context);
      } catch (error) {
        this.#logger?.error({ err: error, event: event.name, requestId: context.requestId }, 'a listener failed');
      }
    };
    const take = (message: Message): Promise<void> => tracked(underWay, hear(message));
    const heard = this.#listeners.get(event.name) ?? new Set();
    this.#listeners.set(event.name, heard.add(take));
    return this.#stoppable(async () => {
      heard.delete(take);
      await Promise.all(underWay);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const stopping = [...this.#stops].map((stop) => stop());
    for (const fail of [...this.#calls]) fail(closedError());
    await Promise.all(stopping);
    this.#topics.clear();
    this.#listeners.clear();
  }

  #stoppable(stop: () => Promise<void>): () => Promise<void> {
    this.#stops.add(stop);
    return () => {
      this.#stops.delete(stop);
      return stop();
    };
  }

  #topicOf(name: string): Topic {
    const known = this.#topics.get(name);
    if (known) return known;
    const topic = new Topic(name, this.#logger);
    this.#topics.set(name, topic);
    return topic;
  }
}

interface Waiting extends Message {
  /** Where somebody waits for it: of a call. */
  readonly answer?: (outcome: Outcome) => void;
}

interface Server {
  readonly handlers: Handlers;
  readonly underWay: Set<Promise<void>>;
}

/** Messages and servers of one topic; the servers take turns. */
class Topic {
  readonly #name: string;
  readonly #logger: Logger | undefined;
  readonly #waiting = new Set<Waiting>();
  readonly #servers: Server[] = [];
  #turn = 0;

  constructor(name: string, logger: Logger | undefined) {
    this.#name = name;
    this.#logger = logger;
  }

  /** The handler begins later, as if the message had come from another process. */
  send(message: Waiting): void {
    this.#waiting.add(message);
    queueMicrotask(() => this.#deliver());
  }

  /** Takes back what no server has begun. */
  forget(message: Waiting): void {
    this.#waiting.delete(message);
  }

  serve(handlers: Handlers): () => Promise<void> {
    const server: Server = { handlers, underWay: new Set() };
    this.#servers.push(server);
    queueMicrotask(() => this.#deliver());
    return async () => {
      const at = this.#servers.indexOf(server);
      if (at >= 0) this.#servers.splice(at, 1);
      await Promise.all(server.underWay);
    };
  }

  #deliver(): void {
    for (const message of this.#waiting) {
      if (this.#servers.length === 0) return;
      this.#turn = (this.#turn + 1) % this.#servers.length;
      const server = this.#servers[this.#turn]!;
      this.#waiting.delete(message);
      void tracked(server.underWay, this.#handle(server, message));
    }
  }

  async #handle({ handlers }: Server, message: Waiting): Promise<void> {
    try {
      const result = await handlerOf(this.#name, handlers, message)();
      message.answer?.({ result: writeBody(result) });
    } catch (error) {
      if (message.answer) return message.answer({ error: errorForTheBus(error) });
      const { name: method, version, context } = message;
      const what = error instanceof RefusedMessageError ? 'a message was refused, and dropped' : 'a handler failed';
      this.#logger?.error({ err: error, topic: this.#name, method, version, requestId: context.requestId }, what);
    }
  }
}

function closedError(): BusError {
  return new BusError('closed', 'the bus is closed');
}
