import { RandomStream, type CloudState, type HostPlacement } from '../../core/index.ts';
import { DelayDraw } from '../engine/delay-draw.ts';
import type { RunInput } from '../run/run-input.ts';

const SECONDS_PER_HOUR = 3600;

/** Which hosts are up and which may take instances; when they fail and how long repairs take. */
export class HostHealth {
  readonly failed: Uint8Array;
  /** Failures of each host so far. */
  readonly failures: Int32Array;
  /** Repairs of each host so far: a chance failure is drawn anew after each. */
  readonly repairs: Int32Array;
  readonly inMaintenance: Uint8Array;
  /** When the last live migration away from each host, as far as planned, ends. */
  readonly sendingUntilSeconds: Float64Array;
  private readonly disabledByPlan: Uint8Array;
  private readonly mtbfSeconds: number;
  private readonly failureStream: RandomStream;
  private readonly repairDraw: DelayDraw;

  constructor({ hosts, seed, faults }: RunInput) {
    this.failed = new Uint8Array(hosts.length);
    this.failures = new Int32Array(hosts.length);
    this.repairs = new Int32Array(hosts.length);
    this.inMaintenance = new Uint8Array(hosts.length);
    this.sendingUntilSeconds = new Float64Array(hosts.length);
    this.disabledByPlan = new Uint8Array(hosts.length);
    this.mtbfSeconds = faults.hostMtbfHours * SECONDS_PER_HOUR;
    this.failureStream = new RandomStream(seed, 'host-failure');
    this.repairDraw = new DelayDraw(seed, 'host-repair', faults.hostRepair);
  }

  /** Time that a host lives after its last repair until it fails by chance; `Infinity` when it never does. */
  lifeSeconds(host: number): number {
    if (this.mtbfSeconds <= 0) return Number.POSITIVE_INFINITY;
    return this.mtbfSeconds * this.failureStream.exponential(host, this.repairs[host]);
  }

  repairSeconds(host: number): number {
    return this.repairDraw.seconds(host, this.repairs[host]!);
  }

  accepts(host: number): boolean {
    return this.failed[host] === 0 && this.inMaintenance[host] === 0 && this.disabledByPlan[host] === 0;
  }

  setDisabled(host: number, disabled: boolean, state: CloudState, placement: HostPlacement): void {
    this.disabledByPlan[host] = Number(disabled);
    this.publish(host, state, placement);
  }

  setMaintenance(host: number, inMaintenance: boolean, state: CloudState, placement: HostPlacement): void {
    this.inMaintenance[host] = Number(inMaintenance);
    this.publish(host, state, placement);
  }

  /** Tells the scheduler and Placement, as nova-compute does when its service is disabled. */
  private publish(host: number, state: CloudState, placement: HostPlacement): void {
    const maintenance = this.inMaintenance[host] === 1;
    const disabled = maintenance || this.disabledByPlan[host] === 1;
    const disabledReason = disabled ? (maintenance ? 'maintenance' : 'planned') : null;
    state.setService(host, { disabled, disabledReason });
    placement.setTrait(host, 'COMPUTE_STATUS_DISABLED', disabled);
  }
}
