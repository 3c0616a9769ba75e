import { describe, expect, it } from 'vitest';
import {
  fitToHost,
  numaConstraints,
  satisfiesThreadPolicy,
  type FitOptions,
  type HostCellJson,
  type InstanceTopology,
  type PciRequest,
} from '../../../../core/index.ts';
import { pciPools } from '../../../../core/index.ts';
import { aFlavor } from '../a-flavor.ts';
import { aHost } from '../a-host.ts';

const shared: Partial<HostCellJson> = { cpuset: [0, 1, 2, 3], pcpuset: [] };

function guest(specs: Readonly<Record<string, string>>): InstanceTopology {
  return numaConstraints(aFlavor(specs), null)!;
}

const oneNode = guest({ 'hw:numa_nodes': '1' });
const twoNodes = guest({ 'hw:numa_nodes': '2' });

/** Ids of the host cells, or undefined. */
function cellsFor(
  cells: readonly Partial<HostCellJson>[],
  instance: InstanceTopology,
  options: FitOptions = {},
): number[] | undefined {
  return fitToHost(aHost(...cells), instance, options)?.cells.map((cell) => cell.id);
}

describe('a guest', () => {
  it('does not fit a host that reports no NUMA topology, nor does a guest without one', () => {
    expect(fitToHost(null, oneNode)).toBeNull();
    expect(fitToHost({ cells: [] }, oneNode)).toBeNull();
    expect(fitToHost(aHost(shared), null)).toBeNull();
  });

  it('needs as many host cells as it has', () => {
    expect(cellsFor([shared], twoNodes)).toBeUndefined();
    expect(cellsFor([shared, shared], twoNodes)).toEqual([0, 1]);
  });

  it('never overcommits a cell against itself', () => {
    const narrow = { ...shared, cpuset: [0, 1, 2] };
    expect(cellsFor([narrow], oneNode)).toBeUndefined();
    expect(cellsFor([{ ...shared, memory: 1023, mempages: [] }], oneNode)).toBeUndefined();
    expect(cellsFor([{ ...shared, memory: 1024, mempages: [] }], oneNode)).toEqual([0]);
  });

  it('stays within the allocation ratios', () => {
    const used = { ...shared, cpu_usage: 5, memory_usage: 4000 };
    expect(cellsFor([used], oneNode)).toEqual([0]);
    expect(cellsFor([used], oneNode, { limits: { cpuAllocationRatio: 2, ramAllocationRatio: 2 } })).toBeUndefined();
    expect(cellsFor([used], oneNode, { limits: { cpuAllocationRatio: 3, ramAllocationRatio: 1 } })).toBeUndefined();
    expect(cellsFor([used], oneNode, { limits: { cpuAllocationRatio: 3, ramAllocationRatio: 2 } })).toEqual([0]);
  });
});

describe('of several host cells', () => {
  it('the one with the least shared vCPUs is taken, then the one with most memory', () => {
    expect(cellsFor([{ ...shared, cpu_usage: 2 }, shared], oneNode)).toEqual([1]);
    expect(cellsFor([{ ...shared, memory_usage: 256 }, shared], oneNode)).toEqual([1]);
    expect(
      cellsFor(
        [
          { ...shared, memory_usage: 256 },
          { ...shared, cpu_usage: 1 },
        ],
        oneNode,
      ),
    ).toEqual([0]);
  });

  it('the fullest that will do is taken when cells are packed', () => {
    const packed = { packHostCells: true };
    expect(cellsFor([shared, { ...shared, cpu_usage: 2 }], oneNode, packed)).toEqual([1]);
    expect(cellsFor([shared, { ...shared, memory_usage: 256 }], oneNode, packed)).toEqual([1]);
  });

  it('the one with most free dedicated CPUs is taken for a pinned guest', () => {
    const pinned = guest({ 'hw:cpu_policy': 'dedicated' });
    expect(cellsFor([{ pinned_cpus: [0] }, {}], pinned)).toEqual([1]);
    expect(cellsFor([{}, { pinned_cpus: [8] }], pinned, { packHostCells: true })).toEqual([1]);
  });

  it('those with PCI devices are kept for guests that want some', () => {
    const pools = pciPools([{ vendorId: '8086', productId: '1520', numaNode: 0, count: 4, tags: {} }]);
    const wants: PciRequest = { count: 1, spec: [{ vendor_id: '8086' }], numaPolicy: null };
    expect(cellsFor([shared, shared], oneNode, { pciPools: pools })).toEqual([1]);
    expect(cellsFor([shared, shared], oneNode, { pciPools: pools, pciRequests: [wants] })).toEqual([0]);
    expect(
      cellsFor([{ ...shared, cpuset: [] }, shared], oneNode, { pciPools: pools, pciRequests: [wants] }),
    ).toBeUndefined();
    const anywhere: PciRequest = { ...wants, numaPolicy: 'preferred' };
    expect(
      cellsFor([{ ...shared, cpuset: [] }, shared], oneNode, { pciPools: pools, pciRequests: [anywhere] }),
    ).toEqual([1]);
  });

  it('those near the networks of the guest are taken', () => {
    const near = { ...shared, network_metadata: { physnets: ['pn0'], tunneled: true } };
    const wanting = (physnets: string[], tunneled: boolean): FitOptions => ({
      limits: {
        cpuAllocationRatio: 16,
        ramAllocationRatio: 1,
        networkMetadata: { physnets: new Set(physnets), tunneled },
      },
    });
    expect(cellsFor([shared, near], oneNode, wanting(['pn0'], false))).toEqual([1]);
    expect(cellsFor([shared, near], oneNode, wanting([], true))).toEqual([1]);
    expect(cellsFor([shared, near], oneNode, wanting(['pn9'], false))).toEqual([0]);
    expect(cellsFor([shared, { ...near, cpuset: [] }], oneNode, wanting(['pn0'], false))).toBeUndefined();
    expect(cellsFor([shared, { ...near, cpuset: [] }], oneNode, wanting([], true))).toBeUndefined();
  });
});

