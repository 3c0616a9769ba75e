import { inventoryCapacity, invariant } from '../../core/index.ts';
import { gauge, type UsageMeter } from '../metrics/usage-meter.ts';
import type { HostSpec } from '../run/run-input.ts';
import { hostInventories } from './host-inventories.ts';

/** What one instance takes from its host, as Placement counts it. */
export interface Demand {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
}

/**
 * The simulator's own book of what is taken on each host, kept besides Placement's so that one
 * checks the other, and in columns so that samples are cheap. Feeds the meter.
 */
export class HostLedger {
  readonly vcpuCapacity: Float64Array;
  readonly ramCapacityMib: Float64Array;
  readonly diskCapacityGib: Float64Array;
  readonly vcpuUsed: Float64Array;
  readonly ramUsedMib: Float64Array;
  readonly diskUsedGib: Float64Array;
  /** Allocations a host; an instance that moves has one on each of its two hosts. */
  readonly claims: Int32Array;
  private readonly hosts: readonly HostSpec[];
  private readonly meter: UsageMeter;

  constructor(hosts: readonly HostSpec[], meter: UsageMeter) {
    const inventories = hosts.map(hostInventories);
    const capacityOf = (name: string) =>
      Float64Array.from(inventories, (byClass) => {
        const inventory = byClass[name];
        return inventory === undefined ? 0 : inventoryCapacity(inventory);
      });
    this.vcpuCapacity = capacityOf('VCPU');
    this.ramCapacityMib = capacityOf('MEMORY_MB');
    this.diskCapacityGib = capacityOf('DISK_GB');
    this.vcpuUsed = new Float64Array(hosts.length);
    this.ramUsedMib = new Float64Array(hosts.length);
    this.diskUsedGib = new Float64Array(hosts.length);
    this.claims = new Int32Array(hosts.length);
    this.hosts = hosts;
    this.meter = meter;
  }

  claim(host: number, demand: Demand): void {
    this.change(host, demand, 1);
    invariant(
      this.vcpuUsed[host]! <= this.vcpuCapacity[host]! &&
        this.ramUsedMib[host]! <= this.ramCapacityMib[host]! &&
        this.diskUsedGib[host]! <= this.diskCapacityGib[host]!,
      `host ${host} holds no more than its capacity after a claim`,
    );
    if (this.claims[host]! === 0) this.countUsedHost(host, 1);
    this.claims[host]! += 1;
  }

  release(host: number, demand: Demand): void {
    this.change(host, demand, -1);
    this.claims[host]! -= 1;
    invariant(
      this.claims[host]! >= 0 &&
        this.vcpuUsed[host]! >= 0 &&
        this.ramUsedMib[host]! >= 0 &&
        this.diskUsedGib[host]! >= 0,
      `host ${host} gives back no more than was claimed`,
    );
    if (this.claims[host]! === 0) this.countUsedHost(host, -1);
  }

  private change(host: number, demand: Demand, sign: 1 | -1): void {
    this.vcpuUsed[host]! += sign * demand.vcpus;
    this.ramUsedMib[host]! += sign * demand.ramMib;
    this.diskUsedGib[host]! += sign * demand.diskGib;
    this.meter.add(gauge.vcpuAllocated, sign * demand.vcpus);
    this.meter.add(gauge.ramAllocatedMib, sign * demand.ramMib);
    this.meter.add(gauge.diskAllocatedGib, sign * demand.diskGib);
  }

  private countUsedHost(host: number, sign: 1 | -1): void {
    this.meter.add(gauge.hostsUsed, sign);
    const { vcpus, ramMib } = this.hosts[host]!;
    this.meter.add(gauge.vcpuInstalledInUsedHosts, sign * vcpus);
    this.meter.add(gauge.ramInstalledInUsedHostsMib, sign * ramMib);
  }
}
