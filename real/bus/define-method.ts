import type { z } from 'zod';
import type { BusEvent, BusHandler, BusMethod, MessageContext } from './bus.ts';

/** A method whose types are those of its schemas. */
export function defineMethod<Args extends z.ZodType, Result extends z.ZodType>(definition: {
  readonly name: string;
  readonly version: number;
  readonly args: Args;
  readonly result: Result;
}): BusMethod<z.output<Args>, z.output<Result>> {
  return definition as BusMethod<z.output<Args>, z.output<Result>>;
}

/** An event whose type is that of its schema. */
export function defineEvent<Body extends z.ZodType>(definition: {
  readonly name: string;
  readonly version: number;
  readonly body: Body;
}): BusEvent<z.output<Body>> {
  return definition as BusEvent<z.output<Body>>;
}

/** A handler of a method, in the form that `Bus.serve` takes. */
export function answering<Args, Result>(
  method: BusMethod<Args, Result>,
  handle: (args: Args, context: MessageContext) => Promise<Result>,
): BusHandler<never> {
  return { method, handle } as unknown as BusHandler<never>;
}
