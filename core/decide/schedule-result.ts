import type { HostTopologyJson, InstanceTopologyJson } from '../hardware/topology/topology-json.ts';
import { hostTopologyJson } from '../hardware/topology/topology-json.ts';
import { pciPoolJson, type PciPoolJson } from '../hardware/pci/pci-json.ts';
import type { HostState } from '../model/host-state.ts';
import type { Decision, Round, WeigherReport } from '../scheduler/decision.ts';
import type { ErrorPlace } from '../scheduler/request-error.ts';

/** What came of a case, by the oracle's names. */
export interface ScheduleResult {
  readonly id: unknown;
  readonly mode: 'schedule';
  readonly error: ResultError | null;
  readonly numa_topology?: InstanceTopologyJson | null;
  readonly rounds?: readonly ResultRound[];
  /** Per instance the chosen node, then its alternates. */
  readonly selections?: readonly (readonly string[])[] | null;
  readonly hosts_after?: Readonly<Record<string, ResultHost>>;
}

export interface ResultError extends ErrorPlace {
  readonly type: string;
  readonly message: string;
}

export interface ResultRound {
  readonly index: number;
  readonly instance_uuid: string;
  readonly start: readonly string[] | null;
  readonly filters_skipped: boolean;
  readonly filters: readonly { readonly filter: string; readonly survivors: readonly string[] }[];
  readonly filtered: readonly string[] | null;
  readonly weighers: readonly (WeigherReport & { readonly nodes: readonly string[] })[];
  readonly weighed: readonly { readonly node: string; readonly weight: number }[] | null;
}

export interface ResultHost {
  readonly free_ram_mb: number;
  readonly free_disk_mb: number;
  readonly vcpus_used: number;
  readonly num_instances: number;
  readonly num_io_ops: number;
  readonly instances: readonly string[];
  readonly numa_topology: HostTopologyJson | null;
  readonly pci_pools: readonly PciPoolJson[] | null;
}

/** The rounds of a decision with full detail. */
export function resultRounds(decision: Decision, hosts: readonly HostState[]): ResultRound[] {
  const names = (indexes: readonly number[]) => indexes.map((index) => hosts[index]!.node);
  return decision.rounds.map((round) => resultRound(round, names));
}

function resultRound(round: Round, names: (indexes: readonly number[]) => string[]): ResultRound {
  const { instance, instanceUuid, filtersSkipped, start, filtered, weighed } = round;
  const nodes = names(filtered ?? []);
  return {
    index: instance,
    instance_uuid: instanceUuid,
    start: filtersSkipped ? null : names(start!),
    filters_skipped: filtersSkipped,
    filters: round.stages.map(({ name, survivors }) => ({ filter: name, survivors: names(survivors!) })),
    filtered: filtered === undefined ? null : nodes,
    weighers: (round.weighers ?? []).map((report) => ({ nodes, ...report })),
    weighed: weighed?.map(({ node, weight }) => ({ node, weight })) ?? null,
  };
}

export function resultHost(host: HostState): ResultHost {
  return {
    free_ram_mb: host.ramFreeMib,
    free_disk_mb: host.diskFreeMib,
    vcpus_used: host.vcpusUsed,
    num_instances: host.numInstances,
    num_io_ops: host.numIoOps,
    instances: [...host.instances].toSorted(),
    numa_topology: host.numaTopology === null ? null : hostTopologyJson(host.numaTopology),
    pci_pools: host.pciPools?.map(pciPoolJson) ?? null,
  };
}
