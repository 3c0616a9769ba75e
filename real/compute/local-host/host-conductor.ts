import { MemoryConductor } from '../agent/memory-conductor.ts';
import type { InstanceState, VmState } from '../agent/instance-state.ts';
import type { PowerState } from '../hypervisor/guest.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';

/** For a host without services: what its instances should be is what its guests are. */
export class HostConductor extends MemoryConductor {
  readonly #hypervisor: Hypervisor;

  constructor(hypervisor: Hypervisor) {
    super();
    this.#hypervisor = hypervisor;
  }

  override async instancesOn(): Promise<readonly InstanceState[]> {
    const guests = await this.#hypervisor.listGuests();
    return guests.map(({ uuid, powerState }) => ({
      uuid,
      vmState: vmStateOf[powerState],
      taskState: null,
      powerState,
    }));
  }
}

const vmStateOf: Readonly<Record<PowerState, VmState>> = {
  running: 'active',
  paused: 'paused',
  suspended: 'suspended',
  shutdown: 'stopped',
  crashed: 'stopped',
  nostate: 'stopped',
};
