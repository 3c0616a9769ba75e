import { type CandidatesQuery, type Decision, invariant, type Selection } from '../../core/index.ts';
import { instanceState } from '../cloud/instance-table.ts';
import type { RefusalCause } from '../metrics/tally.ts';
import { gauge } from '../metrics/usage-meter.ts';
import { becomesActive } from './activation.ts';
import { eventKind } from './event-kind.ts';
import { holdHost, releaseHost } from './hold.ts';
import { bootSpec } from './request-specs.ts';
import type { RunState } from './run-state.ts';

/** The API accepts a request; the scheduler answers after its delay. */
export function requestArrives(run: RunState, request: number): void {
  const first = run.requests.first[request]!;
  const end = run.requests.first[request + 1]!;
  for (let instance = first; instance < end; instance++) run.instances.arrive(instance);
  run.meter.add(gauge.building, end - first);
  run.arrived += end - first;
  const waitSeconds = run.delays.api.seconds(first, 0) + run.delays.scheduler.seconds(first, 0);
  run.queue.push(run.nowSeconds + waitSeconds, eventKind.decided, request);
}

/** The scheduler decides; its choice is claimed at once and the builds begin. */
export function requestIsDecided(run: RunState, request: number): void {
  const first = run.requests.first[request]!;
  const end = run.requests.first[request + 1]!;
  const alternates = wantedAlternates(run);
  if (alternates > 0 || !placeByChoice(run, request, first, end)) {
    placeByDecision(run, request, { first, end, alternates });
  }
}

/** The short way, for instances of which nothing but their places is to be known; false: not this time. */
function placeByChoice(run: RunState, request: number, first: number, end: number): boolean {
  if (run.groupOf(first) >= 0) return false;
  const { desk } = run;
  const spec = run.plainRequests.of(first);
  if (end - first === 1) {
    if (desk.choose(spec, request, first, run.nowSeconds) < 0) return false;
  } else if (!desk.chooseMany(spec, { request, instance: first, count: end - first }, run.nowSeconds)) {
    return false;
  }
  const query = desk.chosenQuery;
  for (let instance = first; instance < end; instance++) {
    invariant(
      holdHost(run, instance, desk.chosenHost(instance - first), query),
      'the host that was just chosen has room',
    );
    beginBuild(run, instance);
  }
  return true;
}

interface Range {
  readonly first: number;
  readonly end: number;
  readonly alternates: number;
}

function placeByDecision(run: RunState, request: number, { first, end, alternates }: Range): void {
  const spec = bootSpec(run, first, end);
  const question = { purpose: 'boot', spec, request, instance: first, attempt: 0, alternates } as const;
  const decision = run.desk.ask(question, run.nowSeconds);
  if (decision.outcome !== 'scheduled') return refuse(run, first, end, causeOf(decision));
  const query = decision.query!;
  for (const [i, choices] of decision.selections.entries()) {
    const instance = first + i;
    const claimed = holdHost(run, instance, choices[0]!.hostIndex, query);
    invariant(claimed, 'the host that was just chosen has room');
    if (choices.length > 1) run.alternates.set(instance, { hosts: hostsAfterFirst(choices), query });
    beginBuild(run, instance);
  }
}

/** A build ends: ACTIVE; or failed, and tried on an alternate; or ERROR. */
export function buildEnds(run: RunState, instance: number): void {
  const host = run.instances.host(instance);
  if (hostBrokeDown(run, instance, host)) return failForGood(run, instance, hostFailed);
  if (buildFails(run, instance)) return tryAlternate(run, instance, host);
  const { state } = run.cloud;
  state.endOperation(host);
  if (state.hosts[host]!.failedBuilds > 0) state.setFailedBuilds(host, 0);
  run.alternates.delete(instance);
  run.meter.add(gauge.building, -1);
  becomesActive(run, instance);
}

/** Whether the chance of the scenario lets this build fail: the same for an instance and attempt in every run of a seed. */
export function buildFails(run: RunState, instance: number): boolean {
  const { buildFailureProbability } = run.input.faults;
  if (buildFailureProbability <= 0) return false;
  return run.buildFailures.uniform(instance, run.instances.builds(instance) - 1) < buildFailureProbability;
}

