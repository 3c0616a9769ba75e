import { applyUsage } from './fit/apply-usage.ts';
import { fitGuests } from './fit/fit-to-host.ts';
import { fittingCell } from './fit/fitting-cell.ts';
import { HardwareError } from './hardware-error.ts';
import { applyRequests } from './pci/apply-requests.ts';
import type { PciPool } from './pci/pci-pool.ts';
import type { PciRequest } from './pci/pci-request.ts';
import type { HostTopology } from './topology/host-topology.ts';
import type { InstanceTopology } from './topology/instance-topology.ts';
import type { NumaLimits } from './topology/numa-limits.ts';

/** The hardware of a host that guests use up. */
export interface HostHardware {
  readonly numaTopology: HostTopology | null;
  /** null when the host tells nothing of PCI devices. */
  readonly pciPools: readonly PciPool[] | null;
}

/** The hardware that a request asks for. */
export interface RequestedHardware {
  readonly numaTopology: InstanceTopology | null;
  readonly pciRequests: readonly PciRequest[] | null;
}

export interface ConsumeOptions {
  /** What the NUMATopologyFilter allowed this host to be used for; null when it did not run. */
  readonly limits: NumaLimits | null;
  readonly packHostCells?: boolean | undefined;
}

export interface ConsumedHardware {
  readonly host: HostHardware;
  /** What later instances of the same request ask for: Nova goes on with the fitted topology. */
  readonly numaTopology: InstanceTopology | null;
  /** Why Nova gave up halfway (it logs this, and goes on with what was consumed so far). */
  readonly failure: HardwareError | 'pci-request' | null;
}

/**
 * Takes a request's hardware from a host that was selected, as the scheduler does between the
 * instances of one request. Nova: `HostState._locked_consume_from_request`.
 */
export function consumeHardware(
  host: HostHardware,
  request: RequestedHardware,
  options: ConsumeOptions,
): ConsumedHardware {
  const pciRequests = host.pciPools && request.pciRequests?.length ? request.pciRequests : null;
  let { numaTopology, pciPools } = host;
  let fitted = request.numaTopology;
  try {
    if (numaTopology && fitted) {
      const { emulatorThreadsPolicy } = fitted;
      const guests = fitted.cells.map(fittingCell);
      fitted = { cells: guests, emulatorThreadsPolicy };
      const fits = fitGuests(numaTopology, guests, emulatorThreadsPolicy, { ...options, pciRequests, pciPools });
      if (!fits) fitted = null;
      numaTopology = applyUsage(numaTopology, fitted, 'add');
    }
    if (!pciRequests || !pciPools) return { host: { numaTopology, pciPools }, numaTopology: fitted, failure: null };
    const applied = applyRequests(pciPools, pciRequests, fitted?.cells ?? null, numaTopology);
    pciPools = applied.pools;
    const failure = applied.served ? null : 'pci-request';
    return { host: { numaTopology, pciPools }, numaTopology: fitted, failure };
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error;
    return { host: { numaTopology, pciPools }, numaTopology: fitted, failure: error };
  }
}
