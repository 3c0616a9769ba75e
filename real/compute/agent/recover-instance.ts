import type { PowerState } from '../hypervisor/guest.ts';
import type { InstanceChange } from './conductor-port.ts';
import type { InstanceState, TaskState } from './instance-state.ts';

export interface Recovery {
  readonly action: 'sync' | 'delete' | 'powerOn' | 'powerOff' | 'none';
  /** Told before the action. */
  readonly change?: Omit<InstanceChange, 'uuid'> | undefined;
}

/** Tasks after whose interruption nobody can say what the disks hold. */
const unfinished: ReadonlySet<TaskState> = new Set(['rebuilding', 'resize_migrating', 'resize_reverting', 'rescuing']);

/**
 * How an agent that starts takes up an instance that another agent left. `powerState` is its guest's; `undefined` when
 * there is no guest. The hypervisor has taken away half-made guests already, so a guest that is there is whole.
 * Nova: `_init_instance`.
 */
export function recoverInstance(instance: InstanceState, powerState: PowerState | undefined): Recovery {
  const { vmState, taskState } = instance;
  if (vmState === 'deleted') return { action: powerState === undefined ? 'none' : 'delete' };
  if (taskState === 'deleting') return { action: 'delete' };
  if (vmState === 'shelved_offloaded' || vmState === 'error') return { action: 'none', change: { taskState: null } };
  if (vmState === 'building') {
    // The last word was lost, not the guest.
    if (powerState === 'running') return { action: 'none', change: { vmState: 'active', taskState: null, powerState } };
    return inError('cancelled', 'build', 'The build was interrupted when the agent of the host ended.');
  }
  if (powerState === undefined) {
    return inError('guest-not-found', 'start', 'The guest is no longer on its host.');
  }
  if (taskState === null) return { action: 'sync' };
  if (unfinished.has(taskState))
    return inError('cancelled', taskState, 'It was interrupted when the agent of the host ended.', powerState);
  if (taskState === 'powering-off') return { action: 'powerOff' };
  if (taskState === 'powering-on' && powerState !== 'running') return { action: 'powerOn' };
  // Whatever it was, it ended with the agent, and left a guest that says itself what it is.
  return { action: 'sync', change: { taskState: null, ...settledState(taskState, powerState) } };
}

function inError(code: string, step: string, message: string, powerState: PowerState = 'nostate'): Recovery {
  return { action: 'none', change: { vmState: 'error', taskState: null, powerState, fault: { code, step, message } } };
}

/** A task that had come about when the agent ended, but for the word of it. */
function settledState(taskState: TaskState, powerState: PowerState): Pick<Partial<InstanceState>, 'vmState'> {
  if (taskState === 'pausing' && powerState === 'paused') return { vmState: 'paused' };
  if (taskState === 'suspending' && powerState === 'suspended') return { vmState: 'suspended' };
  const wakes: readonly TaskState[] = [
    'powering-on',
    'unpausing',
    'resuming',
    'rebooting',
    'rebooting_hard',
    'unrescuing',
  ];
  return wakes.includes(taskState) && powerState === 'running' ? { vmState: 'active' } : {};
}