/** Time of a build on a host from now on: image, then network, then spawn. Counts the build. */
export function startBuildOn(run: RunState, instance: number, host: number): number {
  const { instances, health, delays } = run;
  const attempt = instances.builds(instance);
  instances.countBuild(instance);
  instances.setHostFailures(instance, health.failures[host]!);
  const imageSeconds = run.images.use(host, run.imageOf(instance), run.nowSeconds);
  return imageSeconds + delays.network.seconds(instance, attempt) + delays.spawn.seconds(instance, attempt);
}

/** Whether a host is down, or was since the work of an instance began there. */
export function hostBrokeDown(run: RunState, instance: number, host: number): boolean {
  return run.health.failed[host] === 1 || run.health.failures[host] !== run.instances.hostFailures(instance);
}

/** Nova asks for alternates always; here nobody reads them unless builds can fail. */
function wantedAlternates(run: RunState): number {
  return run.input.faults.buildFailureProbability > 0 ? run.input.scheduler.maxAttempts - 1 : 0;
}

/** As nova-compute's `init_host`, which ends builds that a failure of the host interrupted. */
const hostFailed: RefusalCause = { stage: 'build', by: 'nova-compute', code: 'host-failed' };
/** As Nova's `MaxRetriesExceeded`. */
const retriesExceeded: RefusalCause = { stage: 'build', by: 'nova-conductor', code: 'max-retries-exceeded' };

function causeOf({ outcome, refusal }: Decision): RefusalCause {
  if (refusal === undefined) return { stage: 'request', by: 'scheduler', code: outcome };
  return { stage: refusal.stage, by: refusal.by, code: refusal.code };
}

function hostsAfterFirst(choices: readonly Selection[]): number[] {
  return choices.slice(1).map(({ hostIndex }) => hostIndex);
}

function beginBuild(run: RunState, instance: number): void {
  const { instances } = run;
  instances.setState(instance, instanceState.building);
  const endSeconds = startBuildOn(run, instance, instances.host(instance));
  run.queue.push(endSeconds, eventKind.built, instance, instances.outdate(instance));
}

function tryAlternate(run: RunState, instance: number, failedHost: number): void {
  const { state } = run.cloud;
  run.count('build-failures');
  state.setFailedBuilds(failedHost, state.hosts[failedHost]!.failedBuilds + 1);
  releaseHost(run, instance, true);
  const left = run.alternates.get(instance);
  const next =
    left === undefined ? -1 : left.hosts.findIndex((host) => takesAlternate(run, instance, host, left.query));
  if (left === undefined || next < 0) return endInError(run, instance, retriesExceeded);
  run.alternates.set(instance, { ...left, hosts: left.hosts.slice(next + 1) });
  run.count('retries');
  beginBuild(run, instance);
}

/** The conductor claims in Placement only; nova-compute repeats the check of the server group. */
function takesAlternate(run: RunState, instance: number, host: number, query: CandidatesQuery): boolean {
  if (run.health.failed[host] === 1) return false;
  return run.groups.admits(run.groupOf(instance), host) && holdHost(run, instance, host, query);
}

function failForGood(run: RunState, instance: number, cause: RefusalCause): void {
  releaseHost(run, instance, true);
  endInError(run, instance, cause);
}

function endInError(run: RunState, instance: number, cause: RefusalCause): void {
  run.alternates.delete(instance);
  refuse(run, instance, instance + 1, cause);
}

function refuse(run: RunState, first: number, end: number, cause: RefusalCause): void {
  const request = run.requests.ofInstance[first]!;
  for (let instance = first; instance < end; instance++) run.instances.setState(instance, instanceState.refused);
  run.meter.add(gauge.building, first - end);
  run.refused += end - first;
  const isNew = run.requestRefused[request] === 0;
  run.requestRefused[request] = 1;
  if (run.input.workload.arrivalSeconds[first]! < run.input.metrics.warmupSeconds) return;
  run.tally.refuse(cause, Number(isNew), end - first);
}
