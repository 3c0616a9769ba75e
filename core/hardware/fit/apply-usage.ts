import { hardwareError } from '../hardware-error.ts';
import { orderOfField } from '../topology/cpu-set-order.ts';
import type { HostCell, HostTopology, MemoryPages } from '../topology/host-topology.ts';
import { pinsCpus, type InstanceCell, type InstanceTopology } from '../topology/instance-topology.ts';
import { smallestPages } from './fit-pages.ts';
import { pinCpus, unpinCpus } from './pin-cpus.ts';

/** `add` a guest that was placed, or `free` what one that goes had. */
export type UsageChange = 'add' | 'free';

/**
 * The host's topology with a fitted guest added or freed: CPUs, memory, pages and pins.
 * Nova: `numa_usage_from_instance_numa`.
 *
 * @throws HardwareError `host-without-page-sizes`, `cell-not-pinned`, `pin-unknown`, `pin-taken`,
 *   `unpin-unknown`, `unpin-free`
 */
export function applyUsage(host: HostTopology, instance: InstanceTopology | null, change: UsageChange): HostTopology {
  if (!instance || instance.cells.length === 0 || host.cells.length === 0) return host;
  return { cells: host.cells.map((cell) => applyToCell(cell, instance, change)) };
}

function applyToCell(cell: HostCell, instance: InstanceTopology, change: UsageChange): HostCell {
  const sign = change === 'add' ? 1 : -1;
  let { cpuUsage, memoryUsageMib, mempages, pinnedCpus } = cell;
  for (const guest of instance.cells) {
    if (guest.id !== cell.id) continue;
    mempages = pagesAfter({ ...cell, mempages }, guest, sign);
    memoryUsageMib += sign * guest.memoryMib;
    cpuUsage += sign * guest.cpuset.size;
    if (!pinsCpus(guest.cpuPolicy)) continue;
    const before = { ...cell, pinnedCpus };
    const cpus = heldCpus(cell, guest);
    pinnedCpus = change === 'add' ? pinCpus(before, cpus) : unpinCpus(before, cpus);
  }
  return {
    ...cell,
    // Nova makes its sets anew here, which may change the order of their values.
    pcpuset: new Set(orderOfField(cell.pcpuset)),
    siblings: cell.siblings.map((threads) => new Set(orderOfField(threads))),
    mempages,
    pinnedCpus,
    memoryUsageMib: Math.max(0, memoryUsageMib),
    cpuUsage: Math.max(0, cpuUsage),
  };
}

/** Host CPUs that a guest cell keeps from others; with `isolate`, all threads of its cores. */
function heldCpus(host: HostCell, guest: InstanceCell): ReadonlySet<number> {
  if (!guest.cpuPinning) throw hardwareError('cell-not-pinned', host.id);
  const cpus = new Set([...guest.cpuPinning.values(), ...(guest.cpusetReserved ?? [])]);
  if (guest.cpuThreadPolicy !== 'isolate') return cpus;
  const cores = host.siblings.filter((threads) => [...threads].some((cpu) => cpus.has(cpu)));
  return new Set(cores.flatMap((threads) => [...threads]));
}

function pagesAfter(host: HostCell, guest: InstanceCell, sign: number): readonly MemoryPages[] {
  const sizeKib = guest.pageSizeKib || smallestPages(host)?.sizeKib;
  if (sizeKib === undefined) throw hardwareError('host-without-page-sizes', host.id);
  return host.mempages.map((pages) => {
    if (pages.sizeKib !== sizeKib) return pages;
    const used = pages.used + ((guest.memoryMib * 1024) / pages.sizeKib) * sign;
    return { ...pages, used: Math.trunc(Math.max(0, used)) };
  });
}
