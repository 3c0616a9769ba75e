import fc from 'fast-check';
import type { HostTopologyJson, NumaFitCase, PciPoolJson, PciRequestJson } from '../../../core/index.ts';

/**
 * Random guests and hosts that often fit: small hosts of every layout, guests of every policy, with
 * PCI devices and networks. `odd` adds what only a careless operator writes.
 */
export function numaFitCases(odd = false): fc.Arbitrary<NumaFitCase> {
  return fc
    .record({
      hostCells: fc.constantFrom(1, 2, 2, 4),
      host: hosts,
      guest: guests(odd),
      limits: fc.option(limits, { freq: 4 }),
      pools: fc.option(fc.array(pools, { maxLength: 5 }), { freq: 2 }),
      requests: fc.option(fc.array(requests, { maxLength: 2 }), { freq: 2 }),
      pack: fc.boolean(),
    })
    .map(({ hostCells, host, guest, limits: given, pools: devices, requests: wanted, pack }) => ({
      mode: 'numa_fit',
      config: { compute: { packing_host_numa_cells_allocation_strategy: pack } },
      host_topology: hostJson(hostCells, host),
      flavor: { vcpus: guest.vcpus, memory_mb: guest.memoryMib, extra_specs: guest.specs },
      image: { properties: guest.properties },
      limits: given,
      pci_device_pools: devices?.map((pool) => ({ ...pool, numa_node: nodeOf(pool.numa_node, hostCells) })),
      pci_requests: wanted,
    }));
}

interface HostShape {
  readonly coresPerCell: number;
  readonly threads: number;
  /** CPU numbers are `first + step * n`, dealt in turn or core by core. */
  readonly first: number;
  readonly step: number;
  readonly interleaved: boolean;
  readonly cpuSets: 'shared' | 'dedicated' | 'split' | 'same';
  readonly memoryMib: number;
  readonly pageSizes: readonly number[];
  readonly cellUse: readonly CellUse[];
}

interface CellUse {
  readonly cpuUsage: number;
  readonly memoryUsageMib: number;
  readonly pinnedShare: number;
  readonly usedShare: number;
  readonly reserved: number;
  readonly socketKnown: boolean;
  readonly physnets: readonly string[];
  readonly tunneled: boolean;
}

const physnets = fc.subarray(['pn0', 'pn1']);

const cellUses: fc.Arbitrary<CellUse> = fc.record({
  cpuUsage: fc.constantFrom(0, 0, 1, 3),
  memoryUsageMib: fc.constantFrom(0, 0, 256, 3072),
  pinnedShare: fc.constantFrom(0, 0, 0.3, 0.6),
  usedShare: fc.constantFrom(0, 0, 0.5),
  reserved: fc.constantFrom(0, 0, 2),
  socketKnown: fc.constantFrom(true, true, true, false),
  physnets,
  tunneled: fc.boolean(),
});

const hosts: fc.Arbitrary<HostShape> = fc.record({
  coresPerCell: fc.constantFrom(2, 4, 4, 8),
  threads: fc.constantFrom(1, 2, 2, 4),
  first: fc.constantFrom(0, 0, 0, 7),
  step: fc.constantFrom(1, 1, 1, 4, 7),
  interleaved: fc.boolean(),
  cpuSets: fc.constantFrom('shared', 'dedicated', 'dedicated', 'split', 'same', 'same'),
  memoryMib: fc.constantFrom(4096, 8192),
  pageSizes: fc.constantFrom([4], [4, 2048], [4, 2048], [2048, 4], [4, 2048, 1048576], []),
  cellUse: fc.array(cellUses, { minLength: 4, maxLength: 4 }),
});

function hostJson(cells: number, host: HostShape): HostTopologyJson {
  return { cells: Array.from({ length: cells }, (_, id) => cellJson(id, cells, host, host.cellUse[id]!)) };
}

function cellJson(id: number, cells: number, host: HostShape, use: CellUse): HostTopologyJson['cells'][number] {
  const allCores = cells * host.coresPerCell;
  const cpu = (core: number, thread: number): number =>
    host.first + host.step * (host.interleaved ? core + thread * allCores : core * host.threads + thread);
  const siblings = Array.from({ length: host.coresPerCell }, (_, core) =>
    Array.from({ length: host.threads }, (_thread, thread) => cpu(id * host.coresPerCell + core, thread)),
  );
  const cpus = siblings.flat();
  const cut = host.cpuSets === 'split' ? host.threads : host.cpuSets === 'dedicated' ? 0 : cpus.length;
  const pcpuset = host.cpuSets === 'same' ? cpus : cpus.slice(cut);
  return {
    id,
    cpuset: cpus.slice(0, cut),
    pcpuset,
    memory: host.memoryMib,
    cpu_usage: use.cpuUsage,
    memory_usage: use.memoryUsageMib,
    pinned_cpus: pcpuset.slice(0, Math.floor(pcpuset.length * use.pinnedShare)),
    siblings,
    mempages: host.pageSizes.map((sizeKib) => {
      const total = Math.floor((host.memoryMib * 1024) / sizeKib / host.pageSizes.length);
      return { size_kb: sizeKib, total, used: Math.floor(total * use.usedShare), reserved: use.reserved };
    }),
    socket: use.socketKnown ? Math.floor(id / 2) : null,
    network_metadata: { physnets: use.physnets, tunneled: use.tunneled },
  };
}

interface GuestShape {
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly specs: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
}

