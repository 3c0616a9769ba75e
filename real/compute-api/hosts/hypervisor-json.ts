import type { Instance } from '../../objects/instance.ts';
import type { ComputeNodeRow, HostDescriptionJson, ServiceRow } from '../../objects/service.ts';
import { numberOf } from './number-of.ts';

export interface HypervisorView {
  readonly node: ComputeNodeRow;
  readonly service: ServiceRow;
  readonly isUp: boolean;
  /** Those that live. */
  readonly servers: readonly Instance[];
  readonly minor: number;
}

/** What every answer says of a hypervisor. */
export function hypervisorSummary({ node, service, isUp, minor }: HypervisorView): Record<string, unknown> {
  return {
    id: minor >= 53 ? node.uuid : numberOf(node.uuid),
    hypervisor_hostname: node.node,
    state: isUp ? 'up' : 'down',
    status: service.disabled ? 'disabled' : 'enabled',
  };
}

/** From 2.88 on its resources are Placement's to tell. */
export function hypervisorDetail(view: HypervisorView): Record<string, unknown> {
  const { node, service, minor } = view;
  return {
    ...hypervisorSummary(view),
    hypervisor_type: node.description.hypervisorType,
    hypervisor_version: node.description.hypervisorVersion,
    host_ip: node.hostIp,
    service: {
      id: minor >= 53 ? service.uuid : numberOf(service.uuid),
      host: node.host,
      disabled_reason: service.disabledReason,
    },
    ...(minor < 88 && { ...hypervisorResources(view), cpu_info: cpuInfo(node.description, minor) }),
    // Agents do not tell for how long their host has been running: what Nova says of drivers that cannot.
    ...(minor >= 88 && { uptime: null }),
  };
}

export function hypervisorResources({ node, servers }: Pick<HypervisorView, 'node' | 'servers'>) {
  const { description } = node;
  const usedVcpus = node.reservedVcpus + sum(servers, ({ flavor }) => flavor.vcpus);
  const usedRamMib = node.reservedRamMib + sum(servers, ({ flavor }) => flavor.ramMib);
  const usedGib = node.reservedDiskGib + sum(servers, ({ flavor }) => flavor.rootGib + flavor.ephemeralGib);
  return {
    vcpus: description.vcpus,
    memory_mb: description.ramMib,
    local_gb: description.diskGib,
    vcpus_used: usedVcpus,
    memory_mb_used: usedRamMib,
    local_gb_used: usedGib,
    free_ram_mb: description.ramMib - usedRamMib,
    free_disk_gb: description.diskGib - usedGib,
    current_workload: servers.filter(({ taskState }) => taskState !== null).length,
    running_vms: servers.length,
    disk_available_least: description.diskFreeGib,
  };
}

/** Before 2.28 as text. */
function cpuInfo(
  { cpuArch, cpuModel, cpuVendor, cpuFeatures, vcpus, numaTopology }: HostDescriptionJson,
  minor: number,
) {
  const cells = numaTopology?.cells.length ?? 1;
  const info = {
    arch: cpuArch,
    model: cpuModel,
    vendor: cpuVendor,
    features: cpuFeatures,
    topology: { cells, sockets: 1, cores: Math.max(1, Math.floor(vcpus / cells)), threads: 1 },
  };
  return minor < 28 ? JSON.stringify(info) : info;
}

function sum(servers: readonly Instance[], of: (server: Instance) => number): number {
  return servers.reduce((total, server) => total + of(server), 0);
}
