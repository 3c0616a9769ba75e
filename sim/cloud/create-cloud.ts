import {
  type Aggregate,
  CloudState,
  createPlacementForHosts,
  HostState,
  type HostPlacement,
  type InstanceList,
  type SupportedInstance,
} from '../../core/index.ts';
import type { AggregateSpec, HostSpec } from '../run/run-input.ts';
import { inventoriesOf } from './host-inventories.ts';

export interface CreatedCloud {
  readonly state: CloudState;
  readonly placement: HostPlacement;
}

/**
 * The scheduler's view of the hosts and Placement's, both empty. Index of a host: its place in `hosts`.
 * `instancesOn` names the instances on a host when a filter wants to know.
 */
export function createCloud(
  hosts: readonly HostSpec[],
  specs: readonly AggregateSpec[],
  instancesOn: InstanceList,
): CreatedCloud {
  const aggregates = [...specs, ...zoneAggregates(hosts, specs)].map(makeAggregate);
  const inventories = inventoriesOf(hosts);
  const placement = createPlacementForHosts(
    hosts.map((host, index) => ({
      uuid: uuidOf('b000', index),
      inventories: inventories[index]!,
      traits: host.traits,
      aggregates: aggregates.filter((aggregate) => aggregate.hosts.has(host.name)).map(({ uuid }) => uuid),
    })),
  );
  return { state: new CloudState({ hosts: hosts.map(makeHost), aggregates, placement, instancesOn }), placement };
}

/** Zones that no aggregate of the scenario stands for. */
function zoneAggregates(hosts: readonly HostSpec[], specs: readonly AggregateSpec[]): AggregateSpec[] {
  const named = new Set(specs.map(({ name }) => name));
  const zones = [...new Set(hosts.map(({ zone }) => zone))].filter((zone) => zone !== '' && !named.has(zone));
  return zones.map((zone) => ({
    name: zone,
    hosts: hosts.filter((host) => host.zone === zone).map(({ name }) => name),
    metadata: { availability_zone: zone },
  }));
}

function makeAggregate(spec: AggregateSpec, position: number): Aggregate {
  return {
    id: position + 1,
    uuid: uuidOf('c000', position),
    name: spec.name,
    hosts: new Set(spec.hosts),
    metadata: spec.metadata,
  };
}

/** As nova-compute reports an empty host: what is reserved counts as used. */
function makeHost(spec: HostSpec, index: number): HostState {
  const host = new HostState(index, uuidOf('b000', index), spec.name, spec.name);
  host.vcpusTotal = spec.vcpus;
  host.vcpusUsed = spec.reservedVcpus;
  host.ramTotalMib = spec.ramMib;
  host.ramFreeMib = spec.ramMib - spec.reservedRamMib;
  host.diskTotalGib = spec.diskGib;
  host.diskFreeMib = (spec.diskGib - spec.reservedDiskGib) * 1024;
  host.diskUsedMib = spec.reservedDiskGib * 1024;
  host.cpuAllocationRatio = spec.cpuAllocationRatio;
  host.ramAllocationRatio = spec.ramAllocationRatio;
  host.diskAllocationRatio = spec.diskAllocationRatio;
  host.hypervisorType = spec.hypervisorType;
  host.hypervisorVersion = spec.hypervisorVersion;
  host.supportedInstances = supportedInstances(spec);
  host.metrics = new Map(Object.entries(spec.metrics));
  return host;
}

/** libvirt reports the type `QEMU` for a host, and runs both `kvm` and `qemu` domains on it. */
function supportedInstances({ architecture, hypervisorType }: HostSpec): SupportedInstance[] {
  const types = hypervisorType.toLowerCase() === 'qemu' ? ['kvm', 'qemu'] : [hypervisorType.toLowerCase()];
  return types.map((type) => [architecture, type, 'hvm']);
}

function uuidOf(kind: string, index: number): string {
  return `00000000-0000-4000-${kind}-${index.toString(16).padStart(12, '0')}`;
}
