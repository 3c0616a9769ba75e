import { instanceState } from '../cloud/instance-table.ts';
import { eventKind } from './event-kind.ts';
import { findTarget } from './find-target.ts';
import type { RunState } from './run-state.ts';
import { beginMove } from './two-hosts.ts';

/** The host takes nothing more, and what runs on it is live-migrated away, one after the other. */
export function startMaintenance(run: RunState, host: number): void {
  if (run.health.inMaintenance[host] === 1) return;
  run.health.setMaintenance(host, true, run.cloud.state, run.cloud.placement);
  for (const instance of run.instances.onHost(host)) {
    if (run.instances.state(instance) === instanceState.active) migrateAway(run, instance);
  }
}

export function endMaintenance(run: RunState, host: number): void {
  run.health.setMaintenance(host, false, run.cloud.state, run.cloud.placement);
}

/**
 * Live-migrates an instance through the scheduler; without a host for it, it stays. All hosts are
 * found and claimed at once, and one host sends one instance at a time, as with Nova's default of
 * `max_concurrent_live_migrations` = 1.
 */
export function migrateAway(run: RunState, instance: number): void {
  const { instances, health, delays, nowSeconds } = run;
  const source = instances.host(instance);
  const wish = { purpose: 'migrate', newFlavor: instances.flavor(instance), mayStay: false } as const;
  if (!findTarget(run, instance, wish)) return run.count('migrations-refused');
  beginMove(run, instance, true);
  const begin = Math.max(nowSeconds, health.sendingUntilSeconds[source]!);
  const end = begin + delays.migrate.seconds(instance, instances.asked(instance));
  health.sendingUntilSeconds[source] = end;
  run.queue.push(end, eventKind.moved, instance, instances.version(instance));
}
