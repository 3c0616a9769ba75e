import { ApiError } from '../../http/api-error.ts';
import type { Instance, TaskState, VmState } from '../../objects/instance.ts';

/** When something may be asked of a server. */
export interface StateCheck {
  /** Default: any. */
  readonly vm?: readonly VmState[];
  /** Default: only while nothing is being done. */
  readonly task?: readonly (TaskState | null)[] | 'any';
  /** Asks also of a server that has never run. */
  readonly evenNew?: boolean;
  /** Asks for a host. */
  readonly onHost?: boolean;
  /** Asks also of a server that somebody locked. */
  readonly evenLocked?: boolean;
}

/**
 * Refuses what cannot be asked of a server now, as Nova's decorators do.
 * @throws ApiError 409
 */
export function checkState(server: Instance, action: string, check: StateCheck, isAdmin: boolean): void {
  if (server.lockedBy !== null && !check.evenLocked && !isAdmin) {
    throw new ApiError(409, `Instance ${server.uuid} is locked`);
  }
  if (check.onHost && server.host === null) throw notReady(server);
  if (check.vm && !check.vm.includes(server.vmState)) throw wrongState(server, action, 'vm_state');
  const tasks = check.task ?? [null];
  if (tasks !== 'any' && !tasks.includes(server.taskState)) throw wrongState(server, action, 'task_state');
  if (!check.evenNew && server.launchedAtSeconds === null) throw invalidState(server, action);
}

export function notReady({ uuid }: Instance): ApiError {
  return new ApiError(409, `Instance ${uuid} is not ready`);
}

export function wrongState(server: Instance, action: string, attribute: 'vm_state' | 'task_state'): ApiError {
  const state = attribute === 'vm_state' ? server.vmState : server.taskState;
  if (state === null) return invalidState(server, action);
  return new ApiError(409, `Cannot '${action}' instance ${server.uuid} while it is in ${attribute} ${state}`);
}

function invalidState({ uuid }: Instance, action: string): ApiError {
  return new ApiError(409, `Instance ${uuid} is in an invalid state for '${action}'`);
}
