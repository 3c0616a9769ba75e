import type { HostState } from '../model/host-state.ts';
import { parsePythonJson } from '../python/json.ts';
import { PythonFloat, PythonObject, type PythonDict, type PythonValue } from '../python/value.ts';
import { RequestError } from '../scheduler/request-error.ts';

type Read = (host: HostState) => PythonValue;

const orNone = (value: string | number | undefined): PythonValue => value ?? null;

/**
 * The attributes of Nova's `HostState`, which extra specs and JSON queries of users name. Objects
 * that are not plain data are there, but compare equal to nothing that can be written.
 */
const attributes: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['host', ({ host }) => host],
  ['nodename', ({ node }) => node],
  ['hypervisor_hostname', ({ node }) => node],
  ['uuid', ({ uuid }) => uuid],
  ['cell_uuid', ({ cellUuid }) => orNone(cellUuid)],
  ['_lock_name', (host) => new PythonObject(`('${host.host}', '${host.node}')`)],
  ['total_usable_ram_mb', ({ ramTotalMib }) => ramTotalMib],
  ['total_usable_disk_gb', ({ diskTotalGib }) => diskTotalGib],
  ['disk_mb_used', ({ diskUsedMib }) => diskUsedMib],
  ['free_ram_mb', ({ ramFreeMib }) => ramFreeMib],
  ['free_disk_mb', ({ diskFreeMib }) => diskFreeMib],
  ['vcpus_total', ({ vcpusTotal }) => vcpusTotal],
  ['vcpus_used', ({ vcpusUsed }) => vcpusUsed],
  ['cpu_allocation_ratio', ({ cpuAllocationRatio }) => new PythonFloat(cpuAllocationRatio)],
  ['ram_allocation_ratio', ({ ramAllocationRatio }) => new PythonFloat(ramAllocationRatio)],
  ['disk_allocation_ratio', ({ diskAllocationRatio }) => new PythonFloat(diskAllocationRatio)],
  ['num_instances', ({ numInstances }) => numInstances],
  ['num_io_ops', ({ numIoOps }) => numIoOps],
  ['failed_builds', ({ failedBuilds }) => failedBuilds],
  ['host_ip', ({ hostIp }) => (hostIp === undefined ? null : new PythonObject(hostIp))],
  ['hypervisor_type', ({ hypervisorType }) => orNone(hypervisorType)],
  ['hypervisor_version', ({ hypervisorVersion }) => orNone(hypervisorVersion)],
  ['cpu_info', ({ cpuInfo }) => orNone(cpuInfo)],
  ['supported_instances', ({ supportedInstances }) => supportedInstances],
  ['stats', statsDict],
  ['service', (host) => serviceObject(host)],
  ['metrics', ({ metrics }) => new PythonObject(`MonitorMetricList(objects=[${metrics.size}])`)],
  ['aggregates', ({ aggregates }) => aggregates.map(({ name }) => new PythonObject(`Aggregate(${name})`))],
  [
    'instances',
    ({ instances }) => new Map([...instances].map((uuid) => [uuid, new PythonObject(`Instance(${uuid})`)])),
  ],
  ['numa_topology', ({ numaTopology }) => (numaTopology === null ? null : new PythonObject('NUMATopology(cells)'))],
  ['pci_stats', ({ pciPools }) => (pciPools === null ? null : new PythonObject('PciDeviceStats(pools)'))],
  ['limits', () => new Map()],
  ['updated', () => null],
  ...['update', 'consume_from_request', '_update_from_compute_node', '_locked_consume_from_request'].map(
    (name): [string, Read] => [name, (host) => new PythonObject(`<bound method HostState.${name} of (${host.host}>`)],
  ),
]);

/** An attribute of a host by Nova's name; `undefined` when a host has none of that name. */
export function hostAttribute(host: HostState, name: string): PythonValue | undefined {
  return attributes.get(name)?.(host);
}

/** Bits of a physical address on the host's CPU, which libvirt's driver reports since 29; `undefined` when it does not. */
export function physicalAddressBits(host: HostState): number | undefined {
  const info = host.cpuInfo === undefined ? undefined : readJson(host.cpuInfo);
  const address = info instanceof Map ? (info as PythonDict).get('maxphysaddr') : undefined;
  const bits = address instanceof Map ? (address as PythonDict).get('bits') : undefined;
  return typeof bits === 'number' ? bits : undefined;
}

/** Text that a host reports as JSON; null when it is not. */
export function readJson(text: string): PythonValue {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}

/** A free key of the compute driver's stats; `undefined` when there is none. */
export function hostStat(host: HostState, name: string): string | null | undefined {
  return Object.hasOwn(host.stats, name) ? host.stats[name] : undefined;
}

function statsDict({ stats }: HostState): PythonDict {
  return new Map(Object.entries(stats));
}

function serviceObject({ host, service }: HostState): PythonObject {
  const entries = new Map<string, PythonValue>([
    ['host', host],
    ['binary', 'nova-compute'],
    ['disabled', service.disabled],
    ['disabled_reason', service.disabledReason],
    ['forced_down', service.forcedDown],
  ]);
  return new PythonObject('service', entries);
}
