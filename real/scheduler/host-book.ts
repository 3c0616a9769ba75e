import { applyUsage, CloudState, HostPlacement } from '../../core/index.ts';
import type { Aggregate, CandidateSource, HostState, InstanceTopology, Placement } from '../../core/index.ts';
import type { AggregateRow } from '../objects/catalogue.ts';
import type { Instance } from '../objects/instance.ts';
import type { ComputeNodeRow, ServiceRow } from '../objects/service.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { hostStateOf, saysTheSame, serviceStateOf, updateHostState } from './host-state-of.ts';
import { occupancyOf, secondOccupancyOf } from './occupancy.ts';
import type { Occupancy } from './occupancy.ts';
import { PlacementCandidates } from './placement-candidates.ts';

interface Entry {
  readonly occupancy: Occupancy;
  /** Decided, and not yet in the server's row. */
  readonly isPending: boolean;
}

interface Built {
  readonly cloud: CloudState;
  readonly placement: Placement;
  /** How many providers Placement had. */
  readonly providers: number;
  /** Indexes by service host name. */
  readonly byName: ReadonlyMap<string, number>;
}

export interface HostBookParts {
  readonly tables: ComputeTables;
  /** The account of the service, which may be exchanged. */
  readonly placement: () => Placement;
  /** Nova: `[scheduler] max_placement_results`. */
  readonly candidatesMax: number;
}

/** The second entry of a server, while a resize is open. */
const second = (uuid: string): string => `${uuid}/second`;

/**
 * What the scheduler knows of hosts and the servers on them. It hears of every change of a row and never looks through
 * all of them, apart from when a host comes or goes. Hosts stand in the order of their resource providers, as candidates
 * do in Placement. Nova: `HostManager`.
 */
export class HostBook {
  readonly #tables: ComputeTables;
  readonly #placement: () => Placement;
  readonly #candidatesMax: number;
  readonly #entries = new Map<string, Entry>();
  readonly #failedBuilds = new Map<string, number>();
  readonly #unwatch: readonly (() => void)[];
  #current: Built | undefined;
  #onRebuilt: (cloud: CloudState) => void = () => {};

