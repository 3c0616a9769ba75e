import type { AggregateSpec, HostSpec } from '../run/run-input.ts';
import type { ListedHost } from '../workload/read-hosts.ts';
import type { Amounts } from '../workload/load-target.ts';
import type { CloudConfig, PlacedConfig } from './cloud-schema.ts';
import { selectHosts } from './select-hosts.ts';

/** The hosts of a cloud: the groups in order, then the list. `listed` is what the host file holds. */
export function buildHosts(cloud: CloudConfig, listed: readonly ListedHost[]): HostSpec[] {
  const grouped = cloud.hosts.flatMap((group) =>
    Array.from({ length: group.count }, (_, i) => {
      const { vcpus, ram: ramMib, disk: diskGib, kind, traits, inventories, metrics } = group;
      const name = (group.name ?? `${kind}-{n}`).replace('{n}', numbered(i, group.count));
      return { name, kind, vcpus, ramMib, diskGib, traits, inventories, metrics, ...placedIn(cloud, group, kind, i) };
    }),
  );
  return [...grouped, ...fromList(cloud, listed)];
}

function fromList(cloud: CloudConfig, listed: readonly ListedHost[]): HostSpec[] {
  const { hostFile } = cloud;
  if (hostFile === undefined || listed.length === 0) return [];
  return Array.from({ length: hostFile.count ?? listed.length }, (_, i) => {
    const host = listed[i % listed.length]!;
    const round = Math.floor(i / listed.length);
    const place = placedIn(cloud, hostFile, 'list', i);
    return {
      ...host,
      ...place,
      name: round === 0 ? host.name : `${host.name}-${round + 1}`,
      diskGib: host.diskGib ?? hostFile.disk,
      zone: host.zone || place.zone,
      rack: host.rack || place.rack,
      metrics: {},
    };
  });
}

/** What a group or a list says of the hosts in it besides their hardware. */
function placedIn(cloud: CloudConfig, place: PlacedConfig, kind: string, index: number) {
  const rackIndex = place.hostsPerRack === undefined ? index : Math.floor(index / place.hostsPerRack);
  return {
    reservedVcpus: place.reserved?.vcpus ?? cloud.reserved.vcpus,
    reservedRamMib: place.reserved?.ram ?? cloud.reserved.ram,
    reservedDiskGib: place.reserved?.disk ?? cloud.reserved.disk,
    cpuAllocationRatio: place.ratios?.cpu ?? cloud.ratios.cpu,
    ramAllocationRatio: place.ratios?.ram ?? cloud.ratios.ram,
    diskAllocationRatio: place.ratios?.disk ?? cloud.ratios.disk,
    zone: place.zones === undefined ? '' : place.zones[rackIndex % place.zones.length]!,
    rack: place.hostsPerRack === undefined ? '' : `${kind}-rack-${rackIndex + 1}`,
    hypervisorType: place.hypervisor.type,
    hypervisorVersion: versionNumber(place.hypervisor.version),
    architecture: place.hypervisor.architecture,
  };
}

/** Padded with zeros, so that names sort as numbers. */
function numbered(index: number, count: number): string {
  return String(index + 1).padStart(String(count).length, '0');
}

/** libvirt's way to write a version as one number: 8.2.2 is 8002002. */
function versionNumber(version: string): number {
  const [major = 0, minor = 0, micro = 0] = version.split('.').map(Number);
  return major * 1_000_000 + minor * 1000 + micro;
}

export function buildAggregates(cloud: CloudConfig, hosts: readonly HostSpec[]): AggregateSpec[] {
  return cloud.aggregates.map(({ name, hosts: selector, metadata }) => ({
    name,
    hosts: selectHosts(hosts, selector).map((index) => hosts[index]!.name),
    metadata,
  }));
}

/** What instances can be given in all, after reservations and ratios. */
export function cloudCapacity(hosts: readonly HostSpec[]): Amounts {
  const sum = (amount: (host: HostSpec) => number) => hosts.reduce((total, host) => total + amount(host), 0);
  return {
    vcpus: sum((host) => (host.vcpus - host.reservedVcpus) * host.cpuAllocationRatio),
    ramMib: sum((host) => (host.ramMib - host.reservedRamMib) * host.ramAllocationRatio),
    diskGib: sum((host) => (host.diskGib - host.reservedDiskGib) * host.diskAllocationRatio),
  };
}
