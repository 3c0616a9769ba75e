import { invariant } from '../../core/index.ts';
import { type InstanceState, instanceState } from '../cloud/instance-table.ts';
import type { Demand } from '../cloud/host-ledger.ts';
import { gauge } from '../metrics/usage-meter.ts';
import { breakOffMove } from './two-hosts.ts';
import { releaseHost } from './hold.ts';
import type { RunState } from './run-state.ts';

/** Holds an allocation, by state. */
const holds: ReadonlySet<InstanceState> = new Set([
  instanceState.building,
  instanceState.active,
  instanceState.moving,
  instanceState.stopped,
  instanceState.evacuating,
  instanceState.deleting,
]);

/**
 * Counts everything again from the instances alone and compares it with every book: the ledger,
 * Placement, the scheduler's host states and the meter. Slow: work grows with the instances.
 */
export function auditRun(run: RunState): void {
  const { instances } = run;
  const recount = new Recount(run.input.hosts.length);
  const population = new Float64Array(instances.population.length);
  for (let instance = 0; instance < instances.count; instance++) {
    const state = instances.state(instance);
    const host = instances.host(instance);
    population[state]! += 1;
    invariant(holds.has(state) === host >= 0, () => `instance ${instance}, in state ${state}, is on host ${host}`);
    if (host >= 0) recount.take(host, run.shape(instance).demand);
    if (instances.target(instance) >= 0) recount.take(instances.target(instance), run.newShape(instance).demand);
  }
  for (let host = 0; host < run.input.hosts.length; host++) auditHost(run, host, recount);
  population.forEach((count, state) => {
    invariant(instances.population[state] === count, () => `${count} instances are in state ${state}`);
  });
  const running = population[instanceState.active]! + population[instanceState.moving]!;
  invariant(run.meter.values[gauge.running] === running, 'the meter knows what runs');
}

/** What the instances take from each host. */
class Recount {
  readonly claims: Int32Array;
  readonly vcpus: Float64Array;
  readonly ramMib: Float64Array;
  readonly diskGib: Float64Array;

  constructor(hosts: number) {
    this.claims = new Int32Array(hosts);
    this.vcpus = new Float64Array(hosts);
    this.ramMib = new Float64Array(hosts);
    this.diskGib = new Float64Array(hosts);
  }

  take(host: number, demand: Demand): void {
    this.claims[host]! += 1;
    this.vcpus[host]! += demand.vcpus;
    this.ramMib[host]! += demand.ramMib;
    this.diskGib[host]! += demand.diskGib;
  }
}

function auditHost(run: RunState, host: number, { claims, vcpus, ramMib, diskGib }: Recount): void {
  const { ledger } = run;
  const { placement, state } = run.cloud;
  invariant(ledger.claims(host) === claims[host], () => `the ledger knows the claims on host ${host}`);
  invariant(
    state.hosts[host]!.numInstances === claims[host],
    () => `the scheduler knows the instances on host ${host}`,
  );
  invariant(ledger.vcpusUsed(host) === vcpus[host], () => `the ledger knows the vCPUs on host ${host}`);
  invariant(ledger.ramUsedMib(host) === ramMib[host], () => `the ledger knows the RAM on host ${host}`);
  invariant(ledger.diskUsedGib(host) === diskGib[host], () => `the ledger knows the disk on host ${host}`);
  invariant(placement.used(host, 'VCPU') === vcpus[host], () => `Placement knows the vCPUs on host ${host}`);
  invariant(placement.used(host, 'MEMORY_MB') === ramMib[host], () => `Placement knows the RAM on host ${host}`);
  invariant(placement.used(host, 'DISK_GB') === diskGib[host], () => `Placement knows the disk on host ${host}`);
}

/** The hard policies of server groups hold whoever placed the members, when the run has the filters for them. */
export function auditGroups(run: RunState): void {
  const { workload, scheduler } = run.input;
  const keepsApart = scheduler.filters.includes('ServerGroupAntiAffinityFilter');
  const keepsTogether = scheduler.filters.includes('ServerGroupAffinityFilter');
  const members = new Map<number, Map<number, number>>();
  for (let instance = 0; instance < run.instances.count; instance++) {
    const group = workload.group[instance]!;
    if (group < 0 || run.instances.host(instance) < 0) continue;
    const perHost = members.get(group) ?? new Map<number, number>();
    members.set(group, perHost);
    const hosts = new Set([run.instances.host(instance), run.instances.target(instance)]);
    hosts.delete(-1);
    for (const host of hosts) perHost.set(host, (perHost.get(host) ?? 0) + 1);
  }
  for (const [group, perHost] of members) {
    const { policy, maxServerPerHost = 1 } = workload.groups[group]!;
    const most = Math.max(...perHost.values());
    if (policy === 'anti-affinity' && keepsApart) {
      invariant(most <= maxServerPerHost, () => `members of group ${group} are apart`);
    }
    if (policy === 'affinity' && keepsTogether) {
      invariant(perHost.size === 1, () => `members of group ${group} are together`);
    }
  }
}

/**
 * The end of every run: all that arrived was accepted or refused, and when every instance has been
 * taken off its host, nothing is left in any book.
 */
export function auditEnd(run: RunState): void {
  const { population } = run.instances;
  invariant(population[instanceState.requested] === 0, 'no request is left open');
  invariant(population[instanceState.building] === 0, 'no build is left open');
  auditRun(run);
  for (let instance = 0; instance < run.instances.count; instance++) {
    if (run.instances.target(instance) >= 0) breakOffMove(run, instance);
    if (run.instances.host(instance) >= 0) releaseHost(run, instance, false);
  }
  run.input.hosts.forEach((spec, host) => {
    const state = run.cloud.state.hosts[host]!;
    invariant(run.ledger.claims(host) === 0, () => `every allocation on ${spec.name} is freed`);
    invariant(run.cloud.placement.used(host, 'VCPU') === 0, () => `no vCPU of ${spec.name} is taken`);
    invariant(run.cloud.placement.used(host, 'MEMORY_MB') === 0, () => `no RAM of ${spec.name} is taken`);
    invariant(run.cloud.placement.used(host, 'DISK_GB') === 0, () => `no disk of ${spec.name} is taken`);
    invariant(state.vcpusUsed === spec.reservedVcpus && state.numInstances === 0, () => `${spec.name} is empty`);
    invariant(state.numIoOps === 0, () => `nothing is under way on ${spec.name}`);
    invariant(run.images.usesOn(host) === 0, () => `no image on ${spec.name} is in use`);
  });
}
