import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Connection } from 'rabbitmq-client';
import type { Channel } from 'rabbitmq-client';
import type { Logger } from 'pino';
import type { Bus, BusEvent, BusHandler, BusMethod, CallOptions, MessageContext } from '../bus.ts';
import { BusError, errorForTheBus } from '../bus-error.ts';
import {
  handlerOf,
  handlersByName,
  newerEvent,
  outcomeFrom,
  readBody,
  readOutcome,
  RefusedMessageError,
  writeBody,
} from '../message.ts';
import type { Handlers, Outcome } from '../message.ts';
import { tracked } from '../tracked.ts';
import { ChannelKeeper } from './channel-keeper.ts';
import { Once } from './once.ts';
import { Publisher } from './publisher.ts';
import { headersOf, messageFrom } from './wire-message.ts';
import type { Delivery } from './wire-message.ts';

export interface RabbitMqBusOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps://`. */
  readonly url: string;
  /** Begins the names of all queues, so that clouds can share a broker. Default `astrolabe`. */
  readonly prefix?: string | undefined;
  readonly logger?: Logger | undefined;
  /** How long `connect` waits for the broker. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long casts, events and answers wait for the broker to confirm. Default 30,000. */
  readonly confirmTimeoutMs?: number | undefined;
}

/** Handlers of one server that may be at work at the same time. */
const prefetchMax = 1000;

/** A queue of answers whose bus is gone for so long goes too. */
const replyQueueExpiresMs = 600_000;

/**
 * A bus over RabbitMQ. Each topic is a durable queue; messages are persistent, confirmed by the broker where they are sent
 * and acknowledged when their handler has ended. So nothing is lost when a server or the broker is killed; it may come twice.
 */
export class RabbitMqBus implements Bus {
  readonly #prefix: string;
  readonly #logger: Logger | undefined;
  readonly #confirmTimeoutMs: number;
  readonly #connection: Connection;
  readonly #publisher: Publisher;
  readonly #replies: ChannelKeeper;
  readonly #replyQueue: string;
  readonly #calls: Map<string, WaitingCall>;
  readonly #declared = new Map<string, Promise<unknown>>();
  readonly #stops = new Set<() => Promise<void>>();
  #closing: Promise<void> | undefined;

