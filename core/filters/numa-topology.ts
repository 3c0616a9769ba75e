import { numaConstraints } from '../hardware/constraints/numa-constraints.ts';
import { explainMisfit, misfitCodes } from '../hardware/fit/explain-misfit.ts';
import { fitToHost } from '../hardware/fit/fit-to-host.ts';
import { satisfiesThreadPolicy } from '../hardware/fit/satisfies-thread-policy.ts';
import type { InstanceTopology } from '../hardware/topology/instance-topology.ts';
import type { NumaLimits } from '../hardware/topology/numa-limits.ts';
import type { Flavor } from '../model/flavor.ts';
import type { HostState } from '../model/host-state.ts';
import type { Image } from '../model/image.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { defineFilter, type Rejection } from './define-filter.ts';

/** Passes hosts whose NUMA cells can hold the guest's. Nova: `NUMATopologyFilter`. */
export const numaTopologyFilter = defineFilter({
  name: 'NUMATopologyFilter',
  summary: "Passes hosts whose NUMA cells can hold the cells, pins, pages and PCI devices of the request's topology.",
  nova: { source: 'nova/scheduler/filters/numa_topology_filter.py' },
  options: ['[compute] packing_host_numa_cells_allocation_strategy'],
  codes: ['numa-no-hyperthreads', ...misfitCodes],
  reads: ['numaTopology', 'pciPools', 'cpuAllocationRatio', 'ramAllocationRatio'],
  bind(request, { options }) {
    if (request.image === null && request.bootFromVolume !== true) {
      throw new RequestError('AttributeError', 'the request has no image, whose properties are to be read');
    }
    const topology = requestedTopology(request);
    const { flavor, image } = request;
    if (topology === null && satisfiesAnyThreadPolicy(request)) return undefined;
    const packHostCells = options.compute.packing_host_numa_cells_allocation_strategy;
    return {
      passes: (host) =>
        satisfiesThreadPolicy(host.numaTopology, flavor, image) && fits(host, request, topology, packHostCells),
      explain: (host) => explain(host, request, packHostCells),
    };
  },
});

const derivedTopologies = new WeakMap<Flavor, WeakMap<Image, InstanceTopology | null>>();
const NO_IMAGE: Image = { properties: {} };

/**
 * The topology that a request brings, or else the one that its flavor and image ask for.
 * Throws HardwareError for a flavor or image that breaks a rule.
 */
export function requestedTopology({ numaTopology, flavor, image }: RequestSpec): InstanceTopology | null {
  if (numaTopology !== undefined) return numaTopology;
  let byImage = derivedTopologies.get(flavor);
  if (byImage === undefined) derivedTopologies.set(flavor, (byImage = new WeakMap()));
  const key = image ?? NO_IMAGE;
  let derived = byImage.get(key);
  if (derived === undefined) byImage.set(key, (derived = numaConstraints(flavor, key)));
  return derived;
}

/** What a host that passed may be used for. Nova keeps it with the host, for the consumption. */
export function numaLimitsOf(host: HostState, { networkMetadata }: RequestSpec): NumaLimits {
  const { cpuAllocationRatio, ramAllocationRatio } = host;
  return { cpuAllocationRatio, ramAllocationRatio, networkMetadata };
}

/** Without a topology only the wish for hyperthreads is left to look at, and few requests have it. */
function satisfiesAnyThreadPolicy({ flavor, image }: RequestSpec): boolean {
  return (
    flavor.extraSpecs['hw:cpu_thread_policy'] !== 'require' && image?.properties['hw_cpu_thread_policy'] !== 'require'
  );
}

function fits(
  host: HostState,
  request: RequestSpec,
  topology: InstanceTopology | null,
  packHostCells: boolean,
): boolean {
  if (topology === null) return true;
  const { numaTopology, pciPools } = host;
  if (numaTopology === null) return false;
  const { pciRequests } = request;
  const limits = numaLimitsOf(host, request);
  return fitToHost(numaTopology, topology, { limits, pciRequests, pciPools, packHostCells }) !== null;
}

function explain(host: HostState, request: RequestSpec, packHostCells: boolean): Rejection {
  const { numaTopology, pciPools } = host;
  if (!satisfiesThreadPolicy(numaTopology, request.flavor, request.image)) {
    return { code: 'numa-no-hyperthreads', needed: 'hyperthreads (CPU thread policy require)', had: 'none' };
  }
  const { pciRequests } = request;
  const limits = numaLimitsOf(host, request);
  return explainMisfit(numaTopology, requestedTopology(request)!, { limits, pciRequests, pciPools, packHostCells });
}
