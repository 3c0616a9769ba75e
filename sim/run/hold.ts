import type { CandidatesQuery } from '../../core/index.ts';
import { gauge } from '../metrics/usage-meter.ts';
import type { RunState } from './run-state.ts';

/**
 * Claims a host for an instance in every book: Placement, the ledger, the scheduler's host state
 * and the server group. False, and nothing changed, when Placement has no room.
 */
export function holdHost(run: RunState, instance: number, host: number, query: CandidatesQuery): boolean {
  const shape = run.shape(instance);
  const claim = run.cloud.placement.take(host, query);
  if (claim < 0) return false;
  run.ledger.claim(host, shape.demand);
  run.cloud.state.occupy(host, shape.flavor);
  run.groups.join(run.groupOf(instance), instance, host);
  run.instances.settle(instance, host, claim);
  return true;
}

/**
 * Gives back everything that `holdHost` took, and the image. `building`: it never became ACTIVE
 * there, so that its operation ends with it.
 */
export function releaseHost(run: RunState, instance: number, building: boolean): void {
  const host = run.instances.host(instance);
  const shape = run.shape(instance);
  run.cloud.placement.giveBack(run.instances.claim(instance));
  run.ledger.release(host, shape.demand);
  run.cloud.state.vacate(host, shape.flavor, building);
  run.groups.leave(run.groupOf(instance), instance, host, false);
  run.images.leave(host, run.imageOf(instance), run.nowSeconds);
  run.instances.leave(instance);
}

/** Counts an instance in (1) or out of (-1) those that run. */
export function countRunning(run: RunState, instance: number, sign: 1 | -1): void {
  const { instances, meter } = run;
  const shape = run.shapes.indexOf(instances.flavor(instance), run.imageOf(instance));
  const { demand } = run.shapes.all[shape]!;
  run.running[shape]! += sign;
  meter.add(gauge.running, sign);
  meter.add(gauge.vcpuRunning, sign * demand.vcpus);
  meter.add(gauge.ramRunningMib, sign * demand.ramMib);
  meter.add(gauge.diskRunningGib, sign * demand.diskGib);
}
