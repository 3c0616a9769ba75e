import {
  availableMemoryMib,
  freePcpuCount,
  freeSiblings,
  type HostCell,
  type HostTopology,
} from '../topology/host-topology.ts';
import {
  PAGE_SIZE_ANY,
  PAGE_SIZE_LARGE,
  PAGE_SIZE_SMALL,
  pinsCpus,
  type InstanceCell,
  type InstanceTopology,
} from '../topology/instance-topology.ts';
import type { NumaLimits } from '../topology/numa-limits.ts';
import { cellMisfits, type CellMisfit } from './cell-misfit.ts';
import { fitCell } from './fit-cell.ts';
import { freePages } from './fit-pages.ts';
import { fitToHost, type FitOptions } from './fit-to-host.ts';
import { fittingCell } from './fitting-cell.ts';

/** Every code that `explainMisfit` can answer. */
export const misfitCodes = [
  'numa-no-topology',
  'numa-too-few-cells',
  ...cellMisfits,
  'numa-cells-together',
  'numa-pci-affinity',
  'numa-network-affinity',
] as const;

/** Why a guest does not fit a host; `needed` and `had` are short phrases with units. */
export interface Misfit {
  readonly code: (typeof misfitCodes)[number];
  readonly needed: string;
  readonly had: string;
}

/**
 * Says why `fitToHost` answered null for the same arguments: for a guest cell that fits no host
 * cell, what the host cell that came nearest lacks; else what stands against all cells together.
 */
export function explainMisfit(host: HostTopology | null, instance: InstanceTopology, options: FitOptions = {}): Misfit {
  const cells = `${instance.cells.length} NUMA cell${instance.cells.length === 1 ? '' : 's'}`;
  if (!host || host.cells.length === 0) return { code: 'numa-no-topology', needed: cells, had: 'no NUMA topology' };
  if (host.cells.length < instance.cells.length) {
    return { code: 'numa-too-few-cells', needed: cells, had: `${host.cells.length}` };
  }
  for (const [position, guest] of instance.cells.entries()) {
    const reservedCount = instance.emulatorThreadsPolicy === 'isolate' && position === 0 ? 1 : 0;
    const misfit = nearestMisfit({ guest, reservedCount, limits: options.limits ?? null }, host);
    if (misfit) return misfit;
  }
  return explainTogether(host, instance, options, cells);
}

interface CellAsk {
  readonly guest: InstanceCell;
  readonly reservedCount: number;
  readonly limits: NumaLimits | null;
}

/** undefined when the guest cell fits some host cell. */
function nearestMisfit(ask: CellAsk, host: HostTopology): Misfit | undefined {
  let nearest: { readonly code: CellMisfit; readonly cell: HostCell } | undefined;
  for (const cell of host.cells) {
    const code = misfitOf(cell, ask);
    if (code === null) return undefined;
    if (!nearest || cellMisfits.indexOf(code) > cellMisfits.indexOf(nearest.code)) nearest = { code, cell };
  }
  return nearest && { code: nearest.code, ...describe[nearest.code](nearest.cell, ask) };
}

/** Cells that Nova would stop at, for they list no cores, may be among those that it never came to. */
function misfitOf(cell: HostCell, { guest, limits, reservedCount }: CellAsk): CellMisfit | null {
  if (cell.siblings.length === 0 && pinsCpus(guest.cpuPolicy)) return 'numa-thread-policy';
  return fitCell(cell, fittingCell(guest), limits, reservedCount);
}

function explainTogether(host: HostTopology, instance: InstanceTopology, options: FitOptions, cells: string): Misfit {
  const limits = options.limits ? { ...options.limits, networkMetadata: undefined } : null;
  if (!fitToHost(host, instance, { ...options, limits, pciRequests: null })) {
    return {
      code: 'numa-cells-together',
      needed: `${cells} on different host cells`,
      had: 'room for each, not for all',
    };
  }
  if (!fitToHost(host, instance, { ...options, limits })) {
    const count = (options.pciRequests ?? []).reduce((sum, request) => sum + request.count, 0);
    return { code: 'numa-pci-affinity', needed: `${count} PCI devices near the guest's NUMA cells`, had: 'fewer' };
  }
  const networks = options.limits?.networkMetadata;
  const names = [...(networks?.physnets ?? []), ...(networks?.tunneled ? ['tunneled networks'] : [])];
  return {
    code: 'numa-network-affinity',
    needed: `NUMA cells near ${names.join(', ')}`,
    had: 'room only on other cells',
  };
}

type Phrases = Pick<Misfit, 'needed' | 'had'>;

const describe: Readonly<Record<CellMisfit, (host: HostCell, ask: CellAsk) => Phrases>> = {
  'numa-pages': (host, { guest }) => ({
    needed: `${guest.memoryMib} MiB in ${pageSizeName(guest.pageSizeKib)} pages`,
    had: host.mempages.map((pages) => `${freePages(pages)} free of ${pages.sizeKib} KiB`).join(', ') || 'no page sizes',
  }),
  'numa-cell-memory': (host, { guest }) => ({
    needed: `${guest.memoryMib} MiB in one cell, in whole pages`,
    had: `${host.memoryMib} MiB`,
  }),
  'numa-cell-dedicated-cpus': (host, ask) => ({
    needed: `${dedicatedCount(ask)} dedicated CPUs in one cell`,
    had: `${host.pcpuset.size}`,
  }),
  'numa-cell-shared-cpus': (host, { guest }) => ({
    needed: `${guest.cpuset.size} shared CPUs in one cell`,
    had: `${host.cpuset.size}`,
  }),
  'numa-free-dedicated-cpus': (host, ask) => ({
    needed: `${dedicatedCount(ask)} free dedicated CPUs in one cell`,
    had: `${freePcpuCount(host)}`,
  }),
  'numa-free-memory': (host, { guest }) => ({
    needed: `${guest.memoryMib} MiB free in the same cell`,
    had: `${availableMemoryMib(host)} MiB`,
  }),
  'numa-thread-policy': (host, ask) => ({
    needed: `${dedicatedCount(ask)} CPUs by thread policy ${ask.guest.cpuThreadPolicy ?? 'prefer'}`,
    had: `free threads a core: ${
      freeSiblings(host)
        .map((threads) => threads.length)
        .join(', ') || 'no cores'
    }`,
  }),
  'numa-cpu-limit': (host, { guest, limits }) => ({
    needed: `${guest.cpuset.size} shared vCPUs in one cell`,
    had: `${host.cpuset.size} CPUs x ${limits?.cpuAllocationRatio ?? 1} - ${host.cpuUsage} in use`,
  }),
  'numa-memory-limit': (host, { guest, limits }) => ({
    needed: `${guest.memoryMib} MiB in the same cell`,
    had: `${host.memoryMib} MiB x ${limits?.ramAllocationRatio ?? 1} - ${host.memoryUsageMib} in use`,
  }),
};

function dedicatedCount({ guest, reservedCount }: CellAsk): number {
  return guest.pcpuset.size + reservedCount;
}

function pageSizeName(sizeKib: number | null): string {
  if (sizeKib === PAGE_SIZE_SMALL) return 'small';
  if (sizeKib === PAGE_SIZE_LARGE) return 'large';
  return sizeKib === PAGE_SIZE_ANY ? 'any' : `${sizeKib} KiB`;
}
