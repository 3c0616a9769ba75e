import { pciPoolsOf } from '../hardware/pci/pci-json.ts';
import { hostTopology } from '../hardware/topology/topology-json.ts';
import type { Aggregate } from '../model/aggregate.ts';
import { canonicalArchitecture, canonicalHypervisorType, canonicalVmMode } from '../model/canonical-names.ts';
import { CloudState } from '../model/cloud-state.ts';
import { HostState, type ServiceState, type SupportedInstance } from '../model/host-state.ts';
import { pythonJsonText } from '../python/json-text.ts';
import { parseIntegerText } from '../python/number.ts';
import { pythonText } from '../python/text.ts';
import type { PythonValue } from '../python/value.ts';
import { RequestError } from '../scheduler/request-error.ts';
import type { CaseHost, ScheduleCase } from './case-schema.ts';
import { secondsOf } from './case-time.ts';

const DEFAULT_CELL = '00000000-0000-0000-0000-00000000ce11';

/** The cloud of a case. Throws RequestError (`place.stage` `build`) where Nova cannot read a host. */
export function buildCaseCloud(given: ScheduleCase): CloudState {
  const hosts = given.hosts.map(buildHost);
  return new CloudState({ hosts, aggregates: (given.aggregates ?? []).map(buildAggregate) });
}

function buildAggregate(given: NonNullable<ScheduleCase['aggregates']>[number]): Aggregate {
  return {
    id: given.id,
    uuid: given.uuid ?? `aggregate-${given.id}`,
    name: given.name ?? `agg${given.id}`,
    hosts: new Set(given.hosts),
    metadata: textValues(given.metadata),
  };
}

function buildHost(given: CaseHost, index: number): HostState {
  const host = new HostState(index, given.uuid, given.host, given.hypervisor_hostname);
  host.cellUuid = given.cell_uuid ?? DEFAULT_CELL;
  host.hostIp = given.host_ip ?? '192.0.2.1';
  host.vcpusTotal = Math.trunc(given.vcpus);
  host.vcpusUsed = Math.trunc(given.vcpus_used ?? 0);
  host.ramTotalMib = Math.trunc(given.memory_mb);
  host.ramFreeMib = Math.trunc(given.free_ram_mb ?? given.memory_mb - (given.memory_mb_used ?? 0));
  host.diskTotalGib = Math.trunc(given.local_gb);
  host.diskUsedMib = Math.trunc(given.local_gb_used ?? 0) * 1024;
  host.diskFreeMib = freeDiskGib(given) * 1024;
  host.cpuAllocationRatio = given.cpu_allocation_ratio ?? 4;
  host.ramAllocationRatio = given.ram_allocation_ratio ?? 1;
  host.diskAllocationRatio = given.disk_allocation_ratio ?? 1;
  host.hypervisorType = given.hypervisor_type ?? 'QEMU';
  host.hypervisorVersion = given.hypervisor_version ?? 7_002_000;
  host.cpuInfo = cpuInfo(given.cpu_info as PythonValue | undefined);
  host.supportedInstances = (given.supported_hv_specs ?? []).map(supportedInstance);
  readStats(host, given);
  host.metrics = readMetrics(given);
  host.numaTopology = given.numa_topology?.cells.length ? hostTopology(given.numa_topology, 'stored') : null;
  host.pciPools = pciPoolsOf(given.pci_device_pools ?? []);
  for (const uuid of given.instances ?? []) host.instances.add(uuid);
  host.service = readService(given);
  return host;
}

/** The host's own measure counts when it is smaller than the database's. */
function freeDiskGib(given: CaseHost): number {
  const freeGib = Math.trunc(given.free_disk_gb ?? given.local_gb - (given.local_gb_used ?? 0));
  const leastGib = given.disk_available_least ?? freeGib;
  return Math.min(Math.trunc(leastGib), freeGib);
}

function cpuInfo(given: PythonValue | undefined): string | undefined {
  if (given === undefined || given === null) return undefined;
  return typeof given === 'string' ? given : pythonJsonText(given);
}

function supportedInstance(names: readonly string[]): SupportedInstance {
  try {
    return [canonicalArchitecture(names[0]), canonicalHypervisorType(names[1]), canonicalVmMode(names[2])].map(
      (name) => name ?? null,
    );
  } catch (error) {
    if (error instanceof RequestError) throw unreadable(`supported_hv_specs: ${error.message}`);
    throw error;
  }
}

function readStats(host: HostState, { stats, hypervisor_hostname }: CaseHost): void {
  host.stats = textValues(stats);
  const count = (name: string): number => {
    const value = host.stats[name];
    const number = value === undefined ? 0 : parseIntegerText(value ?? '');
    if (number === undefined) throw unreadable(`${hypervisor_hostname}: stats.${name} is "${value}", no whole number`);
    return number;
  };
  host.numInstances = count('num_instances');
  host.numIoOps = count('io_workload');
  host.failedBuilds = count('failed_builds');
}

/** Metrics that are given as fractions and kept as whole percentages. Nova: `MonitorMetricList.from_json`. */
const PERCENTAGES = new Set([
  'cpu.user.percent',
  'cpu.kernel.percent',
  'cpu.idle.percent',
  'cpu.iowait.percent',
  'cpu.percent',
]);
const METRICS = new Set([
  ...PERCENTAGES,
  'cpu.frequency',
  'cpu.user.time',
  'cpu.kernel.time',
  'cpu.idle.time',
  'cpu.iowait.time',
  'numa.membw.max',
  'numa.membw.current',
]);

function readMetrics({ metrics }: CaseHost): ReadonlyMap<string, number> {
  const read = new Map<string, number>();
  for (const { name, value } of metrics ?? []) {
    if (!METRICS.has(name)) throw unreadable(`metric "${name}" is not one of ${[...METRICS].join(', ')}`);
    read.set(name, Math.trunc(PERCENTAGES.has(name) ? value * 100 : value));
  }
  return read;
}

function readService({ service }: CaseHost): ServiceState {
  return {
    disabled: service?.disabled ?? false,
    disabledReason: service?.disabled_reason ?? null,
    forcedDown: service?.forced_down ?? false,
    lastSeenSeconds: secondsOf(service?.last_seen_up ?? service?.created_at ?? undefined),
  };
}

/** Texts of free values; null stays null, as in Nova's nullable string maps, except in metadata. */
function textValues(values: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, pythonText(value as PythonValue)]),
  );
}

function unreadable(message: string): RequestError {
  return new RequestError('ValueError', message, { stage: 'build' });
}
