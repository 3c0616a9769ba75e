import { procedures } from './generated/procedures.ts';
import type { CallOptions } from './wire/pending-call.ts';
import type { Procedure } from './wire/procedure.ts';

type Procedures = typeof procedures;

/**
 * Every call of the protocol by its name, as the protocol has it: `rpc.domainGetState({ dom, flags: 0 })`. The classes
 * (`Domain`, `Network`, ...) are friendlier; this is for what they leave out. Calls with a stream are not here.
 */
export type RpcCalls = {
  readonly [
    Name in keyof Procedures as Procedures[Name] extends { readonly stream: 'none' } ? Name : never
  ]: Procedures[Name] extends Procedure<infer Args, infer Result> ? RpcCall<Args, Result> : never;
};

export type RpcCall<Args, Result> = [Args] extends [void]
  ? (options?: CallOptions) => Promise<Result>
  : (args: Args, options?: CallOptions) => Promise<Result>;

type Send = (procedure: Procedure<never, unknown>, args: unknown, options?: CallOptions) => Promise<unknown>;

export function createRpcCalls(send: Send): RpcCalls {
  const calls: Record<string, unknown> = {};
  for (const procedure of Object.values(procedures)) {
    if (procedure.stream !== 'none') continue;
    const target = procedure as unknown as Procedure<never, unknown>;
    calls[procedure.name] = takesArguments(target)
      ? (args: unknown, options?: CallOptions) => send(target, args, options)
      : (options?: CallOptions) => send(target, undefined, options);
  }
  return calls as unknown as RpcCalls;
}

function takesArguments(procedure: Procedure<never, unknown>): boolean {
  return procedure.encodeArgs !== procedures.connectClose.encodeArgs;
}
