import { describe, expect, it } from 'vitest';
import {
  applyUsage,
  fitToHost,
  numaConstraints,
  type HostCellJson,
  type HostTopology,
  type InstanceTopology,
} from '../../../../core/index.ts';
import { aFlavor } from '../a-flavor.ts';
import { aHost } from '../a-host.ts';

const dedicated = { 'hw:cpu_policy': 'dedicated' };
const isolated = { ...dedicated, 'hw:cpu_thread_policy': 'isolate' };
const oldStyle = { cpuset: [0, 1, 2, 3, 4, 5, 6, 7] };

function placed(host: HostTopology, specs: Readonly<Record<string, string>>): InstanceTopology {
  return fitToHost(host, numaConstraints(aFlavor(specs), null))!;
}

/** A cell after a guest of four vCPUs and 1 GiB was added. */
function cellAfter(
  specs: Readonly<Record<string, string>>,
  cell: Partial<HostCellJson> = {},
): HostTopology['cells'][0] {
  const host = aHost(cell);
  return applyUsage(host, placed(host, specs), 'add').cells[0]!;
}

describe('adding a guest', () => {
  it('counts shared vCPUs, memory and the smallest pages', () => {
    const cell = cellAfter({ 'hw:numa_nodes': '1' }, { cpuset: [0, 1, 2, 3], cpu_usage: 1, memory_usage: 10 });
    expect(cell).toMatchObject({ cpuUsage: 5, memoryUsageMib: 1034 });
    expect(cell.mempages).toEqual([{ sizeKib: 4, total: 1048576, used: 262144, reserved: 0 }]);
  });

  it('counts pages of the size that was found', () => {
    const mempages = [
      { size_kb: 4, total: 1048576 },
      { size_kb: 2048, total: 600, used: 3 },
    ];
    const cell = cellAfter({ ...dedicated, 'hw:mem_page_size': 'large' }, { mempages });
    expect(cell.mempages.map((pages) => pages.used)).toEqual([0, 515]);
  });

  it('pins the CPUs of a dedicated guest and of its emulator threads', () => {
    expect([...cellAfter(dedicated, { pinned_cpus: [7] }).pinnedCpus]).toEqual([7, 0, 1, 2, 3]);
    const emulator = { ...dedicated, 'hw:emulator_threads_policy': 'isolate' };
    expect([...cellAfter(emulator).pinnedCpus]).toEqual([0, 1, 2, 3, 4]);
  });

  it('pins all threads of the cores of an isolated guest', () => {
    expect(cellAfter(isolated, oldStyle).pinnedCpus.size).toBe(8);
  });

  it('leaves other cells as they were', () => {
    const host = aHost({}, {});
    const after = applyUsage(host, placed(host, dedicated), 'add');
    expect(after.cells[1]).toEqual(host.cells[1]);
  });

  it('refuses host CPUs that are taken or that the host does not give', () => {
    const host = aHost({});
    const guest = placed(host, dedicated);
    expect(() => applyUsage(aHost({ pinned_cpus: [3] }), guest, 'add')).toThrow('cannot pin host CPUs 0,1,2,3');
    expect(() => applyUsage(aHost({ pcpuset: [0, 1] }), guest, 'add')).toThrow('only 0,1 are dedicated');
  });

  it('refuses a host cell that lists no page sizes, and a guest without pins', () => {
    const host = aHost({ mempages: [] });
    const guest = placed(host, dedicated);
    expect(() => applyUsage(host, guest, 'add')).toThrow('host NUMA cell 0 lists no memory page sizes');
    const unpinned = { ...guest, cells: guest.cells.map((cell) => ({ ...cell, cpuPinning: null })) };
    expect(() => applyUsage(aHost({}), unpinned, 'add')).toThrow('has a pinning policy, but no pins');
  });
});

describe('freeing a guest', () => {
  it('never counts below nothing', () => {
    const host = aHost({ cpuset: [0, 1, 2, 3] });
    const cell = applyUsage(host, placed(host, { 'hw:numa_nodes': '1' }), 'free').cells[0]!;
    expect(cell).toMatchObject({ cpuUsage: 0, memoryUsageMib: 0, mempages: [{ used: 0 }] });
  });

  it("refuses CPUs that are not pinned or not the host's", () => {
    const host = aHost({});
    const guest = placed(host, dedicated);
    expect(() => applyUsage(host, guest, 'free')).toThrow('cannot free host CPUs 0,1,2,3');
    expect(() => applyUsage(aHost({ pcpuset: [0] }), guest, 'free')).toThrow('only 0 are dedicated');
  });

  it('frees all threads of the cores of an isolated guest', () => {
    const host = aHost(oldStyle);
    const guest = placed(host, isolated);
    const after = applyUsage(applyUsage(host, guest, 'add'), guest, 'free');
    expect(after.cells[0]!.pinnedCpus.size).toBe(0);
  });
});

it('a host is as it was for a guest without topology', () => {
  const host = aHost({});
  expect(applyUsage(host, null, 'add')).toBe(host);
});
