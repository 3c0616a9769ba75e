import type { ServerOperation } from '../../conductor/conductor-methods.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ComputeRequest } from '../http/compute-route.ts';
import { recordAction } from './record-action.ts';
import { serverNotFound } from './server-door.ts';
import type { ServerServices } from './server-services.ts';
import { checkState } from './server-state.ts';
import type { StateCheck } from './server-state.ts';

/** Something that is asked of a server. */
export interface ServerChange {
  /** What refusals and the server's list of actions call it. */
  readonly name: string;
  /** In the list of actions, where it is another; null: it is not listed. */
  readonly actionName?: string | null | undefined;
  readonly check: StateCheck;
  /** What changes of the row at once: as a rule its task. */
  readonly change: (server: Instance) => Partial<Instance>;
  /** What is then left to the conductor; nothing, when all is done. */
  readonly operation?: ServerOperation | undefined;
}

/**
 * Checks what a server is at now, writes down what is asked of it, and hands it to the conductor.
 * @throws ApiError 404, 409
 */
export async function changeServer(
  { tables, conductor, now }: ServerServices,
  request: ComputeRequest,
  { uuid }: Instance,
  { name, actionName = name, check, change, operation }: ServerChange,
): Promise<Instance> {
  const isAdmin = request.allows('context_is_admin');
  const { server, context } = await tables.database.write(() => {
    const before = tables.instances.get(uuid);
    if (!before || before.deletedAtSeconds !== null) throw serverNotFound(uuid);
    checkState(before, name, check, isAdmin);
    const seconds = now();
    const after = tables.instances.put({ ...before, ...change(before), updatedAtSeconds: seconds });
    const servers = actionName === null ? [] : [after];
    return { server: after, context: recordAction(tables, request, servers, actionName ?? name, seconds) };
  });
  if (operation) await conductor.operate(uuid, operation, context);
  return server;
}
