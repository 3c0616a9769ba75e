import type { PciPool } from '../pci/pci-pool.ts';
import type { PciRequest } from '../pci/pci-request.ts';
import { supportsRequests } from '../pci/apply-requests.ts';
import type { HostCell, HostTopology } from '../topology/host-topology.ts';
import type { EmulatorThreadsPolicy, InstanceTopology } from '../topology/instance-topology.ts';
import type { NumaLimits } from '../topology/numa-limits.ts';
import { fitCell } from './fit-cell.ts';
import { fittingCell, type FittingCell } from './fitting-cell.ts';
import { supportsNetworks } from './network-affinity.ts';
import { orderHostCells } from './order-host-cells.ts';
import { permutations } from './permutations.ts';

export interface FitOptions {
  /** null: shared vCPUs and memory are only held against the size of a cell. */
  readonly limits?: NumaLimits | null | undefined;
  readonly pciRequests?: readonly PciRequest[] | null | undefined;
  /** In the order of `pciPools`; null or absent when the host tells nothing of PCI devices. */
  readonly pciPools?: readonly PciPool[] | null | undefined;
  /** Nova: `[compute] packing_host_numa_cells_allocation_strategy`; default false. */
  readonly packHostCells?: boolean | undefined;
}

/**
 * Fits the NUMA cells of a guest to different cells of a host, with CPU pins, page sizes, PCI
 * devices and networks. Nova: `numa_fit_instance_to_host`.
 *
 * @returns the guest's topology with host cell ids, pins and page sizes; null when it does not fit
 * @throws HardwareError `host-without-siblings` when pinning meets a host cell that lists no cores
 */
export function fitToHost(
  host: HostTopology | null,
  instance: InstanceTopology | null,
  options: FitOptions = {},
): InstanceTopology | null {
  if (!host || !instance) return null;
  const { emulatorThreadsPolicy } = instance;
  const guests = instance.cells.map(fittingCell);
  return fitGuests(host, guests, emulatorThreadsPolicy, options) ? { cells: guests, emulatorThreadsPolicy } : null;
}

/**
 * Fits guest cells, and leaves in them what Nova leaves in its own, also when they do not fit.
 *
 * @throws HardwareError `host-without-siblings`
 */
export function fitGuests(
  host: HostTopology,
  guests: readonly FittingCell[],
  emulatorThreadsPolicy: EmulatorThreadsPolicy | null,
  options: FitOptions,
): boolean {
  if (guests.length === 0 || host.cells.length < guests.length) return false;
  const attempt: Attempt = {
    guests,
    limits: options.limits ?? null,
    isolateEmulatorThreads: emulatorThreadsPolicy === 'isolate',
    fits: new Set(),
    misfits: new Set(),
  };
  const networks = options.limits?.networkMetadata;
  for (const chosen of permutations(cellsToTry(host, guests, options), guests.length)) {
    if (!fitCells(chosen, attempt) || !supportsDevices(host, guests, options)) continue;
    if (!networks || supportsNetworks(host.cells, chosen, networks)) return true;
  }
  return false;
}

interface Attempt {
  readonly guests: readonly FittingCell[];
  readonly limits: NumaLimits | null;
  readonly isolateEmulatorThreads: boolean;
  /** Pairs "host cell id, guest cell id" that were found to fit, and not to fit. */
  readonly fits: Set<string>;
  readonly misfits: Set<string>;
}

/** Cells in the order to try; a guest with as many cells as the host uses all, so order is idle. */
function cellsToTry(host: HostTopology, guests: readonly FittingCell[], options: FitOptions): readonly HostCell[] {
  if (host.cells.length === guests.length) return host.cells;
  return orderHostCells(host.cells, {
    cpuPolicy: guests[0]?.cpuPolicy ?? null,
    pack: options.packHostCells ?? false,
    pciPools: options.pciPools ?? null,
    wantsPci: (options.pciRequests?.length ?? 0) > 0,
  });
}

/**
 * Fits each guest cell to the host cell at its position.
 *
 * Nova remembers pairs by the ids of the two cells, and a guest cell takes the id of each host cell
 * it fits; so a pair can be mistaken for another, and a cell be taken to fit that was never tried.
 * Real clouds run with that, so it is kept.
 */
function fitCells(chosen: readonly HostCell[], attempt: Attempt): boolean {
  for (const [position, host] of chosen.entries()) {
    const guest = attempt.guests[position];
    if (guest === undefined) return false;
    const pair = `${host.id},${guest.id}`;
    if (attempt.misfits.has(pair)) return false;
    if (attempt.fits.has(pair)) {
      guest.id = host.id;
      continue;
    }
    // The emulator threads always belong to the guest's first cell.
    const reservedCount = attempt.isolateEmulatorThreads && position === 0 ? 1 : 0;
    if (fitCell(host, guest, attempt.limits, reservedCount) !== null) {
      attempt.misfits.add(pair);
      return false;
    }
    attempt.fits.add(pair);
  }
  return true;
}

function supportsDevices(host: HostTopology, guests: readonly FittingCell[], options: FitOptions): boolean {
  const { pciRequests, pciPools } = options;
  if (!pciRequests || pciRequests.length === 0 || !pciPools) return true;
  return supportsRequests(pciPools, pciRequests, guests, host);
}
