import { lineRecords, wordsOf } from '../../core/index.ts';
import type { Workload } from '../workload/workload.ts';
import { instanceUuid, migrationUuid } from './instance-uuids.ts';

/** Where an instance is in its life. Exactly one of these at any time. */
export const instanceState = {
  /** Has not arrived. */
  waiting: 0,
  /** Accepted by the API, not decided yet. */
  requested: 1,
  building: 2,
  active: 3,
  /** Active, and being resized or live-migrated: holds allocations on two hosts. */
  moving: 4,
  /** Its host has failed. */
  stopped: 5,
  /** Its host has failed and it is being rebuilt on another: holds allocations on two hosts. */
  evacuating: 6,
  /** Deleted by its owner; its host still has to clean up. */
  deleting: 7,
  deleted: 8,
  refused: 9,
  lost: 10,
} as const;

export type InstanceState = (typeof instanceState)[keyof typeof instanceState];

const NONE = -1;

/** Words of 4 bytes in the record of an instance, which is one line of the cache; the places follow. */
const RECORD = 16;
const STATE = 0;
const HOST = 1;
const CLAIM = 2;
const NEXT = 3;
const PREVIOUS = 4;
const VERSION = 5;
const FLAVOR = 6;
const NEW_FLAVOR = 7;
const TARGET = 8;
const TARGET_CLAIM = 9;
const HOST_FAILURES = 10;
const BUILDS = 11;
const ASKED = 12;
const MIGRATING = 13;
/** In numbers of 8 bytes. */
const NUMBERS = 8;
const ACTIVE_AT = 7;

/** The instances of a run by their place in the workload, each in a record of its own. Hosts count from 1 in it. */
export class InstanceTable {
  readonly count: number;
  /** Number of instances in each state, by state. */
  readonly population = new Float64Array(Object.keys(instanceState).length);
  private readonly words: Int32Array;
  private readonly numbers: Float64Array<ArrayBuffer>;
  private readonly flavors: Uint16Array;
  /** First of the chain of instances on each host. Most runs never ask who is on a host: then there are no chains. */
  private firstOnHost: Int32Array | undefined;
  private readonly hosts: number;
  /** Instances that move to a host, by host. */
  private readonly coming = new Map<number, Set<number>>();

  constructor({ count, flavor }: Workload, hosts: number) {
    this.count = count;
    this.numbers = lineRecords(count * NUMBERS);
    this.words = wordsOf(this.numbers);
    this.flavors = flavor;
    this.population[instanceState.waiting] = count;
    this.hosts = hosts;
  }

  /** An instance is asked for: its life begins. */
  arrive(instance: number): void {
    const flavor = this.flavors[instance]!;
    this.words[instance * RECORD + FLAVOR] = flavor;
    this.words[instance * RECORD + NEW_FLAVOR] = flavor;
    this.numbers[instance * NUMBERS + ACTIVE_AT] = Number.NaN;
    this.setState(instance, instanceState.requested);
  }

  state(instance: number): InstanceState {
    return this.words[instance * RECORD + STATE]! as InstanceState;
  }

  setState(instance: number, state: InstanceState): void {
    const at = instance * RECORD + STATE;
    this.population[this.words[at]!]! -= 1;
    this.population[state]! += 1;
    this.words[at] = state;
  }

  /** Host with the instance's allocation; -1 for none. */
  host(instance: number): number {
    return this.words[instance * RECORD + HOST]! - 1;
  }

  /** Placement's number of the claim on `host`. */
  claim(instance: number): number {
    return this.words[instance * RECORD + CLAIM]!;
  }

  /** Host it moves to; -1 when it does not. */
  target(instance: number): number {
    return this.words[instance * RECORD + TARGET]! - 1;
  }

  /** Placement's number of the claim on `target`. */
  targetClaim(instance: number): number {
    return this.words[instance * RECORD + TARGET_CLAIM]!;
  }

  flavor(instance: number): number {
    return this.words[instance * RECORD + FLAVOR]!;
  }

  /** Flavor after the move in flight. */
  newFlavor(instance: number): number {
    return this.words[instance * RECORD + NEW_FLAVOR]!;
  }

  /** Goes up when pending events of the instance lose their meaning. */
  version(instance: number): number {
    return this.words[instance * RECORD + VERSION]!;
  }

  /** Pending events of the instance lose their meaning; answers the new version. */
  outdate(instance: number): number {
    const version = this.version(instance) + 1;
    this.words[instance * RECORD + VERSION] = version;
    return version;
  }

  /** Failures of `host` (or of `target` while there is one) when the work there began. */
  hostFailures(instance: number): number {
    return this.words[instance * RECORD + HOST_FAILURES]!;
  }

