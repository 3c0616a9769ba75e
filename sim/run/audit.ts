import { invariant } from '../../core/index.ts';
import { type InstanceState, instanceState } from '../cloud/instance-table.ts';
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

/** Runs, by state. */
const runs: ReadonlySet<InstanceState> = new Set([instanceState.active, instanceState.moving]);

/**
 * Counts everything again from the instances alone and compares it with every book: the ledger,
 * Placement, the scheduler's host states and the meter. Slow: work grows with the instances.
 */
export function auditRun(run: RunState): void {
  const hosts = run.input.hosts.length;
  const claims = new Int32Array(hosts);
  const vcpus = new Float64Array(hosts);
  const ramMib = new Float64Array(hosts);
  const diskGib = new Float64Array(hosts);
  const population = new Float64Array(run.instances.population.length);
  let running = 0;
  const take = (host: number, demand: { vcpus: number; ramMib: number; diskGib: number }) => {
    claims[host]! += 1;
    vcpus[host]! += demand.vcpus;
    ramMib[host]! += demand.ramMib;
    diskGib[host]! += demand.diskGib;
  };
  for (let instance = 0; instance < run.instances.count; instance++) {
    const state = run.instances.state[instance] as InstanceState;
    const host = run.instances.host[instance]!;
    const target = run.instances.target[instance]!;
    population[state]! += 1;
    invariant(
      holds.has(state) === host >= 0,
      `instance ${instance} in state ${state} has a host or none, as it should`,
    );
    if (runs.has(state)) running += 1;
    if (host >= 0) take(host, run.shape(instance).demand);
    if (target >= 0) take(target, run.newShape(instance).demand);
  }
  for (let host = 0; host < hosts; host++) {
    const state = run.cloud.state.hosts[host]!;
    const { placement } = run.cloud;
    invariant(run.ledger.claims[host] === claims[host], `the ledger knows the claims on host ${host}`);
    invariant(state.numInstances === claims[host], `the scheduler knows the instances on host ${host}`);
    invariant(run.ledger.vcpuUsed[host] === vcpus[host], `the ledger knows the vCPUs on host ${host}`);
    invariant(run.ledger.ramUsedMib[host] === ramMib[host], `the ledger knows the RAM on host ${host}`);
    invariant(run.ledger.diskUsedGib[host] === diskGib[host], `the ledger knows the disk on host ${host}`);
    invariant(placement.used(host, 'VCPU') === vcpus[host], `Placement knows the vCPUs on host ${host}`);
    invariant(placement.used(host, 'MEMORY_MB') === ramMib[host], `Placement knows the RAM on host ${host}`);
    invariant(placement.used(host, 'DISK_GB') === diskGib[host], `Placement knows the disk on host ${host}`);
  }
  population.forEach((count, state) => {
    invariant(run.instances.population[state] === count, `${count} instances are in state ${state}`);
  });
  invariant(run.meter.values[gauge.running] === running, 'the meter knows what runs');
  auditGroups(run);
}

/** The hard policies of server groups hold at all times, whoever placed the members. */
function auditGroups(run: RunState): void {
  const { workload } = run.input;
  const members = new Map<number, Map<number, number>>();
  for (let instance = 0; instance < run.instances.count; instance++) {
    const group = workload.group[instance]!;
    if (group < 0 || run.instances.host[instance]! < 0) continue;
    const perHost = members.get(group) ?? new Map<number, number>();
    members.set(group, perHost);
    const hosts = new Set([run.instances.host[instance]!, run.instances.target[instance]!]);
    hosts.delete(-1);
    for (const host of hosts) perHost.set(host, (perHost.get(host) ?? 0) + 1);
  }
  for (const [group, perHost] of members) {
    const { policy, maxServerPerHost = 1 } = workload.groups[group]!;
    const most = Math.max(...perHost.values());
    invariant(policy !== 'anti-affinity' || most <= maxServerPerHost, `members of group ${group} are apart`);
    invariant(policy !== 'affinity' || perHost.size === 1, `members of group ${group} are together`);
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
    if (run.instances.target[instance]! >= 0) breakOffMove(run, instance);
    if (run.instances.host[instance]! >= 0) releaseHost(run, instance, false);
  }
  run.input.hosts.forEach((spec, host) => {
    const state = run.cloud.state.hosts[host]!;
    invariant(run.ledger.claims[host] === 0, `every allocation on ${spec.name} is freed`);
    invariant(run.cloud.placement.used(host, 'VCPU') === 0, `no vCPU of ${spec.name} is taken`);
    invariant(run.cloud.placement.used(host, 'MEMORY_MB') === 0, `no RAM of ${spec.name} is taken`);
    invariant(run.cloud.placement.used(host, 'DISK_GB') === 0, `no disk of ${spec.name} is taken`);
    invariant(state.vcpusUsed === spec.reservedVcpus && state.instances.size === 0, `${spec.name} is empty`);
    invariant(state.numIoOps === 0, `nothing is under way on ${spec.name}`);
  });
}
