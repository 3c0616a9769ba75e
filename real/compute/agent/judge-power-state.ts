import type { PowerState } from '../hypervisor/guest.ts';
import type { VmState } from './instance-state.ts';

/**
 * What follows from a guest's power state for its instance: `stop` brings the guest and the state to stopped; `suspend`
 * calls it suspended; `note` takes the power state down and leaves the rest to people. Nova:
 * `_sync_instance_power_state`, which stops a server that somebody suspended, and so loses its memory.
 */
export function judgePowerState(vmState: VmState, powerState: PowerState): 'stop' | 'suspend' | 'note' {
  const isOff = powerState === 'shutdown' || powerState === 'crashed';
  switch (vmState) {
    case 'active':
    case 'paused':
      if (powerState === 'suspended') return 'suspend';
      // A guest that somebody paused may be at the mercy of a tool, such as a backup: it is left alone.
      return isOff ? 'stop' : 'note';
    case 'stopped':
      return isOff || powerState === 'nostate' || powerState === 'suspended' ? 'note' : 'stop';
    default:
      return 'note';
  }
}