  setHostFailures(instance: number, failures: number): void {
    this.words[instance * RECORD + HOST_FAILURES] = failures;
  }

  /** Builds begun so far, evacuations included. */
  builds(instance: number): number {
    return this.words[instance * RECORD + BUILDS]!;
  }

  countBuild(instance: number): void {
    this.words[instance * RECORD + BUILDS]! += 1;
  }

  /** Times that the scheduler was asked to move it. */
  asked(instance: number): number {
    return this.words[instance * RECORD + ASKED]!;
  }

  countAsked(instance: number): void {
    this.words[instance * RECORD + ASKED]! += 1;
  }

  /** Of a moving instance: a live migration, no resize. */
  isMigrating(instance: number): boolean {
    return this.words[instance * RECORD + MIGRATING] === 1;
  }

  setMigrating(instance: number, isMigrating: boolean): void {
    this.words[instance * RECORD + MIGRATING] = Number(isMigrating);
  }

  /** When it became ACTIVE first; NaN before. It must have arrived. */
  activeAtSeconds(instance: number): number {
    return this.numbers[instance * NUMBERS + ACTIVE_AT]!;
  }

  setActiveAt(instance: number, seconds: number): void {
    this.numbers[instance * NUMBERS + ACTIVE_AT] = seconds;
  }

  /** Puts an instance on a host, by a claim there; it must be on none. */
  settle(instance: number, host: number, claim: number): void {
    const at = instance * RECORD;
    this.words[at + HOST] = host + 1;
    this.words[at + CLAIM] = claim;
    if (this.firstOnHost !== undefined) this.link(this.firstOnHost, instance, host);
  }

  /** Takes an instance off its host. */
  leave(instance: number): void {
    if (this.firstOnHost !== undefined) this.unlink(this.firstOnHost, instance);
    this.words[instance * RECORD + HOST] = 0;
  }

  /** An instance begins to move to a host, which may be its own, by a claim there. */
  aim(instance: number, target: number, claim: number): void {
    this.words[instance * RECORD + TARGET] = target + 1;
    this.words[instance * RECORD + TARGET_CLAIM] = claim;
    const coming = this.coming.get(target);
    if (coming === undefined) this.coming.set(target, new Set([instance]));
    else coming.add(instance);
  }

  /** An instance moves no more. */
  dropAim(instance: number): void {
    const target = this.target(instance);
    const coming = this.coming.get(target)!;
    coming.delete(instance);
    if (coming.size === 0) this.coming.delete(target);
    this.words[instance * RECORD + TARGET] = 0;
  }

  /** What the instance is to become when its move ends. */
  planFlavor(instance: number, flavor: number): void {
    this.words[instance * RECORD + NEW_FLAVOR] = flavor;
  }

  /** The instance is now what it was to become. */
  takeNewFlavor(instance: number): void {
    this.words[instance * RECORD + FLAVOR] = this.newFlavor(instance);
  }

  /** Uuids of all that holds something on a host: a host cannot hold the same name twice. */
  uuidsOn(host: number): string[] {
    const uuids = this.onHost(host).map(instanceUuid);
    for (const instance of this.coming.get(host) ?? []) {
      uuids.push(this.host(instance) === host ? migrationUuid(instance) : instanceUuid(instance));
    }
    return uuids;
  }

  /** The instances on a host in the order of their arrival, whatever their state. */
  onHost(host: number): number[] {
    this.firstOnHost ??= this.makeChains();
    const found: number[] = [];
    for (let at = this.firstOnHost[host]!; at !== NONE; at = this.words[at * RECORD + NEXT]!) found.push(at);
    return found.sort((a, b) => a - b);
  }

  private makeChains(): Int32Array {
    const firstOnHost = new Int32Array(this.hosts).fill(NONE);
    for (let instance = 0; instance < this.count; instance++) {
      if (this.host(instance) >= 0) this.link(firstOnHost, instance, this.host(instance));
    }
    return firstOnHost;
  }

  private link(firstOnHost: Int32Array, instance: number, host: number): void {
    const { words } = this;
    const first = firstOnHost[host]!;
    words[instance * RECORD + NEXT] = first;
    words[instance * RECORD + PREVIOUS] = NONE;
    if (first !== NONE) words[first * RECORD + PREVIOUS] = instance;
    firstOnHost[host] = instance;
  }

  private unlink(firstOnHost: Int32Array, instance: number): void {
    const { words } = this;
    const next = words[instance * RECORD + NEXT]!;
    const previous = words[instance * RECORD + PREVIOUS]!;
    if (next !== NONE) words[next * RECORD + PREVIOUS] = previous;
    if (previous !== NONE) words[previous * RECORD + NEXT] = next;
    else firstOnHost[this.host(instance)] = next;
  }
}
