import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyUsage,
  explainMisfit,
  fitToHost,
  HardwareError,
  hostTopology,
  hostTopologyJson,
  misfitCodes,
  numaConstraints,
  numaLimits,
  pciPoolsOf,
  pciRequestsOf,
  supportsRequests,
  type FitOptions,
  type HostTopology,
  type InstanceTopology,
  type NumaFitCase,
} from '../../../../core/index.ts';
import { numaFitCases } from '../numa-case-arbitraries.ts';

interface Fit {
  readonly host: HostTopology;
  readonly guest: InstanceTopology;
  readonly options: FitOptions;
  readonly fitted: InstanceTopology | null;
}

/** The fit of a case; undefined where the case breaks one of Nova's rules. */
function fitOf(given: NumaFitCase): Fit | undefined {
  const host = hostTopology(given.host_topology!);
  const options: FitOptions = {
    limits: given.limits ? numaLimits(given.limits) : null,
    pciPools: given.pci_device_pools ? pciPoolsOf(given.pci_device_pools) : null,
    pciRequests: given.pci_requests ? pciRequestsOf(given.pci_requests) : null,
  };
  const { vcpus = 1, memory_mb: ramMib = 0, extra_specs: extraSpecs = {} } = given.flavor ?? {};
  const flavor = { id: '1', name: 'f', vcpus, ramMib, rootGib: 0, ephemeralGib: 0, swapMib: 0, extraSpecs };
  try {
    const guest = numaConstraints(flavor, null);
    return guest ? { host, guest, options, fitted: fitToHost(host, guest, options) } : undefined;
  } catch (error) {
    if (error instanceof HardwareError) return undefined;
    throw error;
  }
}

/** Runs a law over random cases: `law` answers false for a case that it does not speak of. */
function holdsForAll(law: (fit: Fit) => boolean, numRuns = 600): void {
  let spoken = 0;
  fc.assert(
    fc.property(numaFitCases(), (given) => {
      const fit = fitOf(given);
      if (fit && law(fit)) spoken += 1;
    }),
    { numRuns },
  );
  expect(spoken).toBeGreaterThan(5);
}

describe('every fit', () => {
  it('leaves host and guest as they were', () => {
    holdsForAll(({ host, guest, options }) => {
      const before = structuredClone({ host, guest, options });
      const fitted = fitToHost(host, guest, options);
      if (fitted) changed(host, fitted, 'add');
      expect({ host, guest, options }).toEqual(before);
      return true;
    });
  });

  it('is the same when asked again', () => {
    holdsForAll(({ host, guest, options, fitted }) => {
      expect(fitToHost(host, guest, options)).toEqual(fitted);
      return fitted !== null;
    });
  });

  it('gives a guest of one cell only what is free in one host cell', () => {
    holdsForAll(({ host, fitted }) => {
      if (fitted?.cells.length !== 1) return false;
      const [guest] = fitted.cells;
      const cell = host.cells.find((known) => known.id === guest!.id)!;
      const pins = [...(guest!.cpuPinning?.values() ?? []), ...(guest!.cpusetReserved ?? [])];
      expect(new Set(pins).size).toBe(pins.length);
      for (const cpu of pins) expect(cell.pcpuset.has(cpu) && !cell.pinnedCpus.has(cpu)).toBe(true);
      expect([...(guest!.cpuPinning?.keys() ?? [])]).toEqual([...guest!.pcpuset]);
      expect(guest!.memoryMib).toBeLessThanOrEqual(cell.memoryMib);
      return true;
    });
  });

  it('keeps a guest of one cell within the limits of the host cell', () => {
    holdsForAll(({ host, fitted, options }) => {
      const guest = fitted?.cells[0];
      if (fitted?.cells.length !== 1 || !guest || !options.limits || guest.cpuPolicy === 'dedicated') return false;
      const cell = host.cells.find((known) => known.id === guest.id)!;
      const { cpuAllocationRatio, ramAllocationRatio } = options.limits;
      expect(cell.cpuUsage + guest.cpuset.size).toBeLessThanOrEqual(cell.cpuset.size * cpuAllocationRatio);
      expect(cell.memoryUsageMib + guest.memoryMib).toBeLessThanOrEqual(cell.memoryMib * ramAllocationRatio);
      return true;
    });
  });

  it('finds its PCI devices near enough', () => {
    holdsForAll(({ host, fitted, options: { pciPools, pciRequests } }) => {
      if (!fitted || !pciPools || !pciRequests?.length) return false;
      expect(supportsRequests(pciPools, pciRequests, fitted.cells, host)).toBe(true);
      return true;
    }, 2000);
  });

  it('stays possible for a guest of one cell when the host is emptied', () => {
    holdsForAll(({ host, guest, options, fitted }) => {
      if (fitted?.cells.length !== 1) return false;
      expect(fitToHost(emptied(host), guest, options)).not.toBeNull();
      return true;
    });
  });
});

