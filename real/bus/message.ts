import { z } from 'zod';
import type { BusHandler, BusMethod, MessageContext } from './bus.ts';
import { BusError } from './bus-error.ts';
import type { ErrorOnTheBus } from './bus-error.ts';

/** A message as it travels. */
export interface Message {
  /** Name of a method or an event. */
  readonly name: string;
  readonly version: number;
  /** JSON. */
  readonly body: string;
  readonly context: MessageContext;
}

/** JSON of a body. What JSON has no word for becomes null, at the top as inside of lists. */
export function writeBody(body: unknown): string {
  return JSON.stringify(body) ?? 'null';
}

/** @throws BusError `malformed`, which names the first member that is wrong */
export function readBody<Body>(schema: z.ZodType<Body>, body: string, what: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new BusError('malformed', `${what} is not JSON`, { cause: error });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const where = issue && issue.path.length > 0 ? `${what}: ${issue.path.join('.')}` : what;
  throw new BusError('malformed', `${where}: ${issue?.message ?? 'is not what is expected'}`);
}

/** What became of a call: JSON of the result, or an error. */
export type Outcome = { readonly result: string } | { readonly error: ErrorOnTheBus };

const outcomeSchema: z.ZodType<Outcome> = z.union([
  z.object({ result: z.string() }),
  z.object({ error: z.object({ code: z.string(), message: z.string(), step: z.string().nullable() }) }),
]);

/** @throws BusError `malformed` */
export function outcomeFrom(text: string): Outcome {
  return readBody(outcomeSchema, text, 'answer');
}

/** @throws BusError */
export function readOutcome<Result>(
  { name, result }: Pick<BusMethod<never, Result>, 'name' | 'result'>,
  outcome: Outcome,
): Result {
  if ('error' in outcome) throw new BusError(outcome.error.code, outcome.error.message, outcome.error);
  return readBody(result, outcome.result, `result of ${name}`);
}

/** The handlers of one server, by the names of their methods. */
export type Handlers = ReadonlyMap<string, BusHandler>;

/** @throws Error when two are for the same method */
export function handlersByName(topic: string, handlers: readonly BusHandler<never>[]): Handlers {
  const names = new Map<string, BusHandler>();
  for (const handler of handlers) {
    const { name } = handler.method;
    if (names.has(name)) throw new Error(`two handlers for ${name} of the topic ${topic}`);
    names.set(name, handler as unknown as BusHandler);
  }
  return names;
}

/** A message that no handler can take, now or ever: it is set aside, and never handled. */
export class RefusedMessageError extends BusError {}

/**
 * The handler of a message with its arguments, checked.
 *
 * @throws RefusedMessageError `unknown-method`, `newer-version`, `malformed`
 */
export function handlerOf(
  topic: string,
  handlers: Handlers,
  { name, version, body, context }: Message,
): () => Promise<unknown> {
  const handler = handlers.get(name);
  if (!handler) {
    throw new RefusedMessageError(
      'unknown-method',
      `the topic ${topic} has no method ${name}; it has ${[...handlers.keys()].sort().join(', ')}`,
    );
  }
  if (version > handler.method.version) {
    throw new RefusedMessageError(
      'newer-version',
      `${name} of the topic ${topic} came in version ${version}; this server knows it up to ${handler.method.version}`,
    );
  }
  let args: unknown;
  try {
    args = readBody(handler.method.args, body, `arguments of ${name}`);
  } catch (error) {
    if (!(error instanceof BusError)) throw error;
    throw new RefusedMessageError(error.code, error.message);
  }
  return () => handler.handle(args, context);
}

export function newerEvent(
  { name, version }: { readonly name: string; readonly version: number },
  came: number,
): BusError {
  return new BusError('newer-version', `the event ${name} came in version ${came}; this listener knows ${version}`);
}
