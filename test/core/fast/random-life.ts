import fc from 'fast-check';
import {
  type Aggregate,
  CloudState,
  completeInventory,
  createPlacementForHosts,
  defineFilter,
  defineWeigher,
  type Decision,
  type EngineConfig,
  type Flavor,
  filterRegistry,
  type HostPlacement,
  type HostState,
  type Image,
  type RequestSpec,
  type SelectOptions,
  type ServerGroup,
  weigherRegistry,
} from '../../../core/index.ts';
import { buildAggregate, buildFlavor, buildHost, buildRequest } from '../build-cloud.ts';

const n = (max: number) => fc.integer({ min: 0, max });

/** Few kinds, so that many hosts are equal. */
const hostKind = fc.record({
  vcpus: fc.constantFrom(8, 16, 16, 64),
  ramMib: fc.constantFrom(16_384, 16_384, 65_536),
  diskGib: fc.constantFrom(100, 100, 400),
  cpuRatio: fc.constantFrom(1, 4, 1.5),
  trait: fc.constantFrom('none', 'none', 'none', 'STORAGE_DISK_SSD'),
  stepSize: fc.constantFrom(1, 1, 1, 1, 2),
  hypervisorVersion: fc.constantFrom(7_002_000, 7_002_000, 7_002_000, 6_000_000),
  cell: fc.constantFrom('cell1', 'cell1', 'cell1', 'cell2'),
});

const flavor: fc.Arbitrary<Flavor> = fc
  .record({
    vcpus: fc.constantFrom(1, 2, 4, 8, 3),
    ramMib: fc.constantFrom(512, 2048, 4096, 8192, 6000),
    rootGib: fc.constantFrom(0, 1, 20, 40),
    extraSpecs: fc.constantFrom(
      {},
      {},
      {},
      {},
      { 'trait:STORAGE_DISK_SSD': 'required' },
      { 'trait:STORAGE_DISK_SSD': 'forbidden' },
      { 'capabilities:disk': 'ssd' },
      { ssd: 'true' },
      { 'resources:CUSTOM_NONE': '1' },
    ),
  })
  .map((change) => buildFlavor(change as Partial<Flavor>));

const image: fc.Arbitrary<Image | null> = fc.constantFrom<Image | null>(
  { properties: {} },
  { properties: {} },
  { properties: { hw_architecture: 'x86_64' } },
  null,
);

const multiplier = fc.constantFrom(1, 1, -1, 0, 0.5, -2.5, 1000);

const options = fc
  .record({
    nova: fc.constantFrom('26' as const, '2026.1' as const),
    ram: multiplier,
    cpu: multiplier,
    disk: multiplier,
    io: fc.constantFrom(-1, -1, 0, 1),
    instances: fc.constantFrom(0, 0, 1, -1),
    soft: fc.constantFrom(1, 1, 0, 2, 0.3),
    maxIoOps: fc.constantFrom(8, 2, 1),
    maxInstances: fc.constantFrom(50, 3),
    subset: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 2),
    shuffle: fc.constantFrom(false, false, false, false, false, false, true),
  })
  .map(({ nova, ram, cpu, disk, io, instances, soft, maxIoOps, maxInstances, subset, shuffle }) => ({
    nova,
    filterScheduler: {
      ram_weight_multiplier: ram,
      cpu_weight_multiplier: cpu,
      disk_weight_multiplier: disk,
      io_ops_weight_multiplier: io,
      soft_affinity_weight_multiplier: soft,
      soft_anti_affinity_weight_multiplier: soft,
      ...(nova === '26' ? {} : { num_instances_weight_multiplier: instances }),
      max_io_ops_per_host: maxIoOps,
      max_instances_per_host: maxInstances,
      host_subset_size: subset,
      shuffle_best_same_weighed_hosts: shuffle,
    },
  }));

