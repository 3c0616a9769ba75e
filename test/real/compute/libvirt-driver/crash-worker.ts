/** Does one verb and dies, as by a crash, when a step of it begins. Argument: JSON. */
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { VerbOptions } from '../../../../real/compute/hypervisor/hypervisor.ts';
import { romHypervisor } from '../hypervisor-contract/rom-hypervisor.ts';
import type { RomHypervisorPlace } from '../hypervisor-contract/rom-hypervisor.ts';

export interface CrashOrder {
  readonly place: RomHypervisorPlace;
  readonly verb:
    | 'spawn'
    | 'destroy'
    | 'rescue'
    | 'unrescue'
    | 'rebuild'
    | 'resize'
    | 'confirmResize'
    | 'revertResize'
    | 'snapshot'
    | 'suspend';
  readonly step: string;
  /** Milliseconds after the step began. */
  readonly afterMs: number;
  readonly request: GuestRequest;
}

const order = JSON.parse(process.argv[2] ?? '') as CrashOrder;
const { request, verb, afterMs } = order;
const hypervisor = romHypervisor(order.place);
const die = (): void => void process.kill(process.pid, 'SIGKILL');
const options: VerbOptions = {
  onStep: (step) => {
    if (step !== order.step) return;
    if (afterMs === 0) die();
    else setTimeout(die, afterMs);
  },
};

await hypervisor.start();
if (verb === 'spawn' || verb === 'rebuild' || verb === 'resize') await hypervisor[verb](request, options);
else if (verb === 'rescue') await hypervisor.rescue(request.uuid, null, options);
else await hypervisor[verb](request.uuid, options);
// Too quick for the time given: a crash right behind the verb.
die();
