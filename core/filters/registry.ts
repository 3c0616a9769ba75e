import { UnknownNameError } from '../scheduler/registry-error.ts';
import { aggregateMultiTenancyIsolation } from './aggregate-multi-tenancy-isolation.ts';
import { aggregateImagePropertiesIsolation } from './aggregate-image-properties-isolation.ts';
import { aggregateInstanceExtraSpecsFilter } from './aggregate-instance-extra-specs.ts';
import { aggregateTypeAffinityFilter } from './aggregate-type-affinity.ts';
import { computeCapabilitiesFilter } from './compute-capabilities.ts';
import { differentHostFilter, sameHostFilter } from './same-host.ts';
import { imagePropertiesFilter } from './image-properties.ts';
import { isolatedHostsFilter } from './isolated-hosts.ts';
import { jsonFilter } from './json.ts';
import { metricsFilter } from './metrics.ts';
import { numaTopologyFilter } from './numa-topology.ts';
import { pciPassthroughFilter } from './pci-passthrough.ts';
import { simpleCidrAffinityFilter } from './simple-cidr-affinity.ts';
import { allHostsFilter } from './all-hosts.ts';
import { availabilityZoneFilter } from './availability-zone.ts';
import { computeFilter } from './compute.ts';
import { aggregateCoreFilter, coreFilter } from './core.ts';
import type { FilterDefinition } from './define-filter.ts';
import { aggregateDiskFilter, diskFilter } from './disk.ts';
import { aggregateIoOpsFilter, ioOpsFilter } from './io-ops.ts';
import { aggregateNumInstancesFilter, numInstancesFilter } from './num-instances.ts';
import { aggregateRamFilter, ramFilter } from './ram.ts';
import { retryFilter } from './retry.ts';
import { serverGroupAffinityFilter } from './server-group-affinity.ts';
import { serverGroupAntiAffinityFilter } from './server-group-anti-affinity.ts';

/** Every filter that comes with Astrolabe, by name. */
export const filterRegistry: ReadonlyMap<string, FilterDefinition> = new Map(
  [
    aggregateCoreFilter,
    aggregateDiskFilter,
    aggregateImagePropertiesIsolation,
    aggregateInstanceExtraSpecsFilter,
    aggregateIoOpsFilter,
    aggregateMultiTenancyIsolation,
    aggregateNumInstancesFilter,
    aggregateRamFilter,
    aggregateTypeAffinityFilter,
    allHostsFilter,
    availabilityZoneFilter,
    computeCapabilitiesFilter,
    computeFilter,
    coreFilter,
    differentHostFilter,
    diskFilter,
    imagePropertiesFilter,
    ioOpsFilter,
    isolatedHostsFilter,
    jsonFilter,
    metricsFilter,
    numInstancesFilter,
    numaTopologyFilter,
    pciPassthroughFilter,
    ramFilter,
    retryFilter,
    sameHostFilter,
    serverGroupAffinityFilter,
    serverGroupAntiAffinityFilter,
    simpleCidrAffinityFilter,
  ].map((filter) => [filter.name, filter]),
);

/**
 * The filters of these names, in order; people's own go before those of the registry.
 * Throws UnknownNameError with the nearest name.
 */
export function findFilters(
  names: readonly string[],
  own: readonly FilterDefinition[] = [],
): readonly FilterDefinition[] {
  return names.map((name) => findFilter(name, own));
}

function findFilter(name: string, own: readonly FilterDefinition[]): FilterDefinition {
  const isCalled = (filter: FilterDefinition) => filter.name === name || filter.aliases?.includes(name) === true;
  const found = own.find(isCalled) ?? filterRegistry.get(name) ?? [...filterRegistry.values()].find(isCalled);
  if (found !== undefined) return found;
  const known = [...own, ...filterRegistry.values()].flatMap((filter) => [filter.name, ...(filter.aliases ?? [])]);
  throw new UnknownNameError('SchedulerHostFilterNotFound', 'filter', name, known);
}
