import type { z } from 'zod';

/** What travels with every message. */
export interface MessageContext {
  /** W3C trace context: the span that sends. */
  readonly traceparent: string;
  /** Of the API request that began it all: `req-…`. */
  readonly requestId: string;
}

/**
 * A method that servers of a topic answer. Arguments and results are JSON: they are checked against their schema where
 * they arrive, also in one process. `version` grows when older servers could no longer understand the arguments.
 */
export interface BusMethod<Args, Result> {
  readonly name: string;
  readonly version: number;
  readonly args: z.ZodType<Args>;
  readonly result: z.ZodType<Result>;
}

/** Something that happened, told to whoever listens. */
export interface BusEvent<Body> {
  readonly name: string;
  readonly version: number;
  readonly body: z.ZodType<Body>;
}

export interface CallOptions {
  /** Default 60,000. */
  readonly timeoutMs?: number | undefined;
}

export interface BusHandler<Args = unknown, Result = unknown> {
  readonly method: BusMethod<Args, Result>;
  readonly handle: (args: Args, context: MessageContext) => Promise<Result>;
}

/**
 * How services speak to each other. Topics: `conductor`, `scheduler`, `compute.HOST`. A message goes to one server of its
 * topic, and waits where none is there yet. Handlers of one server run at the same time. Arguments are never shared between
 * the sender and the handler.
 */
export interface Bus {
  /** @throws BusError: what the handler threw, by its code and message, or `timed-out`, `closed` */
  call<Args, Result>(
    topic: string,
    method: BusMethod<Args, Result>,
    args: Args,
    context: MessageContext,
    options?: CallOptions,
  ): Promise<Result>;
  /**
   * Resolves when the message is kept, not when it is handled: it outlives the server that was handling it, which may so
   * see it twice.
   */
  cast<Args>(topic: string, method: BusMethod<Args, unknown>, args: Args, context: MessageContext): Promise<void>;
  publish<Body>(event: BusEvent<Body>, body: Body, context: MessageContext): Promise<void>;
  /** Answers from now on; the result ends that, after what is under way. */
  serve(topic: string, handlers: readonly BusHandler<never>[]): Promise<() => Promise<void>>;
  subscribe<Body>(
    event: BusEvent<Body>,
    listener: (body: Body, context: MessageContext) => void | Promise<void>,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