  constructor({ tables, placement, candidatesMax }: HostBookParts) {
    this.#tables = tables;
    this.#placement = placement;
    this.#candidatesMax = candidatesMax;
    for (const instance of tables.instances.all()) this.#follow(instance.uuid, instance);
    this.#unwatch = [
      tables.instances.watch((before, after) => this.#follow((after ?? before)!.uuid, after)),
      tables.computeNodes.watch((before, after) => this.#nodeChanged(before, after)),
      tables.services.watch((before, after) => this.#serviceChanged((after ?? before)!, after)),
      tables.aggregates.watch(() => this.#current?.cloud.setAggregates(this.#aggregates())),
    ];
  }

  close(): void {
    for (const unwatch of this.#unwatch) unwatch();
  }

  /** Calls with each new cloud, for those who keep something about it. */
  set onRebuilt(listener: (cloud: CloudState) => void) {
    this.#onRebuilt = listener;
  }

  /** The hosts as they are now. */
  get cloud(): CloudState {
    const placement = this.#placement();
    const known = this.#current;
    const isCurrent =
      known !== undefined && known.placement === placement && known.providers === placement.state.providers.length;
    return (isCurrent ? known : this.#rebuild(placement)).cloud;
  }

  /** Claims and candidates of the present cloud. */
  candidates(): PlacementCandidates {
    const { cloud } = this;
    return new PlacementCandidates(
      this.#placement(),
      cloud.hosts.map(({ uuid }) => uuid),
    );
  }

  hostNamed(name: string): HostState | undefined {
    const { cloud } = this;
    const index = this.#current!.byName.get(name);
    return index === undefined ? undefined : cloud.hosts[index];
  }

  /** Where a server is, or was decided to go. */
  hostOf(uuid: string): string | undefined {
    return this.#entries.get(uuid)?.occupancy.host;
  }

  /** Takes what was decided, until the row says the same. `isSecond`: besides what the server has. */
  reserve(uuid: string, occupancy: Occupancy, isSecond: boolean): void {
    this.#put(isSecond ? second(uuid) : uuid, { occupancy, isPending: true });
  }

  /** Gives back what was decided and did not come about. */
  cancel(uuid: string): void {
    for (const key of [uuid, second(uuid)]) if (this.#entries.get(key)?.isPending) this.#put(key, undefined);
  }

  /** A build failed on a host, or one succeeded, which forgives those before. Nova: `failed_builds`. */
  buildEnded(host: string, hasFailed: boolean): void {
    const count = hasFailed ? (this.#failedBuilds.get(host) ?? 0) + 1 : 0;
    if (count === (this.#failedBuilds.get(host) ?? 0)) return;
    this.#failedBuilds.set(host, count);
    const index = this.#current?.byName.get(host);
    if (index !== undefined) this.#current!.cloud.setFailedBuilds(index, count);
  }

  #follow(uuid: string, after: Instance | undefined): void {
    this.#bring(uuid, occupancyOf(after), after);
    this.#bring(second(uuid), secondOccupancyOf(after), after);
  }

  #bring(key: string, wanted: Occupancy | undefined, row: Instance | undefined): void {
    const before = this.#entries.get(key);
    if (wanted !== undefined) return this.#put(key, { occupancy: wanted, isPending: false });
    // The row does not know yet where it was decided to go.
    if (before?.isPending && row !== undefined && row.vmState !== 'error' && row.deletedAtSeconds === null) return;
    if (before !== undefined) this.#put(key, undefined);
  }

  #put(key: string, entry: Entry | undefined): void {
    const before = this.#entries.get(key);
    if (entry) this.#entries.set(key, entry);
    else this.#entries.delete(key);
    const { cloud, byName } = this.#current ?? {};
    if (!cloud || !byName) return;
    const [from, to] = [before?.occupancy, entry?.occupancy];
    if (from && to && takesTheSame(from, to)) {
      const index = byName.get(to.host);
      if (index === undefined || from.isBusy === to.isBusy) return;
      if (to.isBusy) cloud.beginOperation(index);
      else cloud.endOperation(index);
      // What is kept is what was counted: it is given back as it was taken.
      this.#entries.set(key, { ...entry!, occupancy: { ...from, isBusy: to.isBusy } });
      return;
    }
    if (from) this.#vacate(cloud, byName, key, from);
    if (to) this.#occupy(cloud, byName, key, to);
  }

  #occupy(cloud: CloudState, byName: ReadonlyMap<string, number>, key: string, taken: Occupancy): void {
    const index = byName.get(taken.host);
    if (index === undefined) return;
    cloud.consume(index, taken.flavor, key, taken.image ?? undefined);
    if (!taken.isBusy) cloud.endOperation(index);
    useTopology(cloud, index, taken.topology, 'add');
  }

  #vacate(cloud: CloudState, byName: ReadonlyMap<string, number>, key: string, taken: Occupancy): void {
    const index = byName.get(taken.host);
    if (index === undefined) return;
    cloud.free(index, taken.flavor, key, taken.isBusy, taken.image ?? undefined);
    useTopology(cloud, index, taken.topology, 'free');
  }

  #nodeChanged(before: ComputeNodeRow | undefined, after: ComputeNodeRow | undefined): void {
    const known = this.#current;
    if (!known) return;
    const index = after && known.byName.get(after.host);
    if (!before || !after || index === undefined || before.uuid !== after.uuid) this.#current = undefined;
    else if (!saysTheSame(before, after)) {
      // Its cells with what guests use of them are made anew from the beginning.
      if (after.description.numaTopology !== null) this.#current = undefined;
      else known.cloud.update(index, (host) => updateHostState(host, before, after));
    }
  }

  #serviceChanged({ binary, host }: ServiceRow, after: ServiceRow | undefined): void {
    const index = binary === 'nova-compute' ? this.#current?.byName.get(host) : undefined;
    if (index !== undefined) this.#current!.cloud.setService(index, serviceStateOf(after));
  }

  #rebuild(placement: Placement): Built {
    const numberOf = ({ uuid }: ComputeNodeRow): number => placement.state.providerOf(uuid) ?? Number.MAX_SAFE_INTEGER;
    const nodes = [...this.#tables.computeNodes.all()].sort((a, b) => numberOf(a) - numberOf(b));
    const hosts = nodes.map((node, index) => this.#newHost(node, index));
    const cloud = new CloudState({
      hosts,
      aggregates: this.#aggregates(),
      placement: candidateSource(placement, nodes, this.#candidatesMax),
    });
    const byName = new Map(hosts.map(({ host }, index) => [host, index]));
    const built = { cloud, placement, providers: placement.state.providers.length, byName };
    this.#current = built;
    for (const [key, { occupancy }] of this.#entries) this.#occupy(cloud, byName, key, occupancy);
    this.#onRebuilt(cloud);
    return built;
  }

  #newHost(node: ComputeNodeRow, index: number): HostState {
    const host = hostStateOf(index, node);
    host.service = serviceStateOf(this.#tables.services.one('byHost', 'nova-compute', node.host));
    host.failedBuilds = this.#failedBuilds.get(node.host) ?? 0;
    return host;
  }

  #aggregates(): readonly Aggregate[] {
    return [...this.#tables.aggregates.all()].map(({ id, uuid, name, hosts, metadata }: AggregateRow) => ({
      id,
      uuid,
      name,
      hosts: new Set(hosts),
      metadata,
    }));
  }
}

/**
 * Where every provider is a host and stands alone, the account itself, which the fast engine knows how to read; else
 * the full search for candidates.
 */
function candidateSource(placement: Placement, nodes: readonly ComputeNodeRow[], most: number): CandidateSource {
  const { providers } = placement.state;
  const isPlain =
    nodes.length <= most &&
    !placement.state.hasTrees &&
    providers.length === nodes.length &&
    nodes.every(({ uuid }, index) => providers[index]?.uuid === uuid);
  const uuids = nodes.map(({ uuid }) => uuid);
  return isPlain ? new HostPlacement(placement.state) : new PlacementCandidates(placement, uuids);
}

function takesTheSame(one: Occupancy, other: Occupancy): boolean {
  const { flavor: a, image: i } = one;
  const { flavor: b, image: j } = other;
  const sameFlavor =
    a === b ||
    (a.vcpus === b.vcpus && a.ramMib === b.ramMib && a.rootGib === b.rootGib && a.ephemeralGib === b.ephemeralGib);
  const sameImage = i?.properties === j?.properties || JSON.stringify(i?.properties) === JSON.stringify(j?.properties);
  const sameCells = one.topology === null && other.topology === null;
  return one.host === other.host && sameFlavor && sameImage && (sameCells || one.topology === other.topology);
}

function useTopology(cloud: CloudState, index: number, cells: InstanceTopology | null, change: 'add' | 'free'): void {
  if (cells === null || !cloud.hosts[index]!.numaTopology) return;
  cloud.update(index, (host) => {
    host.numaTopology = applyUsage(host.numaTopology!, cells, change);
  });
}
