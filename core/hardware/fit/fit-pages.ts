import { PAGE_SIZE_ANY, PAGE_SIZE_LARGE, PAGE_SIZE_SMALL } from '../topology/instance-topology.ts';
import type { HostCell, MemoryPages } from '../topology/host-topology.ts';
import type { CellMisfit } from './cell-misfit.ts';
import type { FittingCell } from './fitting-cell.ts';

const KIB_PER_MIB = 1024;

/**
 * Fits the guest cell's memory to the host cell's pages; settles a page size given as a wish.
 *
 * A guest that names no page size is measured against all of the smallest pages, used or not: its
 * memory may be overcommitted, though not beyond one cell. Nova: `_numa_fit_instance_cell`.
 */
export function fitPages(host: HostCell, guest: FittingCell): CellMisfit | null {
  if (guest.pageSizeKib) return fitAskedPages(host, guest, guest.pageSizeKib) ? null : 'numa-pages';
  const smallest = smallestPages(host);
  const fits = smallest ? holds(smallest, smallest.total, guest.memoryMib) : guest.memoryMib <= host.memoryMib;
  return fits ? null : 'numa-cell-memory';
}

/** Pages that no guest has and the host does not keep; may be negative. */
export function freePages(pages: MemoryPages): number {
  return pages.total - pages.used - pages.reserved;
}

/** The smallest pages of a host cell; of several entries of that size the first. */
export function smallestPages(host: HostCell): MemoryPages | undefined {
  let smallest: MemoryPages | undefined;
  for (const pages of host.mempages) {
    if (smallest === undefined || pages.sizeKib < smallest.sizeKib) smallest = pages;
  }
  return smallest;
}

function fitAskedPages(host: HostCell, guest: FittingCell, asked: number): boolean {
  for (const sizeKib of acceptedSizes(host, asked)) {
    const pages = host.mempages.find((known) => known.sizeKib === sizeKib);
    if (pages && holds(pages, freePages(pages), guest.memoryMib)) {
      guest.pageSizeKib = sizeKib;
      return true;
    }
  }
  return false;
}

/** Page sizes that meet the wish, best first: the larger the better. */
function acceptedSizes(host: HostCell, asked: number): readonly number[] {
  const sizes = host.mempages.map((pages) => pages.sizeKib).toSorted((a, b) => b - a);
  if (asked === PAGE_SIZE_ANY) return sizes;
  if (asked === PAGE_SIZE_SMALL) return sizes.slice(-1);
  return asked === PAGE_SIZE_LARGE ? sizes.slice(0, -1) : [asked];
}

/** Whether the memory is no more than some pages, and a whole number of them. */
function holds(pages: MemoryPages, count: number, memoryMib: number): boolean {
  const memoryKib = memoryMib * KIB_PER_MIB;
  return memoryKib <= count * pages.sizeKib && memoryKib % pages.sizeKib === 0;
}
