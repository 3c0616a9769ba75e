import { type Inventory, inventoryCapacity, invariant, lineRecords } from '../../core/index.ts';
import { gauge, type UsageMeter } from '../metrics/usage-meter.ts';
import type { HostSpec } from '../run/run-input.ts';
import { inventoriesOf } from './host-inventories.ts';

/** What one instance takes from its host, as Placement counts it. */
export interface Demand {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
}

/** Places in the record of a host, which is one line of the cache. */
const RECORD = 8;
const VCPUS_USED = 0;
const RAM_USED = 1;
const DISK_USED = 2;
const VCPU_CAPACITY = 3;
const RAM_CAPACITY = 4;
const DISK_CAPACITY = 5;
const CLAIMS = 6;
const CHANGES = 7;

/**
 * The simulator's own book of what is taken on each host, kept besides Placement's so that one
 * checks the other, and in records side by side so that samples are cheap. Feeds the meter.
 */
export class HostLedger {
  /** Number of hosts. */
  readonly hosts: number;
  private readonly records: Float64Array;
  private readonly vcpuInstalled: Float64Array;
  private readonly ramInstalledMib: Float64Array;
  private readonly meter: UsageMeter;

  constructor(hosts: readonly HostSpec[], meter: UsageMeter) {
    this.hosts = hosts.length;
    this.records = lineRecords(hosts.length * RECORD);
    inventoriesOf(hosts).forEach((inventories, index) => {
      const at = index * RECORD;
      this.records[at + VCPU_CAPACITY] = capacityOf(inventories['VCPU']);
      this.records[at + RAM_CAPACITY] = capacityOf(inventories['MEMORY_MB']);
      this.records[at + DISK_CAPACITY] = capacityOf(inventories['DISK_GB']);
    });
    this.vcpuInstalled = Float64Array.from(hosts, ({ vcpus }) => vcpus);
    this.ramInstalledMib = Float64Array.from(hosts, ({ ramMib }) => ramMib);
    this.meter = meter;
  }

  claim(host: number, demand: Demand): void {
    const { records } = this;
    const at = host * RECORD;
    this.change(at, demand, 1);
    const fits =
      records[at + VCPUS_USED]! <= records[at + VCPU_CAPACITY]! &&
      records[at + RAM_USED]! <= records[at + RAM_CAPACITY]! &&
      records[at + DISK_USED]! <= records[at + DISK_CAPACITY]!;
    if (!fits) invariant(false, `host ${host} holds no more than its capacity after a claim`);
    if (records[at + CLAIMS]! === 0) this.countUsedHost(host, 1);
    records[at + CLAIMS]! += 1;
  }

  release(host: number, demand: Demand): void {
    const { records } = this;
    const at = host * RECORD;
    this.change(at, demand, -1);
    records[at + CLAIMS]! -= 1;
    const isSound =
      records[at + CLAIMS]! >= 0 &&
      records[at + VCPUS_USED]! >= 0 &&
      records[at + RAM_USED]! >= 0 &&
      records[at + DISK_USED]! >= 0;
    if (!isSound) invariant(false, `host ${host} gives back no more than was claimed`);
    if (records[at + CLAIMS]! === 0) this.countUsedHost(host, -1);
  }

  vcpusUsed(host: number): number {
    return this.records[host * RECORD + VCPUS_USED]!;
  }

  ramUsedMib(host: number): number {
    return this.records[host * RECORD + RAM_USED]!;
  }

  diskUsedGib(host: number): number {
    return this.records[host * RECORD + DISK_USED]!;
  }

  vcpuCapacity(host: number): number {
    return this.records[host * RECORD + VCPU_CAPACITY]!;
  }

  ramCapacityMib(host: number): number {
    return this.records[host * RECORD + RAM_CAPACITY]!;
  }

  diskCapacityGib(host: number): number {
    return this.records[host * RECORD + DISK_CAPACITY]!;
  }

  /** Allocations on a host; an instance that moves has one on each of its two hosts. */
  claims(host: number): number {
    return this.records[host * RECORD + CLAIMS]!;
  }

  /** Claims and releases of a host so far: tells whether anything changed. */
  changes(host: number): number {
    return this.records[host * RECORD + CHANGES]!;
  }

  private change(at: number, demand: Demand, sign: 1 | -1): void {
    const { records, meter } = this;
    records[at + CHANGES]! += 1;
    records[at + VCPUS_USED]! += sign * demand.vcpus;
    records[at + RAM_USED]! += sign * demand.ramMib;
    records[at + DISK_USED]! += sign * demand.diskGib;
    meter.add(gauge.vcpuAllocated, sign * demand.vcpus);
    meter.add(gauge.ramAllocatedMib, sign * demand.ramMib);
    meter.add(gauge.diskAllocatedGib, sign * demand.diskGib);
  }

  private countUsedHost(host: number, sign: 1 | -1): void {
    this.meter.add(gauge.hostsUsed, sign);
    this.meter.add(gauge.vcpuInstalledInUsedHosts, sign * this.vcpuInstalled[host]!);
    this.meter.add(gauge.ramInstalledInUsedHostsMib, sign * this.ramInstalledMib[host]!);
  }
}

function capacityOf(inventory: Inventory | undefined): number {
  return inventory === undefined ? 0 : inventoryCapacity(inventory);
}
