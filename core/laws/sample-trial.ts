import type { Aggregate } from '../model/aggregate.ts';
import { CloudState } from '../model/cloud-state.ts';
import { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ServerGroupPolicy } from '../model/server-group.ts';
import { RandomStream } from '../random.ts';
import type { LawTrial } from './check-laws.ts';

/** Names under which an extension looks for something, so that a sample holds them. */
export interface SampleKeys {
  readonly extraSpecs: readonly string[];
  readonly hints: readonly string[];
  readonly imageProperties: readonly string[];
  /** Of aggregates. */
  readonly metadata: readonly string[];
  /** Of hosts. */
  readonly stats: readonly string[];
  readonly metrics: readonly string[];
}

export interface SampleSize {
  readonly hosts: number;
  readonly requests: number;
}

const noKeys: SampleKeys = { extraSpecs: [], hints: [], imageProperties: [], metadata: [], stats: [], metrics: [] };

/**
 * A cloud of varied hosts and aggregates and varied requests, drawn from a seed: full and empty hosts,
 * some down, some overcommitted; requests with and without image, zone, group and hints. What is
 * named in `keys` is there with few different values, so that texts of both sides often agree.
 * Default: 40 hosts and 16 requests.
 */
export function sampleTrial(seed: number, keys = noKeys, size: SampleSize = { hosts: 40, requests: 16 }): LawTrial {
  const hosts = Array.from({ length: size.hosts }, (_, i) => sampleHost(new Draws(seed, 'laws.host', i), i, keys));
  const aggregates = Array.from({ length: AGGREGATES }, (_, i) =>
    sampleAggregate(new Draws(seed, 'laws.aggregate', i), i, hosts, keys),
  );
  const requests = Array.from({ length: size.requests }, (_, i) =>
    sampleRequest(new Draws(seed, 'laws.request', i), i, keys),
  );
  return { cloud: new CloudState({ hosts, aggregates }), requests, nowSeconds: NOW_SECONDS };
}

const AGGREGATES = 6;
const NOW_SECONDS = 1_000_000;
const ZONES = ['zone-1', 'zone-2'];
const POLICIES: readonly ServerGroupPolicy[] = ['affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity'];
/** Texts of extra specs, metadata and the like: names, lists, numbers, truth values. */
const TEXTS = ['a', 'b', 'a,b', '1', '4', '0.5', 'true', 'false'];

/** The draws of one item, one after the other. */
class Draws {
  private readonly stream: RandomStream;
  private readonly item: number;
  private count = 0;

  constructor(seed: number, name: string, item: number) {
    this.stream = new RandomStream(seed, name);
    this.item = item;
  }

  /** Uniform integer from 0 to `most`. */
  upTo(most: number): number {
    return this.stream.integer(most + 1, this.item, this.count++);
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length - 1)]!;
  }

  chance(percent: number): boolean {
    return this.upTo(99) < percent;
  }

  /** Most of the names, with a text each. */
  texts(names: readonly string[]): Record<string, string> {
    return Object.fromEntries(names.filter(() => this.chance(75)).map((name) => [name, this.one(TEXTS)]));
  }
}

function sampleHost(draws: Draws, index: number, keys: SampleKeys): HostState {
  const host = new HostState(index, `sample-host-uuid-${index}`, `host-${index}`, `node-${index}`);
  host.cellUuid = draws.one(['cell-1', 'cell-2']);
  host.hostIp = `192.0.2.${1 + (index % 250)}`;
  host.vcpusTotal = draws.one([8, 32, 64]);
  host.ramTotalMib = host.vcpusTotal * draws.one([2048, 8192]);
  host.diskTotalGib = draws.one([100, 4000]);
  host.cpuAllocationRatio = draws.one([1, 4, 16]);
  host.numInstances = draws.one([0, 1, 3, 12]);
  for (let i = 0; i < host.numInstances; i++) host.instances.add(`sample-instance-${index}-${i}`);
  host.vcpusUsed = draws.upTo(host.vcpusTotal * 2);
  host.ramFreeMib = host.ramTotalMib - draws.upTo(Math.round(host.ramTotalMib * 1.1));
  host.diskFreeMib = host.diskTotalGib * 1024 - draws.upTo(host.diskTotalGib * 1050);
  host.diskUsedMib = host.diskTotalGib * 1024 - host.diskFreeMib;
  host.numIoOps = draws.one([0, 0, 1, 9]);
  host.failedBuilds = draws.one([0, 0, 2]);
  host.hypervisorType = draws.one(['QEMU', 'QEMU', 'VMware']);
  host.hypervisorVersion = draws.one([7_002_000, 8_002_002, undefined]);
  host.cpuInfo = draws.one([undefined, '{"arch": "x86_64", "features": ["aes", "avx2"]}']);
  host.supportedInstances = draws.one([[], [['x86_64', 'kvm', 'hvm']], [['aarch64', 'kvm', 'hvm']]]);
  host.stats = draws.texts(keys.stats);
  host.metrics = new Map(['cpu.percent', ...keys.metrics].map((name) => [name, draws.upTo(100)]));
  host.service = {
    disabled: draws.chance(10),
    disabledReason: null,
    forcedDown: draws.chance(5),
    lastSeenSeconds: draws.one([Number.POSITIVE_INFINITY, NOW_SECONDS - 5, NOW_SECONDS - 3600]),
  };
  return host;
}

/** The first ones are availability zones; with more hosts each than an aggregate has on average. */
function sampleAggregate(draws: Draws, index: number, hosts: readonly HostState[], keys: SampleKeys): Aggregate {
  const zone = ZONES[index];
  const members =
    zone === undefined ? hosts.filter(() => draws.chance(30)) : hosts.filter((host) => host.index % 3 === index);
  return {
    id: index + 1,
    uuid: `sample-aggregate-${index}`,
    name: `aggregate-${index}`,
    hosts: new Set(members.map(({ host }) => host)),
    metadata: { ...draws.texts(keys.metadata), ...(zone === undefined ? {} : { availability_zone: zone }) },
  };
}

function sampleRequest(draws: Draws, index: number, keys: SampleKeys): RequestSpec {
  const vcpus = draws.one([1, 2, 8, 64]);
  const grouped = draws.chance(40);
  const placed = Array.from({ length: 3 }, () => draws.upTo(7));
  return {
    instanceUuids: Array.from({ length: draws.one([1, 1, 3]) }, (_, i) => `sample-new-${index}-${i}`),
    projectId: draws.one(['project-1', 'project-2']),
    userId: 'user-1',
    flavor: {
      id: String(index),
      name: `flavor-${vcpus}`,
      vcpus,
      ramMib: vcpus * draws.one([512, 4096]),
      rootGib: draws.one([0, 20, 200]),
      ephemeralGib: draws.one([0, 0, 50]),
      swapMib: draws.one([0, 0, 1024]),
      extraSpecs: draws.texts(keys.extraSpecs),
    },
    image: draws.chance(10) ? null : { properties: draws.texts(keys.imageProperties) },
    bootFromVolume: draws.chance(20),
    availabilityZone: draws.one([undefined, undefined, ...ZONES]),
    schedulerHints: Object.fromEntries(Object.entries(draws.texts(keys.hints)).map(([name, text]) => [name, [text]])),
    serverGroup: grouped
      ? {
          uuid: 'sample-group',
          policy: draws.one(POLICIES),
          members: placed.map((host) => `sample-instance-${host}-0`),
          hosts: [...new Set(placed.map((host) => `host-${host}`))],
        }
      : undefined,
  };
}
