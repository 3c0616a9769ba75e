import { describe, expect, it } from 'vitest';
import { fitToHost, type CpuThreadPolicy, type HostCellJson, type InstanceTopology } from '../../../../core/index.ts';
import { aHost } from '../a-host.ts';

interface Ask {
  readonly vcpus: number;
  readonly threads?: CpuThreadPolicy;
  readonly emulatorThreads?: 'isolate';
}

function dedicated({ vcpus, threads, emulatorThreads }: Ask): InstanceTopology {
  return {
    emulatorThreadsPolicy: emulatorThreads ?? null,
    cells: [
      {
        id: 0,
        cpuset: new Set(),
        pcpuset: new Set(Array.from({ length: vcpus }, (_, cpu) => cpu)),
        memoryMib: 512,
        pageSizeKib: null,
        cpuPolicy: 'dedicated',
        cpuThreadPolicy: threads ?? null,
        cpuPinning: null,
        cpusetReserved: null,
      },
    ],
  };
}

/** Host CPUs of vCPU 0, 1, ... on one cell with the cores 0-1, 2-3, 4-5 and 6-7; undefined for a misfit. */
function pins(ask: Ask, cell: Partial<HostCellJson> = {}): number[] | undefined {
  const fitted = fitToHost(aHost(cell), dedicated(ask))?.cells[0];
  return fitted && [...fitted.cpuPinning!.values()];
}

function reserved(ask: Ask, cell: Partial<HostCellJson> = {}): number[] | undefined {
  return [...(fitToHost(aHost(cell), dedicated(ask))?.cells[0]?.cpusetReserved ?? [])];
}

/** A host whose shared and dedicated CPUs are the same ones. */
const oldStyle = { cpuset: [0, 1, 2, 3, 4, 5, 6, 7] };
const oneThread = { siblings: [[0], [1], [2], [3], [4], [5], [6], [7]] };

describe('without a thread policy', () => {
  it('vCPUs fill whole cores', () => {
    expect(pins({ vcpus: 4 })).toEqual([0, 1, 2, 3]);
  });

  it('vCPUs leave cores in use alone, while whole cores are enough', () => {
    expect(pins({ vcpus: 2 }, { pinned_cpus: [0] })).toEqual([2, 3]);
  });

  it('vCPUs spread over cores, when those are not', () => {
    expect(pins({ vcpus: 4 }, { pinned_cpus: [0, 3, 4] })).toEqual([1, 2, 5, 6]);
  });

  it('vCPUs take any free threads, when nothing else is left', () => {
    expect(pins({ vcpus: 5 }, { pinned_cpus: [0, 3, 4] })).toEqual([1, 2, 5, 6, 7]);
  });

  it('no host CPU is given twice', () => {
    expect(pins({ vcpus: 6 }, { pinned_cpus: [0, 3, 4] })).toBeUndefined();
    expect(pins({ vcpus: 9 })).toBeUndefined();
  });
});

describe('thread policy require', () => {
  it('takes threads of the same core', () => {
    expect(pins({ vcpus: 2, threads: 'require' }, { pinned_cpus: [0] })).toEqual([2, 3]);
  });

  it('refuses single threads, and hosts without any siblings', () => {
    expect(pins({ vcpus: 2, threads: 'require' }, { pinned_cpus: [0, 2, 4, 6] })).toBeUndefined();
    expect(pins({ vcpus: 2, threads: 'require' }, oneThread)).toBeUndefined();
  });
});

describe('thread policy isolate', () => {
  it('takes a core for each vCPU on a host of the old style', () => {
    expect(pins({ vcpus: 3, threads: 'isolate' }, oldStyle)).toEqual([0, 2, 4]);
  });

  it('needs cores that are wholly free', () => {
    expect(pins({ vcpus: 3, threads: 'isolate' }, { ...oldStyle, pinned_cpus: [1, 2] })).toBeUndefined();
  });

  it('refuses hyperthreads on a host with dedicated CPUs of their own', () => {
    expect(pins({ vcpus: 1, threads: 'isolate' })).toBeUndefined();
    expect(pins({ vcpus: 2, threads: 'isolate' }, oneThread)).toEqual([0, 1]);
  });
});

describe('isolated emulator threads', () => {
  it('have a host CPU beside those of the guest', () => {
    expect(reserved({ vcpus: 2, emulatorThreads: 'isolate' })).toEqual([2]);
    expect(reserved({ vcpus: 3, emulatorThreads: 'isolate' })).toEqual([3]);
    expect(reserved({ vcpus: 3 })).toEqual([]);
  });

  it('have a core of their own when the guest is isolated', () => {
    expect(reserved({ vcpus: 3, threads: 'isolate', emulatorThreads: 'isolate' }, oldStyle)).toEqual([6]);
    expect(pins({ vcpus: 4, threads: 'isolate', emulatorThreads: 'isolate' }, oldStyle)).toBeUndefined();
  });

  it('need room', () => {
    expect(pins({ vcpus: 8, emulatorThreads: 'isolate' })).toBeUndefined();
    expect(pins({ vcpus: 7, emulatorThreads: 'isolate' })).toHaveLength(7);
  });
});

describe('pinned guests', () => {
  it('never overcommit the memory of a cell', () => {
    expect(pins({ vcpus: 1 }, { memory_usage: 3584 })).toEqual([0]);
    expect(pins({ vcpus: 1 }, { memory_usage: 3585 })).toBeUndefined();
  });

  it('stop at a host cell that lists no cores', () => {
    expect(() => pins({ vcpus: 1 }, { siblings: [] })).toThrow('host NUMA cell 0 lists no thread siblings');
  });
});