const anyFilters = fc.subarray([...filterRegistry.keys()]);
const usualFilters = fc.constant([
  'ComputeFilter',
  'ComputeCapabilitiesFilter',
  'ImagePropertiesFilter',
  'ServerGroupAntiAffinityFilter',
  'ServerGroupAffinityFilter',
  'IoOpsFilter',
  'NumInstancesFilter',
]);
const anyWeighers = fc.subarray([...weigherRegistry.keys()]);

/** Depends on who the host is and on amounts: declared, and so kept between decisions. */
const declaredFilter = defineFilter({
  name: 'OwnDeclaredFilter',
  summary: 'Passes hosts whose number of instances suits the project.',
  codes: ['own'],
  reads: ['numInstances'],
  asks: ['projectId'],
  bind: ({ projectId }) => ({
    passes: (host) => (host.numInstances + host.index + projectId.charCodeAt(1)) % 4 !== 0,
    explain: () => ({ code: 'own', needed: 'another number', had: 'this one' }),
  }),
});

const undeclaredFilter = defineFilter({
  name: 'OwnUndeclaredFilter',
  summary: 'Passes hosts by the number of the instance.',
  codes: ['own'],
  bind: (_request, { instanceUuid }) => ({
    passes: (host) => (host.index + instanceUuid.length) % 3 !== 0,
    explain: () => ({ code: 'own', needed: 'another host', had: 'this one' }),
  }),
});

const declaredWeigher = defineWeigher({
  name: 'OwnDeclaredWeigher',
  summary: 'Prefers hosts by a mixture.',
  reads: ['numInstances', 'ramFreeMib'],
  asks: [],
  total: true,
  maximum: 9000,
  multiplier: () => 1.5,
  bind: () => ({ raw: (host) => host.ramFreeMib / 3 + (host.index % 5) * host.numInstances }),
});

const undeclaredWeigher = defineWeigher({
  name: 'OwnUndeclaredWeigher',
  summary: 'Prefers hosts by the request.',
  multiplier: () => 1,
  bind: ({ flavor: { vcpus } }) => ({ raw: (host) => host.vcpusUsed % (vcpus + 1) }),
});

export const randomConfig: fc.Arbitrary<EngineConfig> = fc.oneof(
  fc.record({ options, filters: usualFilters }),
  fc.record({ options, filters: usualFilters }),
  fc.record({ options, filters: anyFilters }),
  fc.record({ options, filters: fc.constant(['AggregateMultiTenancyIsolation', 'AvailabilityZoneFilter']) }),
  fc.record({ options, filters: usualFilters, weighers: anyWeighers }),
  fc.record({ options }),
  fc.record({ options, filters: usualFilters.map((usual) => [...usual, undeclaredFilter]) }),
  fc.record({
    options,
    filters: fc.constantFrom(
      ['ComputeFilter', declaredFilter, 'IoOpsFilter'],
      [declaredFilter],
      [undeclaredFilter],
      ['IoOpsFilter', undeclaredFilter, declaredFilter, 'ComputeFilter'],
    ),
    weighers: fc.constantFrom(
      ['RAMWeigher', declaredWeigher],
      [declaredWeigher, 'CPUWeigher', 'IoOpsWeigher'],
      ['RAMWeigher', 'RAMWeigher'],
      [undeclaredWeigher, 'RAMWeigher'],
    ),
  }),
);

/** What happens next: a kind and numbers that choose among what there is. */
export interface Step {
  readonly kind: (typeof kinds)[number];
  readonly a: number;
  readonly b: number;
}

const kinds = [
  'boot',
  'boot',
  'boot',
  'boot',
  'boot',
  'boot',
  'decide',
  'decide',
  'decide',
  'built',
  'built',
  'delete',
  'delete',
  'delete',
  'claim-only',
  'service',
  'silence',
  'trait',
  'inventory',
  'aggregates',
  'failed-build',
  'update',
  'odd-request',
  'special',
  'special',
  'boot-special',
] as const;

const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...kinds), a: n(9999), b: n(9999) });

