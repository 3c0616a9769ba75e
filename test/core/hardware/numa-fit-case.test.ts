import { describe, expect, it } from 'vitest';
import { decideNumaFit, numaFitCaseSchema } from '../../../core/index.ts';

const cell = { id: 0, cpuset: [0, 1], memory: 1024, mempages: [{ size_kb: 4, total: 262144 }] };
const good = {
  id: 'a',
  mode: 'numa_fit',
  host_topology: { cells: [cell] },
  flavor: { vcpus: 1, memory_mb: 256, extra_specs: { 'hw:numa_nodes': '1' } },
};

describe('a case', () => {
  it('is decided with its id and every step', () => {
    expect(decideNumaFit(numaFitCaseSchema.parse(good))).toMatchObject({
      id: 'a',
      mode: 'numa_fit',
      instance_topology: { cells: [{ id: 0, cpuset: [0], memory: 256 }] },
      fitted: { cells: [{ id: 0 }] },
      consistent: true,
      host_after: { cells: [{ cpu_usage: 1, memory_usage: 256 }] },
      error: null,
    });
  });

  it.each([
    ['a flavor that breaks a rule', { flavor: { extra_specs: { 'hw:numa_nodes': '0' } } }, 'constraints', 'numa-nodes'],
    ['an unknown option', { config: { compute: { pack: true } } }, 'config', null],
    [
      'a host without page sizes',
      { host_topology: { cells: [{ ...cell, mempages: [] }] } },
      'usage',
      'host-without-page-sizes',
    ],
    [
      'a host without cores',
      {
        host_topology: { cells: [{ ...cell, pcpuset: [0, 1] }] },
        instance_topology: { cells: [{ id: 0, pcpuset: [0], memory: 256, cpu_policy: 'dedicated' }] },
      },
      'fit',
      'host-without-siblings',
    ],
  ])('with %s has an error with its place', (_, change, stage, code) => {
    expect(decideNumaFit(numaFitCaseSchema.parse({ ...good, ...change })).error).toMatchObject({ stage, code });
  });

  it('takes numbers for extra specs, written as Python writes them', () => {
    const nodesOf = (nodes: unknown) => {
      const flavor = { vcpus: 2, memory_mb: 256, extra_specs: { 'hw:numa_nodes': nodes } };
      return decideNumaFit(numaFitCaseSchema.parse({ ...good, flavor }));
    };
    expect(nodesOf(2).instance_topology?.cells).toHaveLength(2);
    expect(nodesOf(1.5).error?.message).toContain('"1.5"');
  });

  it('takes the packing of host cells from the options', () => {
    const used = { ...cell, id: 1, cpu_usage: 1 };
    const fittedTo = (pack: unknown): unknown =>
      decideNumaFit(
        numaFitCaseSchema.parse({
          ...good,
          host_topology: { cells: [cell, used] },
          config: { compute: { packing_host_numa_cells_allocation_strategy: pack } },
        }),
      ).fitted?.cells[0]?.id;
    expect(fittedTo(false)).toBe(0);
    expect(fittedTo(true)).toBe(1);
    expect(fittedTo('yes')).toBe(1);
  });

  it.each([
    ['host_topology.cells.0.memory', { host_topology: { cells: [{ ...cell, memory: 'much' }] } }],
    ['host_topology.cells.0.cpuset.0', { host_topology: { cells: [{ ...cell, cpuset: [-1] }] } }],
    [
      'host_topology.cells.0.mempages.0.size_kb',
      { host_topology: { cells: [{ ...cell, mempages: [{ size_kb: 0, total: 1 }] }] } },
    ],
    ['pci_requests.0.numa_policy', { pci_requests: [{ count: 1, spec: [], numa_policy: 'near' }] }],
    ['mode', { mode: 'fit' }],
  ])('with a wrong %s is refused with that path', (path, change) => {
    const issues = numaFitCaseSchema.safeParse({ ...good, ...change }).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
