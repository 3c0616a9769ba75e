import type { ConductorPort, InstanceChange, InstanceFault, OperationTimings } from './conductor-port.ts';
import type { InstanceState } from './instance-state.ts';

/** A conductor that keeps everything in memory: for one host without services, and for tests. */
export class MemoryConductor implements ConductorPort {
  readonly instances = new Map<string, InstanceState>();
  readonly faults = new Map<string, InstanceFault>();
  /** Everything that was told, in order. */
  readonly changes: InstanceChange[] = [];
  readonly timings: OperationTimings[] = [];

  async instancesOn(): Promise<readonly InstanceState[]> {
    return [...this.instances.values()];
  }

  async instanceChanged(change: InstanceChange): Promise<void> {
    const { fault, ...state } = change;
    const before = this.instances.get(change.uuid) ?? blank(change.uuid);
    this.instances.set(change.uuid, { ...before, ...state });
    if (fault !== undefined) this.faults.set(change.uuid, fault);
    this.changes.push(change);
  }

  operationTimed(timings: OperationTimings): void {
    this.timings.push(timings);
  }
}

function blank(uuid: string): InstanceState {
  return { uuid, vmState: 'building', taskState: null, powerState: 'nostate' };
}
