import type { Workload } from '../workload/workload.ts';

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

/** The instances of a run as columns, by their place in the workload. */
export class InstanceTable {
  readonly count: number;
  readonly state: Uint8Array;
  /** Host with the instance's allocation; -1 for none. */
  readonly host: Int32Array;
  /** Host it moves to; -1 when it does not. */
  readonly target: Int32Array;
  /** Failures of `host` (or of `target` while there is one) when the work there began. */
  readonly hostFailures: Int32Array;
  readonly flavor: Uint16Array;
  /** Flavor after the move in flight. */
  readonly newFlavor: Uint16Array;
  /** Builds begun so far, evacuations included. */
  readonly builds: Uint16Array;
  /** Times that the scheduler was asked to move it. */
  readonly asked: Uint16Array;
  /** Of a moving instance: 1 for a live migration, 0 for a resize. */
  readonly migrating: Uint8Array;
  /** Goes up when pending events of the instance lose their meaning. */
  readonly version: Int32Array;
  /** When it became ACTIVE first; NaN before. */
  readonly activeAtSeconds: Float64Array;
  /** Number of instances in each state, by state. */
  readonly population = new Float64Array(Object.keys(instanceState).length);
  private readonly firstOnHost: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;

  constructor(workload: Workload, hosts: number) {
    const { count } = workload;
    this.count = count;
    this.state = new Uint8Array(count);
    this.host = new Int32Array(count).fill(NONE);
    this.target = new Int32Array(count).fill(NONE);
    this.hostFailures = new Int32Array(count);
    this.flavor = workload.flavor.slice(0, count);
    this.newFlavor = this.flavor.slice();
    this.builds = new Uint16Array(count);
    this.asked = new Uint16Array(count);
    this.migrating = new Uint8Array(count);
    this.version = new Int32Array(count);
    this.activeAtSeconds = new Float64Array(count).fill(Number.NaN);
    this.population[instanceState.waiting] = count;
    this.firstOnHost = new Int32Array(hosts).fill(NONE);
    this.next = new Int32Array(count).fill(NONE);
    this.previous = new Int32Array(count).fill(NONE);
  }

  setState(instance: number, state: InstanceState): void {
    this.population[this.state[instance]!]! -= 1;
    this.population[state]! += 1;
    this.state[instance] = state;
  }

  /** Puts an instance on a host; it must be on none. */
  settle(instance: number, host: number): void {
    const first = this.firstOnHost[host]!;
    this.host[instance] = host;
    this.next[instance] = first;
    this.previous[instance] = NONE;
    if (first !== NONE) this.previous[first] = instance;
    this.firstOnHost[host] = instance;
  }

  /** Takes an instance off its host. */
  leave(instance: number): void {
    const next = this.next[instance]!;
    const previous = this.previous[instance]!;
    if (next !== NONE) this.previous[next] = previous;
    if (previous !== NONE) this.next[previous] = next;
    else this.firstOnHost[this.host[instance]!] = next;
    this.host[instance] = NONE;
  }

  /** The instances on a host in the order of their arrival, whatever their state. */
  onHost(host: number): number[] {
    const found: number[] = [];
    for (let at = this.firstOnHost[host]!; at !== NONE; at = this.next[at]!) found.push(at);
    return found.sort((a, b) => a - b);
  }
}
