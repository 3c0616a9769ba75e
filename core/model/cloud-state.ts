import { invariant } from '../invariant.ts';
import type { CandidateSource } from '../scheduler/candidate-source.ts';
import type { Aggregate } from './aggregate.ts';
import type { Cloud, CloudObserver } from './cloud.ts';
import { consumedDiskMib, type Flavor } from './flavor.ts';
import type { Image } from './image.ts';
import { imageProperties, propertyKey } from './image-properties.ts';
import { HostState, type InstanceList, type ServiceState } from './host-state.ts';

export interface CloudParts {
  readonly hosts: readonly HostState[];
  readonly aggregates?: readonly Aggregate[];
  readonly placement?: CandidateSource | undefined;
  /**
   * Names the instances on a host, for an owner that keeps them himself and tells the cloud of amounts
   * only (`occupy`, `vacate`): asked when a filter looks at `HostState.instances`.
   */
  readonly instancesOn?: InstanceList | undefined;
}

/**
 * A cloud that lives: the one place that changes host states, so that an engine hears of it.
 *
 * Nova's scheduler learns the same from the compute nodes' reports. Placement is not touched here:
 * claim and release there with the decision's query.
 */
export class CloudState implements Cloud {
  readonly hosts: readonly HostState[];
  readonly placement: CandidateSource | undefined;
  #aggregates: readonly Aggregate[] = [];
  #observers: readonly CloudObserver[] = [];

  constructor(parts: CloudParts) {
    parts.hosts.forEach((host, i) =>
      invariant(host.index === i, `host ${host.host} stands at ${i}, not ${host.index}`),
    );
    this.hosts = parts.hosts;
    this.placement = parts.placement;
    if (parts.instancesOn !== undefined)
      for (const host of this.hosts) HostState.listInstances(host, parts.instancesOn);
    this.setAggregates(parts.aggregates ?? []);
  }

  get aggregates(): readonly Aggregate[] {
    return this.#aggregates;
  }

  /** Calls the observer from now on; the answer ends it. */
  observe(observer: CloudObserver): () => void {
    this.#observers = [...this.#observers, observer];
    return () => {
      this.#observers = this.#observers.filter((each) => each !== observer);
    };
  }

  /**
   * An instance starts to be built on a host: amounts, one more instance, one more operation. The
   * image counts for the ImagePropertiesWeigher only; give it to `free` again.
   */
  consume(hostIndex: number, flavor: Flavor, instanceUuid: string, image?: Image): void {
    const { host, instances } = this.host(hostIndex);
    if (instances.has(instanceUuid)) invariant(false, `instance ${instanceUuid} is already on ${host}`);
    instances.add(instanceUuid);
    this.occupy(hostIndex, flavor, image);
  }

  /** An instance leaves a host; `building` ends its operation too. */
  free(hostIndex: number, flavor: Flavor, instanceUuid: string, building = false, image?: Image): void {
    const { host, instances } = this.host(hostIndex);
    if (!instances.delete(instanceUuid)) invariant(false, `instance ${instanceUuid} is not on ${host}`);
    this.vacate(hostIndex, flavor, building, image);
  }

  /** As `consume`, for an owner that keeps the names of instances himself. */
  occupy(hostIndex: number, flavor: Flavor, image?: Image): void {
    const host = this.host(hostIndex);
    HostState.forgetInstances(host);
    host.vcpusUsed += flavor.vcpus;
    host.ramFreeMib -= flavor.ramMib;
    host.diskFreeMib -= consumedDiskMib(flavor);
    host.numInstances += 1;
    host.numIoOps += 1;
    if (image !== undefined) countProperties(host, image, 1);
    this.changed(hostIndex, true);
  }

  /** As `free`, for an owner that keeps the names of instances himself. */
  vacate(hostIndex: number, flavor: Flavor, building = false, image?: Image): void {
    const host = this.host(hostIndex);
    HostState.forgetInstances(host);
    host.vcpusUsed -= flavor.vcpus;
    host.ramFreeMib += flavor.ramMib;
    host.diskFreeMib += consumedDiskMib(flavor);
    host.numInstances -= 1;
    if (building) host.numIoOps -= 1;
    if (image !== undefined) countProperties(host, image, -1);
    checkNotNegative(host);
    this.changed(hostIndex, true);
  }

  /** A resize, migration or snapshot starts on the host. */
  beginOperation(hostIndex: number): void {
    this.host(hostIndex).numIoOps += 1;
    this.changed(hostIndex, true);
  }

  /** A build (started by `consume`) or another operation is over. */
  endOperation(hostIndex: number): void {
    const host = this.host(hostIndex);
    host.numIoOps -= 1;
    checkNotNegative(host);
    this.changed(hostIndex, true);
  }

  setService(hostIndex: number, change: Partial<ServiceState>): void {
    const host = this.host(hostIndex);
    host.service = { ...host.service, ...change };
    this.changed(hostIndex, false);
  }

  /** A build failed here, or (0) one succeeded after failures. Nova: `failed_builds`. */
  setFailedBuilds(hostIndex: number, failedBuilds: number): void {
    this.host(hostIndex).failedBuilds = failedBuilds;
    this.changed(hostIndex, true);
  }

  /** Changes anything else of a host and tells the observers. */
  update(hostIndex: number, change: (host: HostState) => void): void {
    change(this.host(hostIndex));
    this.changed(hostIndex, false);
  }

  /** Replaces all aggregates, and with them `HostState.aggregates`, ascending by id. */
  setAggregates(aggregates: readonly Aggregate[]): void {
    const ordered = [...aggregates].sort((a, b) => a.id - b.id);
    const byHost = new Map<string, Aggregate[]>();
    for (const aggregate of ordered) {
      for (const name of aggregate.hosts) {
        const list = byHost.get(name);
        if (list === undefined) byHost.set(name, [aggregate]);
        else list.push(aggregate);
      }
    }
    for (const host of this.hosts) host.aggregates = byHost.get(host.host) ?? NO_AGGREGATES;
    this.#aggregates = aggregates;
    for (const observer of this.#observers) observer.aggregatesChanged?.();
  }

  private host(hostIndex: number): HostState {
    const host = this.hosts[hostIndex];
    if (host === undefined) invariant(false, `no host at ${hostIndex}`);
    return host;
  }

  private changed(hostIndex: number, amountsOnly: boolean): void {
    const observers = this.#observers;
    for (let i = 0; i < observers.length; i++) observers[i]!.hostChanged(hostIndex, amountsOnly);
  }
}

function checkNotNegative(host: HostState): void {
  if (host.vcpusUsed >= 0 && host.numInstances >= 0 && host.numIoOps >= 0) return;
  invariant(false, `more was freed than used on ${host.host}`);
}

function countProperties({ instanceImageProperties: counts }: HostState, image: Image, by: 1 | -1): void {
  for (const [name, value] of imageProperties(image)) {
    const key = propertyKey(name, value);
    const count = (counts.get(key) ?? 0) + by;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  }
}

const NO_AGGREGATES: readonly Aggregate[] = [];
