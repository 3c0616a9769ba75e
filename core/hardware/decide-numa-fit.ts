import type { Flavor } from '../model/flavor.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { numaConstraints } from './constraints/numa-constraints.ts';
import { applyUsage } from './fit/apply-usage.ts';
import { fitToHost, type FitOptions } from './fit/fit-to-host.ts';
import { HardwareError } from './hardware-error.ts';
import type { NumaFitCase, NumaFitFlavor } from './numa-fit-case.ts';
import { pciPoolsOf, pciRequestsOf } from './pci/pci-json.ts';
import { freePcpus, type HostTopology } from './topology/host-topology.ts';
import type { InstanceTopology } from './topology/instance-topology.ts';
import {
  hostTopology,
  hostTopologyJson,
  instanceTopology,
  instanceTopologyJson,
  numaLimits,
  type HostTopologyJson,
  type InstanceTopologyJson,
} from './topology/topology-json.ts';

export interface NumaFitResult {
  readonly id: unknown;
  readonly mode: 'numa_fit';
  /** What the guest asks for; null when it asks for no topology. */
  readonly instance_topology: InstanceTopologyJson | null;
  /** The guest on the host; null when it does not fit. */
  readonly fitted: InstanceTopologyJson | null;
  /** Whether the host can honour the fit: different cells, and pins that are free there. */
  readonly consistent: boolean | null;
  readonly host_after: HostTopologyJson | null;
  readonly error: NumaFitError | null;
}

export interface NumaFitError {
  /** Class of Nova's exception. */
  readonly type: string;
  /** Ours, and finer; options and image properties have none. */
  readonly code: string | null;
  readonly message: string;
  readonly stage: 'config' | 'constraints' | 'fit' | 'usage';
}

/**
 * Fits one guest to one host and reports each step; what breaks one of Nova's rules is part of the
 * result. Check a case that comes from outside with `numaFitCaseSchema` first.
 */
export function decideNumaFit(given: NumaFitCase): NumaFitResult {
  let result: NumaFitResult = {
    id: given.id ?? null,
    mode: 'numa_fit',
    instance_topology: null,
    fitted: null,
    consistent: null,
    host_after: null,
    error: null,
  };
  let stage: NumaFitError['stage'] = 'config';
  try {
    const packHostCells = packsHostCells(given);
    stage = 'constraints';
    const asked = given.instance_topology ? instanceTopology(given.instance_topology) : constraintsOf(given);
    result = { ...result, instance_topology: asked && instanceTopologyJson(asked) };
    stage = 'fit';
    const host = given.host_topology ? hostTopology(given.host_topology, 'reported') : null;
    const fitted = fitToHost(host, asked, fitOptions(given, packHostCells));
    if (!host || !fitted) return result;
    result = { ...result, fitted: instanceTopologyJson(fitted), consistent: isConsistent(host, fitted) };
    stage = 'usage';
    return { ...result, host_after: hostTopologyJson(applyUsage(host, fitted, 'add')) };
  } catch (error) {
    if (!(error instanceof HardwareError || error instanceof RequestError)) throw error;
    const code = error instanceof HardwareError ? error.code : null;
    return { ...result, error: { type: error.type, code, message: error.message, stage } };
  }
}

function constraintsOf(given: NumaFitCase): InstanceTopology | null {
  return numaConstraints(flavorOf(given.flavor ?? {}), { properties: given.image?.properties ?? {} });
}

/** Only what shapes the topology is read. */
function flavorOf({ vcpus = 1, memory_mb: ramMib = 512, extra_specs: extraSpecs = {} }: NumaFitFlavor): Flavor {
  return { id: '1', name: 'm1.small', vcpus, ramMib, rootGib: 1, ephemeralGib: 0, swapMib: 0, extraSpecs };
}

function packsHostCells({ config }: NumaFitCase): boolean {
  const { compute } = resolveOptions({ nova: '26', compute: config?.['compute'] ?? {} });
  return compute.packing_host_numa_cells_allocation_strategy;
}

function fitOptions(given: NumaFitCase, packHostCells: boolean): FitOptions {
  return {
    packHostCells,
    limits: given.limits ? numaLimits(given.limits) : null,
    pciPools: given.pci_device_pools ? pciPoolsOf(given.pci_device_pools) : null,
    pciRequests: given.pci_requests ? pciRequestsOf(given.pci_requests) : null,
  };
}

/** Nova's fit may mistake one pair of cells for another (see `fitToHost`); this tells. */
function isConsistent(host: HostTopology, fitted: InstanceTopology): boolean {
  const ids = new Set(fitted.cells.map((cell) => cell.id));
  if (ids.size !== fitted.cells.length) return false;
  return fitted.cells.every((cell) => {
    const hostCell = host.cells.find((known) => known.id === cell.id);
    const pins = new Set(cell.cpuPinning?.values());
    const free = hostCell ? freePcpus(hostCell) : new Set();
    return pins.size === cell.pcpuset.size && [...pins].every((cpu) => free.has(cpu));
  });
}
