import { instanceState } from '../cloud/instance-table.ts';
import { gauge } from '../metrics/usage-meter.ts';
import { runsOn } from './activation.ts';
import { buildFails, hostBrokeDown, startBuildOn } from './boot.ts';
import { endInstance } from './deletion.ts';
import { eventKind } from './event-kind.ts';
import { findTarget } from './find-target.ts';
import { countRunning } from './hold.ts';
import { moveKind } from './resize.ts';
import type { RunState } from './run-state.ts';
import { breakOffMove, settleOnTarget } from './two-hosts.ts';

/** Draws when each host fails by chance for the first time. */
export function scheduleFirstFailures(run: RunState): void {
  for (let host = 0; host < run.input.hosts.length; host++) scheduleFailure(run, host);
}

/** A failure by chance: its repair is drawn with it. `repairs` tells a drawing made before the last repair. */
export function hostFailsByChance(run: RunState, host: number, repairs: number): void {
  if (run.health.repairs[host] !== repairs || run.health.failed[host] === 1) return;
  failHost(run, host);
  const endSeconds = run.nowSeconds + run.health.repairSeconds(host);
  run.queue.push(endSeconds, eventKind.hostRepaired, host, run.health.failures[host]);
}

/** A host goes down with all that runs on it. Builds and moves towards it find out when they end. */
export function failHost(run: RunState, host: number): void {
  const { health, instances } = run;
  if (health.failed[host] === 1) return;
  health.failed[host] = 1;
  health.failures[host]! += 1;
  run.count('host-failures');
  run.meter.add(gauge.hostsDown, 1);
  run.cloud.state.setService(host, { lastSeenSeconds: run.nowSeconds });
  run.images.interrupt(host, run.nowSeconds);
  for (const instance of instances.onHost(host)) stopWithHost(run, instance);
  if (run.input.faults.onHostFailure === 'evacuate') {
    run.queue.push(run.nowSeconds + run.serviceDownSeconds, eventKind.hostNoticed, host, health.failures[host]);
  }
}

/** The service has been silent long enough: what stopped with the host is rebuilt elsewhere. */
export function failureIsNoticed(run: RunState, host: number, failure: number): void {
  if (run.health.failed[host] === 0 || run.health.failures[host] !== failure) return;
  for (const instance of run.instances.onHost(host)) {
    if (run.instances.state(instance) === instanceState.stopped) evacuate(run, instance);
  }
}

/** The rebuild of an evacuated instance ends; one that failed stays with its old host. */
export function rebuildEnds(run: RunState, instance: number): void {
  const { instances, health } = run;
  const failed = hostBrokeDown(run, instance, instances.target(instance)) || buildFails(run, instance);
  if (!failed) {
    settleOnTarget(run, instance);
    run.count('instances-evacuated');
    return startsAgain(run, instance);
  }
  breakOffMove(run, instance);
  run.count('evacuations-refused');
  if (health.failed[instances.host(instance)] === 0) return startsAgain(run, instance);
  instances.setState(instance, instanceState.stopped);
}

/** A drawn repair; one of an earlier failure counts no more. */
export function repairEnds(run: RunState, host: number, failure: number): void {
  if (run.health.failures[host] === failure) repairHost(run, host);
}

/** A host comes back, and what stopped with it and is not being evacuated starts again. */
export function repairHost(run: RunState, host: number): void {
  const { health, instances } = run;
  if (health.failed[host] === 0) return;
  health.failed[host] = 0;
  health.repairs[host]! += 1;
  run.meter.add(gauge.hostsDown, -1);
  run.cloud.state.setService(host, { lastSeenSeconds: Number.POSITIVE_INFINITY });
  for (const instance of instances.onHost(host)) {
    if (instances.state(instance) === instanceState.stopped) startsAgain(run, instance);
  }
  scheduleFailure(run, host);
}

function scheduleFailure(run: RunState, host: number): void {
  const atSeconds = run.nowSeconds + run.health.lifeSeconds(host);
  if (atSeconds <= run.input.durationSeconds) {
    run.queue.push(atSeconds, eventKind.hostFails, host, run.health.repairs[host]);
  }
}

function stopWithHost(run: RunState, instance: number): void {
  const { instances } = run;
  if (instances.state(instance) === instanceState.moving) {
    run.count(`${moveKind(run, instance)}-refused`);
    breakOffMove(run, instance);
    instances.setState(instance, instanceState.active);
  }
  if (instances.state(instance) !== instanceState.active) return;
  countRunning(run, instance, -1);
  if (run.input.faults.onHostFailure === 'evacuate') return instances.setState(instance, instanceState.stopped);
  run.count('instances-lost');
  endInstance(run, instance, instanceState.lost);
}

function evacuate(run: RunState, instance: number): void {
  const { instances } = run;
  const wish = { purpose: 'evacuate', newFlavor: instances.flavor(instance), mayStay: false } as const;
  if (!findTarget(run, instance, wish)) return run.count('evacuations-refused');
  instances.setState(instance, instanceState.evacuating);
  const endSeconds = startBuildOn(run, instance, instances.target(instance));
  run.queue.push(endSeconds, eventKind.rebuilt, instance, instances.version(instance));
}

function startsAgain(run: RunState, instance: number): void {
  countRunning(run, instance, 1);
  runsOn(run, instance);
}
