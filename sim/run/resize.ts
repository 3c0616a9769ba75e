import { instanceState } from '../cloud/instance-table.ts';
import { runsOn } from './activation.ts';
import { hostBrokeDown } from './boot.ts';
import { eventKind } from './event-kind.ts';
import { findTarget } from './find-target.ts';
import type { RunState } from './run-state.ts';
import { beginMove, breakOffMove, settleRunning } from './two-hosts.ts';

/** The owner asks for another flavor: the scheduler looks for a host, and both are taken until it is confirmed. */
export function resizeArrives(run: RunState, row: number): void {
  const { instances, input, delays } = run;
  const instance = input.workload.resizes.instance[row]!;
  const state = instances.state(instance);
  if (state >= instanceState.deleting) return;
  const flavor = input.workload.resizes.flavor[row]!;
  const isFree = state === instanceState.active;
  const mayStay = input.scheduler.allowResizeToSameHost === true;
  if (!isFree || !findTarget(run, instance, { purpose: 'resize', newFlavor: flavor, mayStay })) {
    return run.count('resizes-refused');
  }
  beginMove(run, instance, false);
  const endSeconds = run.nowSeconds + delays.resize.seconds(row, 0);
  run.queue.push(endSeconds, eventKind.moved, instance, instances.version(instance));
}

/** A resize or live migration ends: on its target; or, if that broke down, where it was. */
export function moveEnds(run: RunState, instance: number): void {
  const kind = moveKind(run, instance);
  const target = run.instances.target(instance);
  if (hostBrokeDown(run, instance, target)) {
    breakOffMove(run, instance);
    run.count(`${kind}-refused`);
    run.instances.setState(instance, instanceState.active);
    return;
  }
  settleRunning(run, instance);
  run.count(kind);
  runsOn(run, instance);
}

/** What is under way for a moving instance, as its counts are called. */
export function moveKind(run: RunState, instance: number): 'resizes' | 'migrations' {
  return run.instances.isMigrating(instance) ? 'migrations' : 'resizes';
}
