import { hostTopology, type HostCell, type HostCellJson, type HostTopology } from '../../../core/index.ts';

/** A host cell with four cores of two threads (0-1, 2-3, ...) for dedicated vCPUs, 4 GiB, all free. */
export function aHostCell(changes: Partial<HostCellJson> = {}): HostCell {
  return aHost(changes).cells[0]!;
}

/** A host with a cell for each of `changes`; cell N has CPUs 8N to 8N + 7. */
export function aHost(...changes: readonly Partial<HostCellJson>[]): HostTopology {
  return hostTopology({
    cells: changes.map((change, id) => ({
      id,
      cpuset: [],
      pcpuset: Array.from({ length: 8 }, (_, cpu) => 8 * id + cpu),
      siblings: [0, 2, 4, 6].map((cpu) => [8 * id + cpu, 8 * id + cpu + 1]),
      memory: 4096,
      mempages: [{ size_kb: 4, total: 1048576 }],
      socket: id,
      ...change,
    })),
  });
}