function guests(odd: boolean): fc.Arbitrary<GuestShape> {
  const also = <T>(sensible: readonly T[], careless: readonly T[]): fc.Arbitrary<T> =>
    fc.constantFrom(...sensible, ...sensible, ...sensible, ...(odd ? careless : []));
  return fc.record({
    vcpus: fc.constantFrom(1, 2, 4, 4, 6),
    memoryMib: fc.constantFrom(256, 512, 1024, 2048),
    specs: fc.oneof(
      named({ 'hw:cpu_policy': also(['dedicated'], ['bogus', 'shared', '']) }, dedicatedExtras(odd, also)),
      named(
        {
          'hw:cpu_policy': fc.constant('mixed'),
          'hw:cpu_dedicated_mask': also(['0', '^0', '0-1'], ['', '9', 'x', '3-1']),
        },
        dedicatedExtras(odd, also),
      ),
      named({ 'hw:numa_nodes': also(['1', '2'], ['0', 'x', '3', '129']) }, pageExtras(also)),
    ),
    properties: odd
      ? named(
          {},
          {
            hw_cpu_policy: fc.constantFrom('shared', 'dedicated', 'mixed', 'bad'),
            hw_cpu_thread_policy: fc.constantFrom('prefer', 'isolate', 'require'),
            hw_mem_page_size: fc.constantFrom('small', '2048', 'x'),
            hw_cpu_realtime_mask: fc.constantFrom('^0', '0-9'),
            hw_numa_nodes: fc.constantFrom('1', '2', 'x'),
            hw_locked_memory: fc.constantFrom('true', 'no'),
          },
        )
      : fc.constant({}),
  });
}

type Also = (sensible: readonly string[], careless: readonly string[]) => fc.Arbitrary<string>;
type Texts = Readonly<Record<string, fc.Arbitrary<string>>>;

function pageExtras(also: Also): Texts {
  return {
    'hw:mem_page_size': also(['small', 'any', 'large', '4', '2048', '2MB'], ['16', '-1', '0', '.5MB', '8b', 'huge']),
    'hw:numa_nodes': also(['1', '2', '2'], ['', '4', ' 1']),
  };
}

function dedicatedExtras(odd: boolean, also: Also): Texts {
  const careless: Texts = {
    'hw:cpu_realtime': fc.constantFrom('yes', 'no'),
    'hw:cpu_realtime_mask': fc.constantFrom('^0', '0-99', 'x'),
    'hw:locked_memory': fc.constantFrom('true', 'no'),
    'hw:numa_cpus.0': fc.constantFrom('0', '0-1', '0-99', '1-0'),
    'hw:numa_mem.0': fc.constantFrom('256', '512', 'x'),
    'resources:PCPU': fc.constantFrom('1', '4', 'x'),
    'trait:HW_CPU_HYPERTHREADING': fc.constantFrom('required', 'forbidden'),
  };
  return {
    'hw:cpu_thread_policy': also(['prefer', 'isolate', 'require'], ['', 'bogus']),
    'hw:emulator_threads_policy': also(['isolate', 'share'], ['', 'bogus']),
    ...pageExtras(also),
    ...(odd ? careless : {}),
  };
}

/** All of `always`, and about a third of `sometimes`. */
function named(always: Texts, sometimes: Texts): fc.Arbitrary<Readonly<Record<string, string>>> {
  const options = Object.entries(sometimes).map(([name, value]) =>
    fc
      .oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })
      .map((text) => [name, text] as const),
  );
  return fc.tuple(fc.record(always), fc.tuple(...options)).map(([fixed, extra]) => ({
    ...(Object.fromEntries(extra.filter(([, text]) => text !== null)) as Record<string, string>),
    ...fixed,
  }));
}

const limits = fc.record({
  cpu_allocation_ratio: fc.constantFrom(0.5, 1, 2, 16),
  ram_allocation_ratio: fc.constantFrom(0.5, 1, 1.5),
  network_metadata: fc.option(fc.record({ physnets, tunneled: fc.boolean() }), { freq: 2 }),
});

const pools: fc.Arbitrary<PciPoolJson> = fc
  .record({
    vendor_id: fc.constantFrom('8086', '8086', '10DE'),
    product_id: fc.constantFrom('1520', '1520', '1db4'),
    numa_node: fc.option(fc.nat({ max: 3 })),
    count: fc.constantFrom(0, 1, 2, 8, 8),
    tags: fc.record(
      {
        dev_type: fc.constantFrom('type-PCI', 'type-PF', 'type-VF', 'vdpa'),
        physical_network: fc.constantFrom('pn0', 'PN0'),
        remote_managed: fc.constantFrom('true', 'false'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ tags, ...pool }) => ({ ...pool, ...tags }));

const particularSpecs = fc.record(
  {
    vendor_id: fc.constantFrom('8086', '10de'),
    product_id: fc.constantFrom('1520', '1db4'),
    dev_type: fc.constantFrom('type-PF', 'vdpa', 'type-VF'),
    physical_network: fc.constantFrom('pn0', 'pn1'),
    remote_managed: fc.constantFrom('true', 'no'),
  },
  { requiredKeys: [] },
);
const plainSpecs = fc.record({ vendor_id: fc.constantFrom('8086', '8086', '10de') });

const requests: fc.Arbitrary<PciRequestJson> = fc.record({
  count: fc.constantFrom(1, 1, 2, 3),
  spec: fc.array(fc.oneof(plainSpecs, particularSpecs), { minLength: 1, maxLength: 2 }),
  numa_policy: fc.constantFrom(null, 'legacy', 'required', 'preferred', 'socket'),
});

function nodeOf(node: number | null | undefined, cells: number): number | null {
  return node === null || node === undefined ? null : node % cells;
}
