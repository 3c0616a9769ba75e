import { HostState, hostTopology } from '../../core/index.ts';
import type { ServiceState, SupportedInstance } from '../../core/index.ts';
import type { ComputeNodeRow, ServiceRow } from '../objects/service.ts';

/** A host as the scheduler sees it, without the servers on it. Nova: `HostState.update`. */
export function hostStateOf(index: number, node: ComputeNodeRow): HostState {
  const host = new HostState(index, node.uuid, node.host, node.node);
  host.vcpusUsed = node.reservedVcpus;
  host.diskUsedMib = node.reservedDiskGib * 1024;
  host.ramFreeMib = node.description.ramMib - node.reservedRamMib;
  host.diskFreeMib = (Math.floor(node.description.diskGib) - node.reservedDiskGib) * 1024;
  host.numaTopology = node.description.numaTopology && hostTopology(node.description.numaTopology);
  host.pciPools = [];
  setFacts(host, node);
  return host;
}

/** A later report of the same host: totals change, and with them what is free. */
export function updateHostState(host: HostState, before: ComputeNodeRow, after: ComputeNodeRow): void {
  const [old, now] = [before.description, after.description];
  host.vcpusUsed += after.reservedVcpus - before.reservedVcpus;
  host.ramFreeMib += now.ramMib - after.reservedRamMib - (old.ramMib - before.reservedRamMib);
  host.diskFreeMib +=
    (Math.floor(now.diskGib) - after.reservedDiskGib - (Math.floor(old.diskGib) - before.reservedDiskGib)) * 1024;
  setFacts(host, after);
}

/** Whether anything is said that a decision can depend on; every host reports every minute. */
export function saysTheSame(one: ComputeNodeRow, other: ComputeNodeRow): boolean {
  const text = ({
    updatedAtSeconds: _at,
    description: { diskFreeGib: _free, ...description },
    ...node
  }: ComputeNodeRow) => JSON.stringify([node, description]);
  return text(one) === text(other);
}

function setFacts(host: HostState, node: ComputeNodeRow): void {
  const { description } = node;
  host.hostIp = node.hostIp;
  host.vcpusTotal = description.vcpus;
  host.ramTotalMib = description.ramMib;
  host.diskTotalGib = Math.floor(description.diskGib);
  host.cpuAllocationRatio = node.cpuAllocationRatio;
  host.ramAllocationRatio = node.ramAllocationRatio;
  host.diskAllocationRatio = node.diskAllocationRatio;
  host.hypervisorType = description.hypervisorType;
  host.hypervisorVersion = description.hypervisorVersion;
  host.supportedInstances = supportedInstances(node);
  host.cpuInfo = JSON.stringify({
    arch: description.cpuArch,
    model: description.cpuModel,
    vendor: description.cpuVendor,
    features: description.cpuFeatures,
  });
}

function supportedInstances({ description: { cpuArch, virtType } }: ComputeNodeRow): readonly SupportedInstance[] {
  const types = virtType === 'kvm' ? ['kvm', 'qemu'] : [virtType];
  return types.map((type) => [cpuArch, type, 'hvm']);
}

/** A service that never told of itself counts as one that was never heard of. */
export function serviceStateOf(service: ServiceRow | undefined): ServiceState {
  return {
    disabled: service?.disabled ?? false,
    disabledReason: service?.disabledReason ?? null,
    forcedDown: service?.forcedDown ?? false,
    lastSeenSeconds: service?.lastSeenSeconds ?? 0,
  };
}