  private constructor(options: RabbitMqBusOptions, parts: Parts) {
    this.#prefix = prefixOf(options);
    this.#logger = options.logger;
    this.#confirmTimeoutMs = options.confirmTimeoutMs ?? 30_000;
    this.#connection = parts.connection;
    this.#publisher = parts.publisher;
    this.#replies = parts.replies;
    this.#replyQueue = parts.replyQueue;
    this.#calls = parts.calls;
    // The broker may come back without its queues.
    parts.connection.on('connection', () => this.#declared.clear());
  }

  /** @throws BusError `timed-out` when the broker cannot be reached, or refuses; the message says why */
  static async connect(options: RabbitMqBusOptions): Promise<RabbitMqBus> {
    const { url, logger, connectTimeoutMs = 10_000 } = options;
    const connection = new Connection({
      url,
      connectionName: 'astrolabe',
      noDelay: true,
      retryLow: 100,
      retryHigh: 2_000,
    });
    let lastError: unknown;
    const onError = (error: unknown): void => {
      lastError = error;
      logger?.warn({ err: error }, 'the message broker');
    };
    connection.on('error', onError);
    try {
      await connection.onConnect(connectTimeoutMs, true);
      return new RabbitMqBus(options, await openParts(options, connection, onError));
    } catch (error) {
      connection.unsafeDestroy();
      const why = ((lastError ?? error) as Error).message;
      throw new BusError('timed-out', `the message broker at ${withoutPassword(url)} cannot be used: ${why}`, {
        cause: error,
      });
    }
  }

  async call<Args, Result>(
    topic: string,
    method: BusMethod<Args, Result>,
    args: Args,
    context: MessageContext,
    { timeoutMs = 60_000 }: CallOptions = {},
  ): Promise<Result> {
    this.#mustBeOpen();
    const correlationId = randomUUID();
    const deadlineMs = Date.now() + timeoutMs;
    const body = writeBody(args);
    const answer = new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        const what = `${method.name} of the topic ${topic} had no answer within ${timeoutMs} ms`;
        this.#calls.get(correlationId)?.reject(new BusError('timed-out', what));
      }, timeoutMs);
      const end = (): void => {
        clearTimeout(timer);
        this.#calls.delete(correlationId);
      };
      this.#calls.set(correlationId, {
        resolve: (text) => (end(), resolve(text)),
        reject: (error) => (end(), reject(error)),
      });
    });
    // Its confirmation matters only while there is no answer.
    this.#send(topic, method, body, context, deadlineMs, { correlationId, replyTo: this.#replyQueue }).catch(
      (error: BusError) => {
        if (error.code !== 'timed-out') this.#calls.get(correlationId)?.reject(error);
      },
    );
    return readOutcome(method, outcomeFrom(await answer));
  }

  async cast<Args>(
    topic: string,
    method: BusMethod<Args, unknown>,
    args: Args,
    context: MessageContext,
  ): Promise<void> {
    this.#mustBeOpen();
    await this.#send(topic, method, writeBody(args), context, Date.now() + this.#confirmTimeoutMs);
  }

  async publish<Body>(event: BusEvent<Body>, body: Body, context: MessageContext): Promise<void> {
    this.#mustBeOpen();
    const { exchange } = eventNames(this.#prefix);
    const message = {
      ...{ exchange, routingKey: event.name, type: event.name, messageId: randomUUID() },
      headers: headersOf(event.version, context),
    };
    await this.#publisher.publish(() => message, writeBody(body), Date.now() + this.#confirmTimeoutMs);
  }

  async serve(topic: string, handlers: readonly BusHandler<never>[]): Promise<() => Promise<void>> {
    this.#mustBeOpen();
    const names = handlersByName(topic, handlers);
    const casts = new Once<void>(10_000);
    // Answers are kept, some are large.
    const calls = new Once<Outcome>(200);
    return this.#consume(
      async (channel) => {
        await channel.queueDeclare({ queue: this.#queueOf(topic), durable: true });
        await channel.basicQos({ prefetchCount: prefetchMax });
        return { queue: this.#queueOf(topic) };
      },
      async (delivery, channel) => {
        const { messageId, replyTo } = delivery;
        if (replyTo === undefined) await casts.do(messageId, () => this.#handleCast(topic, names, delivery));
        else await this.#answer(delivery, await calls.do(messageId, () => this.#handleCall(topic, names, delivery)));
        if (channel.active) channel.basicAck({ deliveryTag: delivery.deliveryTag });
      },
    );
  }

  async subscribe<Body>(
    event: BusEvent<Body>,
    listener: (body: Body, context: MessageContext) => void | Promise<void>,
  ): Promise<() => Promise<void>> {
    this.#mustBeOpen();
    const { exchange } = eventNames(this.#prefix);
    return this.#consume(
      async (channel) => {
        await channel.exchangeDeclare({ exchange, type: 'topic', durable: true });
        const { queue } = await channel.queueDeclare({ queue: '', exclusive: true, autoDelete: true });
        await channel.queueBind({ queue, exchange, routingKey: event.name });
        return { queue, noAck: true };
      },
      async (delivery) => {
        const { version, body, context } = messageFrom(delivery);
        if (version > event.version) throw newerEvent(event, version);
        await listener(readBody(event.body, body, `body of ${event.name}`), context);
      },
    );
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const stopping = [...this.#stops].map((stop) => stop());
    for (const { reject } of [...this.#calls.values()]) reject(closedError());
    await Promise.all(stopping);
    this.#replies.retire();
    // Without a broker there is nobody to say farewell to.
    const timer = setTimeout(() => this.#connection.unsafeDestroy(), 2_000);
    await Promise.all([this.#publisher.close(), this.#replies.close(), this.#connection.close()]);
    clearTimeout(timer);
  }

  async #send(
    topic: string,
    method: Pick<BusMethod<never, unknown>, 'name' | 'version'>,
    body: string,
    context: MessageContext,
    deadlineMs: number,
    call?: { readonly correlationId: string; readonly replyTo: string },
  ): Promise<void> {
    const messageId = randomUUID();
    const envelope = () => ({
      ...{ routingKey: this.#queueOf(topic), mandatory: true, durable: true, type: method.name, messageId },
      headers: headersOf(method.version, context),
      // Nobody waits for the answer after that.
      ...(call && { ...call, expiration: String(Math.max(1, deadlineMs - Date.now())) }),
    });
    do {
      await this.#declare(topic).catch(() => this.#declared.delete(topic));
      if (await this.#publisher.publish(envelope, body, deadlineMs)) return;
      // Somebody has deleted the queue.
      this.#declared.delete(topic);
    } while (Date.now() < deadlineMs);
    throw new BusError('timed-out', `the topic ${topic} has no queue`);
  }

  /** A message waits for its server also where that has never been. */
  #declare(topic: string): Promise<unknown> {
    const known = this.#declared.get(topic);
    if (known) return known;
    const declaring = this.#connection.queueDeclare({ queue: this.#queueOf(topic), durable: true });
    this.#declared.set(topic, declaring);
    return declaring;
  }

  async #handleCall(topic: string, handlers: Handlers, delivery: Delivery): Promise<Outcome> {
    try {
      return { result: writeBody(await handlerOf(topic, handlers, messageFrom(delivery))()) };
    } catch (error) {
      return { error: errorForTheBus(error) };
    }
  }

  /** Ends without an error when the message needs to be seen no more. */
  async #handleCast(topic: string, handlers: Handlers, delivery: Delivery): Promise<void> {
    const about = { topic, method: delivery.type, messageId: delivery.messageId };
    try {
      await handlerOf(topic, handlers, messageFrom(delivery))();
    } catch (error) {
      // What was cut off by the end of this bus is for another server.
      if (this.#closing !== undefined) throw error;
      if (error instanceof RefusedMessageError) {
        await this.#setAside(topic, delivery, error);
        this.#logger?.error({ err: error, ...about }, 'a message was refused, and set aside');
      } else this.#logger?.error({ err: error, ...about }, 'a handler failed');
    }
  }

  /** To the queue `TOPIC.refused`, for an operator to look at, or to move back. */
  async #setAside(topic: string, { type, messageId, headers, body }: Delivery, error: BusError): Promise<void> {
    const queue = `${this.#queueOf(topic)}.refused`;
    await this.#connection.queueDeclare({ queue, durable: true });
    const message = {
      ...{ routingKey: queue, durable: true, messageId: messageId ?? randomUUID() },
      ...(type !== undefined && { type }),
      headers: { ...headers, 'x-refused-code': error.code, 'x-refused-message': error.message },
    };
    await this.#publisher.publish(() => message, body.toString(), Date.now() + this.#confirmTimeoutMs);
  }

  async #answer({ replyTo, correlationId }: Delivery, outcome: Outcome): Promise<void> {
    const message = {
      ...{ routingKey: replyTo!, durable: true, mandatory: true, messageId: randomUUID() },
      ...(correlationId !== undefined && { correlationId }),
    };
    // False when the caller is gone for good.
    await this.#publisher.publish(() => message, writeBody(outcome), Date.now() + this.#confirmTimeoutMs);
  }

  async #consume(
    prepare: (channel: Channel) => Promise<{ readonly queue: string; readonly noAck?: boolean }>,
    take: (delivery: Delivery, channel: Channel) => Promise<void>,
  ): Promise<() => Promise<void>> {
    const underWay = new Set<Promise<void>>();
    let consumerTag = '';
    const handle = async (delivery: Delivery, channel: Channel): Promise<void> => {
      try {
        await take(delivery, channel);
      } catch (error) {
        // It is not acknowledged: the broker keeps it for another server, or for the next channel.
        if (this.#closing === undefined)
          this.#logger?.error({ err: error, message: delivery.type }, 'a message failed');
      }
    };
    const keeper = await ChannelKeeper.open({
      connection: this.#connection,
      onError: (error) => this.#logger?.warn({ err: error }, 'a channel of the message broker'),
      prepare: async (channel) => {
        const consumer = await channel.basicConsume(await prepare(channel), (message) => {
          void tracked(underWay, handle(message, channel));
        });
        ({ consumerTag } = consumer);
      },
    });
    const stop = async (): Promise<void> => {
      keeper.retire();
      await keeper.channel?.basicCancel({ consumerTag }).catch(() => undefined);
      // The library hands out in the next turn what came before.
      await nextTurn();
      await Promise.all(underWay);
      await keeper.close();
    };
    this.#stops.add(stop);
    return () => {
      this.#stops.delete(stop);
      return stop();
    };
  }

  #queueOf(topic: string): string {
    return `${this.#prefix}.${topic}`;
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }
}

interface WaitingCall {
  resolve(answer: string): void;
  reject(error: BusError): void;
}

interface Parts {
  readonly connection: Connection;
  readonly publisher: Publisher;
  readonly replies: ChannelKeeper;
  readonly replyQueue: string;
  readonly calls: Map<string, WaitingCall>;
}

async function openParts(
  options: RabbitMqBusOptions,
  connection: Connection,
  onError: (error: unknown) => void,
): Promise<Parts> {
  const calls = new Map<string, WaitingCall>();
  const replyQueue = `${prefixOf(options)}.reply.${randomUUID()}`;
  const eventExchange = eventNames(prefixOf(options)).exchange;
  const replies = await ChannelKeeper.open({
    connection,
    onError,
    prepare: async (channel) => {
      // Durable: answers outlive a restart of the broker too.
      const expiry = { 'x-expires': replyQueueExpiresMs };
      await channel.queueDeclare({ queue: replyQueue, durable: true, arguments: expiry });
      await channel.basicConsume({ queue: replyQueue }, (message) => {
        const { correlationId = '', deliveryTag, body } = message as Delivery;
        // Unknown: the call has timed out, or had its answer already.
        calls.get(correlationId)?.resolve(body.toString());
        if (channel.active) channel.basicAck({ deliveryTag });
      });
    },
  });
  const publisher = await Publisher.open({ connection, eventExchange, onError });
  return { connection, publisher, replies, replyQueue, calls };
}

function prefixOf({ prefix = 'astrolabe' }: RabbitMqBusOptions): string {
  return prefix;
}

function eventNames(prefix: string): { exchange: string } {
  return { exchange: `${prefix}.events` };
}

function closedError(): BusError {
  return new BusError('closed', 'the bus is closed');
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
