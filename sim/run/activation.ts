import { instanceState } from '../cloud/instance-table.ts';
import { eventKind } from './event-kind.ts';
import { countRunning } from './hold.ts';
import { migrateAway } from './maintenance.ts';
import type { RunState } from './run-state.ts';

/** An instance is ACTIVE for the first time: its life begins, with the end and the resizes that it will have. */
export function becomesActive(run: RunState, instance: number): void {
  const { workload } = run.input;
  run.instances.setActiveAt(instance, run.nowSeconds);
  countRunning(run, instance, 1);
  const lifetimeSeconds = workload.lifetimeSeconds[instance]!;
  if (lifetimeSeconds !== Number.POSITIVE_INFINITY) {
    run.queue.push(run.nowSeconds + lifetimeSeconds, eventKind.deletion, instance);
  }
  scheduleResizes(run, instance);
  runsOn(run, instance);
}

/** An instance runs on its host and nothing else is under way; a host in maintenance sends it on. */
export function runsOn(run: RunState, instance: number): void {
  run.instances.setState(instance, instanceState.active);
  if (run.health.inMaintenance[run.instances.host(instance)] === 1) migrateAway(run, instance);
}

function scheduleResizes(run: RunState, instance: number): void {
  const { resizes } = run.input.workload;
  for (let row = firstRowOf(resizes.instance, instance); resizes.instance[row] === instance; row++) {
    run.queue.push(run.nowSeconds + resizes.afterSeconds[row]!, eventKind.resize, row);
  }
}

/** First row of an instance in an ascending column, or where it would stand. */
function firstRowOf(column: Uint32Array, instance: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < instance) low = middle + 1;
    else high = middle;
  }
  return low;
}