describe('usage', () => {
  it('is as before when a guest was added and freed', () => {
    holdsForAll(({ host, fitted }) => {
      const added = fitted && changed(host, fitted, 'add');
      if (!added) return false;
      expect(hostTopologyJson(applyUsage(added, fitted, 'free'))).toEqual(hostTopologyJson(host));
      return true;
    });
  });

  it('grows by the memory and the shared vCPUs of the guest', () => {
    holdsForAll(({ host, guest, fitted }) => {
      const added = fitted && changed(host, fitted, 'add');
      if (!added || new Set(fitted.cells.map((cell) => cell.id)).size < fitted.cells.length) return false;
      const sum = (topology: HostTopology, field: 'memoryUsageMib' | 'cpuUsage'): number =>
        topology.cells.reduce((total, cell) => total + cell[field], 0);
      const memoryMib = guest.cells.reduce((total, cell) => total + cell.memoryMib, 0);
      const shared = guest.cells.reduce((total, cell) => total + cell.cpuset.size, 0);
      expect(sum(added, 'memoryUsageMib') - sum(host, 'memoryUsageMib')).toBe(memoryMib);
      expect(sum(added, 'cpuUsage') - sum(host, 'cpuUsage')).toBe(shared);
      return true;
    });
  });

  it('never pins a host CPU that another guest has', () => {
    holdsForAll(({ host, fitted }) => {
      const added = fitted && changed(host, fitted, 'add');
      if (!added) return false;
      for (const [index, cell] of added.cells.entries()) {
        for (const cpu of host.cells[index]!.pinnedCpus) expect(cell.pinnedCpus.has(cpu)).toBe(true);
        for (const cpu of cell.pinnedCpus) expect(cell.pcpuset.has(cpu)).toBe(true);
      }
      return true;
    });
  });
});

describe('the reason of a misfit', () => {
  it('is true of the guest cell, the devices or the networks that it names', () => {
    holdsForAll(({ host, guest, options, fitted }) => {
      if (fitted) return false;
      const { code, needed, had } = explainMisfit(host, guest, options);
      expect(needed && had).not.toBe('');
      if (code === 'numa-too-few-cells') expect(host.cells.length).toBeLessThan(guest.cells.length);
      else if (code === 'numa-pci-affinity') expect(fitsWithoutNetworks(null)).toBe(true);
      else if (code === 'numa-network-affinity') expect(fitsWithoutNetworks(options.pciRequests)).toBe(true);
      else if (code !== 'numa-cells-together') expect(guest.cells.some((cell) => fitsNowhere(cell))).toBe(true);
      return true;

      function fitsWithoutNetworks(pciRequests: FitOptions['pciRequests']): boolean {
        const limits = options.limits ? { ...options.limits, networkMetadata: undefined } : null;
        return fitToHost(host, guest, { ...options, limits, pciRequests }) !== null;
      }

      function fitsNowhere(cell: InstanceTopology['cells'][number]): boolean {
        const alone: InstanceTopology = {
          cells: [cell],
          emulatorThreadsPolicy: cell.id === 0 ? guest.emulatorThreadsPolicy : null,
        };
        return host.cells.every((one) => fitToHost({ cells: [one] }, alone, { limits: options.limits }) === null);
      }
    });
  });

  it('is found for guests of each kind', () => {
    const codes = new Set<string>();
    for (const given of fc.sample(numaFitCases(), { numRuns: 3000, seed: 7 })) {
      const fit = fitOf(given);
      if (fit && !fit.fitted) codes.add(explainMisfit(fit.host, fit.guest, fit.options).code);
    }
    expect(codes).toEqual(new Set(misfitCodes.filter((code) => code !== 'numa-no-topology')));
  });
});

/**
 * undefined where Nova fails too: on a host that lists no page sizes, and for a guest of several
 * cells of which one was mistaken for another.
 */
function changed(host: HostTopology, fitted: InstanceTopology, change: 'add' | 'free'): HostTopology | undefined {
  try {
    return applyUsage(host, fitted, change);
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error;
    if (fitted.cells.length === 1) expect(error.code).toBe('host-without-page-sizes');
    return undefined;
  }
}

function emptied(host: HostTopology): HostTopology {
  return {
    cells: host.cells.map((cell) => ({
      ...cell,
      pinnedCpus: new Set<number>(),
      cpuUsage: 0,
      memoryUsageMib: 0,
      mempages: cell.mempages.map((pages) => ({ ...pages, used: 0 })),
    })),
  };
}
