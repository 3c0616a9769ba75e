import { instanceState } from '../cloud/instance-table.ts';
import { eventKind } from './event-kind.ts';
import { countRunning, releaseHost } from './hold.ts';
import { breakOffMove } from './two-hosts.ts';
import type { RunState } from './run-state.ts';

/**
 * The owner deletes an instance: what is under way is broken off, and its host cleans up. One whose
 * host is down is deleted in the books at once, as Nova's API does then.
 */
export function deletionArrives(run: RunState, instance: number): void {
  const { instances } = run;
  const state = instances.state(instance);
  if (state >= instanceState.deleting) return;
  run.count('deletions');
  if (state === instanceState.moving || state === instanceState.evacuating) breakOffMove(run, instance);
  if (state === instanceState.stopped || state === instanceState.evacuating) {
    return endInstance(run, instance, instanceState.deleted);
  }
  countRunning(run, instance, -1);
  const cleanSeconds = run.delays.delete.seconds(instance, 0);
  if (cleanSeconds === 0) return endInstance(run, instance, instanceState.deleted);
  instances.setState(instance, instanceState.deleting);
  run.queue.push(run.nowSeconds + cleanSeconds, eventKind.cleaned, instance);
}

/** The host of a deleted instance has cleaned up. */
export function cleaningEnds(run: RunState, instance: number): void {
  endInstance(run, instance, instanceState.deleted);
}

/** Frees all that an instance holds, for good. It must not be counted as running any more. */
export function endInstance(
  run: RunState,
  instance: number,
  state: typeof instanceState.deleted | typeof instanceState.lost,
): void {
  releaseHost(run, instance, false);
  run.instances.setState(instance, state);
  run.instances.outdate(instance);
}