export interface Life {
  readonly withPlacement: boolean;
  readonly hosts: readonly number[];
  readonly kinds: readonly (typeof hostKind extends fc.Arbitrary<infer T> ? T : never)[];
  readonly flavors: readonly Flavor[];
  readonly images: readonly (Image | null)[];
  readonly config: EngineConfig;
  readonly steps: readonly Step[];
  /** MiB of RAM that something else holds, by host: nearly every host state is then distinct. */
  readonly otherRamMib?: readonly number[];
}

export function randomLife(hostsMax: number, stepsMax: number): fc.Arbitrary<Life> {
  return fc.record({
    withPlacement: fc.constantFrom(true, true, true, true, false),
    hosts: fc.array(n(3), { minLength: 1, maxLength: hostsMax, size: 'max' }),
    kinds: fc.array(hostKind, { minLength: 4, maxLength: 4 }),
    flavors: fc.array(flavor, { minLength: 1, maxLength: 5 }),
    images: fc.array(image, { minLength: 1, maxLength: 2 }),
    config: randomConfig,
    steps: fc.array(step, { minLength: 5, maxLength: stepsMax, size: 'max' }),
  });
}

/** Many hosts that all differ, and little else than boots and deletions: largest values come and go. */
export const crowdedLife: fc.Arbitrary<Life> = fc
  .record({
    otherRamMib: fc.array(n(16_000), { minLength: 40, maxLength: 120, size: 'max' }),
    flavors: fc.array(
      fc.record({
        vcpus: fc.constantFrom(1, 2),
        ramMib: fc.constantFrom(1024, 4096, 6000),
        rootGib: fc.constantFrom(1, 3),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    options: options.map((given) => ({
      ...given,
      filterScheduler: { ...given.filterScheduler, host_subset_size: 1, shuffle_best_same_weighed_hosts: false },
    })),
    steps: fc.array(
      fc.record({ kind: fc.constantFrom('boot', 'boot', 'boot', 'delete', 'built', 'decide'), a: n(9999), b: n(9999) }),
      { minLength: 100, maxLength: 200, size: 'max' },
    ),
  })
  .map(({ otherRamMib, flavors, options: given, steps }) => ({
    withPlacement: true,
    hosts: otherRamMib.map(() => 0),
    kinds: [ROOMY, ROOMY, ROOMY, ROOMY],
    flavors: flavors.map((change) => buildFlavor(change)),
    images: [{ properties: {} }],
    config: { options: given },
    steps: steps as readonly Step[],
    otherRamMib,
  }));

const ROOMY = {
  vcpus: 64,
  ramMib: 65_536,
  diskGib: 400,
  cpuRatio: 4,
  trait: 'none',
  stepSize: 1,
  hypervisorVersion: 7_002_000,
  cell: 'cell1',
} as const;

export interface LiveCloud {
  readonly cloud: CloudState;
  readonly placement: HostPlacement | undefined;
}

export function cloudOf({ hosts, kinds: hostKinds, withPlacement, otherRamMib }: Life): LiveCloud {
  const states = hosts.map((kind, i) => {
    const { vcpus, ramMib, diskGib, cpuRatio, hypervisorVersion, cell } = hostKinds[kind]!;
    return buildHost(i, {
      vcpusTotal: vcpus,
      ramTotalMib: ramMib,
      ramFreeMib: ramMib - (otherRamMib?.[i] ?? 0),
      diskTotalGib: diskGib,
      diskFreeMib: diskGib * 1024,
      cpuAllocationRatio: cpuRatio,
      hypervisorVersion,
      cellUuid: cell,
      supportedInstances: [[kind === 3 ? 'aarch64' : 'x86_64', 'kvm', 'hvm']],
    });
  });
  if (!withPlacement) return { cloud: new CloudState({ hosts: states }), placement: undefined };
  const placement = createPlacementForHosts(
    hosts.map((kind, i) => {
      const { vcpus, ramMib, diskGib, cpuRatio, trait, stepSize } = hostKinds[kind]!;
      return {
        uuid: `uuid-${i}`,
        inventories: {
          VCPU: completeInventory({ total: vcpus, maxUnit: vcpus, allocationRatio: cpuRatio }),
          MEMORY_MB: completeInventory({ total: ramMib, maxUnit: ramMib }),
          DISK_GB: completeInventory({ total: diskGib, maxUnit: diskGib, stepSize }),
        },
        traits: trait === 'none' ? [] : [trait],
        aggregates: [],
      };
    }),
  );
  return { cloud: new CloudState({ hosts: states, placement }), placement };
}

interface Instance {
  readonly uuid: string;
  readonly host: number;
  readonly flavor: Flavor;
  building: boolean;
}

/** Lets a life happen, and asks `decide` at every decision in it. */
export function live(
  life: Life,
  { cloud, placement }: LiveCloud,
  decide: (request: RequestSpec, options: SelectOptions) => Decision,
): void {
  const instances: Instance[] = [];
  let nowSeconds = 0;
  let made = 0;
  const hostAt = (number: number) => number % cloud.hosts.length;
  const requestAt = ({ a, b }: Step): RequestSpec =>
    buildRequest({
      instanceUuids: [`new-${made++}`],
      // Another object with the same words now and then: an engine may know it again, or not.
      flavor: b % 7 === 0 ? { ...life.flavors[a % life.flavors.length]! } : life.flavors[a % life.flavors.length]!,
      image: life.images[b % life.images.length]!,
      projectId: `p${a % 3}`,
      availabilityZone: b % 11 === 0 ? 'az1' : undefined,
      bootFromVolume: b % 13 === 0,
    });
  const choose = (each: Step, request: RequestSpec) => {
    nowSeconds += each.b % 5;
    const alternates = each.a % 4 === 3 ? {} : { alternates: each.a % 4 };
    return decide(request, { nowSeconds, item: made, ...alternates });
  };
  const boot = (each: Step) => {
    const request = requestAt(each);
    const decision = choose(each, request);
    const uuid = request.instanceUuids[0]!;
    for (const { hostIndex } of decision.selections[0] ?? []) {
      if (decision.query !== undefined && !placement!.claim(hostIndex, uuid, decision.query)) continue;
      cloud.consume(hostIndex, request.flavor, uuid);
      instances.push({ uuid, host: hostIndex, flavor: request.flavor, building: true });
      return;
    }
  };
  const bootSpecial = (each: Step) => {
    const request = specialRequest(requestAt(each), cloud.hosts, each.a, each.b);
    const { selections, query } = choose(each, request);
    for (const [i, choices] of selections.entries()) {
      const uuid = request.instanceUuids[i]!;
      const { hostIndex } = choices[0]!;
      if (query !== undefined && !placement!.claim(hostIndex, uuid, query)) continue;
      cloud.consume(hostIndex, request.flavor, uuid);
      instances.push({ uuid, host: hostIndex, flavor: request.flavor, building: true });
    }
  };
  const remove = (number: number) => {
    if (instances.length === 0) return;
    const [{ uuid, host, flavor: size, building }] = instances.splice(number % instances.length, 1) as [Instance];
    placement?.release(uuid);
    cloud.free(host, size, uuid, building);
  };
  for (const each of life.steps) {
    const { kind, a, b } = each;
    const host = hostAt(a);
    switch (kind) {
      case 'boot':
        boot(each);
        break;
      case 'decide':
        choose(each, requestAt(each));
        break;
      case 'built': {
        const builds = instances.filter(({ building }) => building);
        const built = builds[a % Math.max(1, builds.length)];
        if (built === undefined) break;
        built.building = false;
        cloud.endOperation(built.host);
        break;
      }
      case 'delete':
        remove(a);
        break;
      case 'claim-only': {
        const { query, selections } = choose(each, requestAt(each));
        if (query !== undefined && selections[0] !== undefined)
          placement!.claim(selections[0][0]!.hostIndex, `claim-${made}`, query);
        break;
      }
      case 'service':
        cloud.setService(host, { disabled: b % 2 === 0 });
        placement?.setTrait(host, 'COMPUTE_STATUS_DISABLED', b % 2 === 0);
        break;
      case 'silence':
        cloud.setService(host, { lastSeenSeconds: b % 3 === 0 ? Number.POSITIVE_INFINITY : nowSeconds - (b % 60) });
        break;
      case 'trait':
        placement?.setTrait(host, 'STORAGE_DISK_SSD', b % 2 === 0);
        break;
      case 'inventory':
        placement?.setInventory(host, 'VCPU', completeInventory({ total: 1 + (b % 20), maxUnit: 1 + (b % 20) }));
        break;
      case 'aggregates':
        if (b % 4 === 0) cloud.setAggregates(aggregatesOf(a, b));
        break;
      case 'failed-build':
        cloud.setFailedBuilds(host, b % 3);
        break;
      case 'update':
        cloud.update(host, (state) => {
          state.hypervisorVersion = b % 3 === 0 ? 7_002_000 : 6_000_000;
          state.stats = b % 2 === 0 ? { disk: 'ssd' } : {};
          state.metrics = b % 2 === 0 ? new Map() : new Map([['cpu.percent', 1]]);
        });
        break;
      case 'odd-request':
        choose(each, oddRequest(requestAt(each), b));
        break;
      case 'special':
        choose(each, specialRequest(requestAt(each), cloud.hosts, a, b));
        break;
      case 'boot-special':
        bootSpecial(each);
        break;
    }
  }
}

function aggregatesOf(a: number, b: number): Aggregate[] {
  const metadata: Record<string, string>[] = [
    { availability_zone: 'az1' },
    { filter_tenant_id: 'p0' },
    { ssd: 'true' },
    b % 8 === 0 ? { ram_weight_multiplier: '2' } : { max_io_ops_per_host: '1' },
  ];
  return metadata
    .slice(0, a % 5)
    .map((each, i) => buildAggregate(i + 1, [`host${i}`, `host${i + 2}`, `host${a % 9}`], each));
}

/** Requests that say more than a flavor and an image. */
function oddRequest(request: RequestSpec, b: number): RequestSpec {
  const odd: Partial<RequestSpec>[] = [
    { forceHosts: ['host0'] },
    { requestedDestination: { host: 'host1' } },
    { schedulerHints: { different_host: ['new-1'] } },
    { schedulerHints: { same_host: ['new-1', 'new-2'] } },
    { serverGroup: { uuid: 'g', policy: 'anti-affinity', members: ['new-1', 'new-2', 'new-3'], hosts: ['host0'] } },
  ];
  return { ...request, ...odd[b % odd.length]! };
}

const policies = ['anti-affinity', 'soft-affinity', 'soft-anti-affinity', 'affinity', 'anti-affinity'] as const;

/** Several instances, hosts to ignore, a server group with the members that it has: alone or together. */
function specialRequest(request: RequestSpec, hosts: readonly HostState[], a: number, b: number): RequestSpec {
  const count = a % 3 === 0 ? 1 : 2 + (b % 7);
  const instanceUuids = Array.from({ length: count }, (_, i) => `${request.instanceUuids[0]!}-${i}`);
  const ignoreHosts = b % 4 === 0 ? [`HOST${a % 9}`, `host${b % 5}`, 'elsewhere'] : [];
  return { ...request, instanceUuids, ignoreHosts, serverGroup: groupOf(hosts, instanceUuids, a, b) };
}

function groupOf(hosts: readonly HostState[], own: readonly string[], a: number, b: number): ServerGroup | undefined {
  if (a % 5 < 2) return undefined;
  const present = hosts.flatMap(({ instances }) => [...instances]);
  const members = [...present.filter((_, i) => (i + a) % (2 + (b % 4)) === 0), ...own];
  const holders = hosts.filter(({ instances }) => members.some((uuid) => instances.has(uuid)));
  return {
    uuid: 'g',
    policy: policies[b % policies.length]!,
    maxServerPerHost: a % 2 === 0 ? undefined : 1 + (b % 3),
    members,
    hosts: [...new Set(holders.map(({ host }) => host)), ...(b % 6 === 0 ? ['host0', 'elsewhere'] : [])],
    hostsAreComplete: true,
  };
}