describe('memory pages', () => {
  const pages = (size: number, total: number, used = 0, reserved = 0) => ({ size_kb: size, total, used, reserved });

  function pageSizeFor(asked: string, ...mempages: ReturnType<typeof pages>[]): number | null | undefined {
    return fitToHost(aHost({ ...shared, mempages }), guest({ 'hw:mem_page_size': asked }))?.cells[0]?.pageSizeKib;
  }

  it('are as large as there are enough free ones of', () => {
    expect(pageSizeFor('any', pages(4, 1048576), pages(2048, 512), pages(1048576, 1))).toBe(1048576);
    expect(pageSizeFor('any', pages(4, 1048576), pages(2048, 512), pages(1048576, 1, 1))).toBe(2048);
    expect(pageSizeFor('large', pages(4, 1048576), pages(2048, 512, 0, 1))).toBeUndefined();
    expect(pageSizeFor('small', pages(2048, 512), pages(4, 1048576))).toBe(4);
  });

  it('of a size that was asked for must exist', () => {
    expect(pageSizeFor('2MB', pages(4, 1048576), pages(2048, 512))).toBe(2048);
    expect(pageSizeFor('1GB', pages(4, 1048576), pages(2048, 512))).toBeUndefined();
    expect(pageSizeFor('any')).toBeUndefined();
  });

  it('must divide the memory of the guest', () => {
    const odd = numaConstraints(aFlavor({ 'hw:mem_page_size': '2MB' }, { ramMib: 1023 }), null);
    expect(fitToHost(aHost({ ...shared, mempages: [pages(2048, 1024)] }), odd)).toBeNull();
  });

  it('that nobody asked for may be in use already', () => {
    const full = aHost({ ...shared, mempages: [pages(4, 262144, 262144)] });
    expect(fitToHost(full, oneNode)?.cells[0]?.pageSizeKib).toBeNull();
    expect(fitToHost(aHost({ ...shared, mempages: [pages(4, 262143)] }), oneNode)).toBeNull();
  });
});

describe('the wish for hyperthreads', () => {
  const require = { 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': 'require' };
  const oneThread = aHost({ siblings: [[0], [1]] });

  it('is looked at before the cells', () => {
    expect(satisfiesThreadPolicy(oneThread, aFlavor(require), null)).toBe(false);
    expect(satisfiesThreadPolicy(aHost({}), aFlavor(require), null)).toBe(true);
    expect(satisfiesThreadPolicy(null, aFlavor(require), null)).toBe(true);
  });

  it('counts only for dedicated guests, and from the image too', () => {
    const image = { properties: { hw_cpu_policy: 'dedicated' } };
    expect(satisfiesThreadPolicy(oneThread, aFlavor({ 'hw:cpu_thread_policy': 'require' }), null)).toBe(true);
    expect(satisfiesThreadPolicy(oneThread, aFlavor({ 'hw:cpu_thread_policy': 'require' }), image)).toBe(false);
  });
});
