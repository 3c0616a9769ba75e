import { describe, expect, it } from 'vitest';
import { explainMisfit, numaConstraints, type HostCellJson, type Misfit } from '../../../../core/index.ts';
import { aFlavor } from '../a-flavor.ts';
import { aHost } from '../a-host.ts';

const limits = { cpuAllocationRatio: 2, ramAllocationRatio: 1.5 };

function why(specs: Readonly<Record<string, string>>, ...cells: Partial<HostCellJson>[]): Misfit {
  return explainMisfit(aHost(...cells), numaConstraints(aFlavor(specs), null)!, { limits });
}

describe('a misfit is explained by what was needed and what the host had', () => {
  it.each<[Readonly<Record<string, string>>, Partial<HostCellJson>, Misfit]>([
    [{ 'hw:numa_nodes': '2' }, {}, { code: 'numa-too-few-cells', needed: '2 NUMA cells', had: '1' }],
    [
      { 'hw:mem_page_size': '2MB' },
      {},
      { code: 'numa-pages', needed: '1024 MiB in 2048 KiB pages', had: '1048576 free of 4 KiB' },
    ],
    [
      { 'hw:cpu_policy': 'dedicated' },
      { pinned_cpus: [0, 1, 2, 3, 4] },
      { code: 'numa-free-dedicated-cpus', needed: '4 free dedicated CPUs in one cell', had: '3' },
    ],
    [
      { 'hw:cpu_policy': 'dedicated' },
      { memory_usage: 4000 },
      { code: 'numa-free-memory', needed: '1024 MiB free in the same cell', had: '96 MiB' },
    ],
    [
      { 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': 'require' },
      { pinned_cpus: [0, 2, 4] },
      {
        code: 'numa-thread-policy',
        needed: '4 CPUs by thread policy require',
        had: 'free threads a core: 1, 1, 1, 2',
      },
    ],
    [
      { 'hw:numa_nodes': '1' },
      { cpuset: [0, 1, 2, 3], cpu_usage: 6 },
      { code: 'numa-cpu-limit', needed: '4 shared vCPUs in one cell', had: '4 CPUs x 2 - 6 in use' },
    ],
    [
      { 'hw:numa_nodes': '1' },
      { cpuset: [0, 1, 2, 3], memory_usage: 6000 },
      { code: 'numa-memory-limit', needed: '1024 MiB in the same cell', had: '4096 MiB x 1.5 - 6000 in use' },
    ],
  ])('%j on %j', (specs, cell, misfit) => {
    expect(why(specs, cell)).toEqual(misfit);
  });

  it('by the host cell that came nearest', () => {
    const full = { pinned_cpus: [8, 9, 10, 11, 12, 13, 14] };
    expect(why({ 'hw:cpu_policy': 'dedicated' }, { pcpuset: [0] }, full)).toMatchObject({
      code: 'numa-free-dedicated-cpus',
      had: '1',
    });
  });

  it('on a host without topology', () => {
    const guest = numaConstraints(aFlavor({ 'hw:numa_nodes': '1' }), null)!;
    expect(explainMisfit(null, guest)).toEqual({
      code: 'numa-no-topology',
      needed: '1 NUMA cell',
      had: 'no NUMA topology',
    });
  });
});
