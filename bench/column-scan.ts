import type { CloudState, HostPlacement, HostState, RequestSpec } from '../core/index.ts';
import { type Policy, undeclaredFilter } from './decision-config.ts';

/**
 * What there is to beat: one pass over columns for the hosts with room and the largest values among
 * them, a second one for the best weight. It knows nothing but room and Nova's four weighers for free
 * vCPU, RAM, disk and operations in flight.
 */
export class ColumnScan {
  /** Of the host that `choose` answered last. */
  weight = 0;
  private readonly hosts: readonly HostState[];
  private readonly needs: readonly (readonly number[])[];
  private readonly rooms: readonly Int32Array[];
  private readonly multiplier: number;
  private readonly passes: ((host: HostState) => boolean) | undefined;
  private readonly vcpus: Float64Array;
  private readonly ramMib: Float64Array;
  private readonly diskMib: Float64Array;
  private readonly ioOps: Float64Array;
  private readonly survivors: Int32Array;

  constructor(
    cloud: CloudState,
    { state }: HostPlacement,
    requests: readonly RequestSpec[],
    { policy, undeclared = false }: { readonly policy: Policy; readonly undeclared?: boolean },
  ) {
    const count = cloud.hosts.length;
    this.hosts = cloud.hosts;
    this.needs = requests.map(({ flavor }) => [flavor.vcpus, flavor.ramMib, flavor.rootGib]);
    this.rooms = ['VCPU', 'MEMORY_MB', 'DISK_GB'].map((name) => state.column(state.classes.add(name))!.room);
    this.multiplier = policy === 'spread' ? 1 : -1;
    const context = { options: undefined!, nowSeconds: 0, instanceUuid: '' };
    this.passes = undeclared ? undeclaredFilter.bind(requests[0]!, context)!.passes : undefined;
    this.vcpus = new Float64Array(count);
    this.ramMib = new Float64Array(count);
    this.diskMib = new Float64Array(count);
    this.ioOps = new Float64Array(count);
    this.survivors = new Int32Array(count);
    for (const { index } of cloud.hosts) this.read(index);
    cloud.observe({ hostChanged: (index) => this.read(index) });
  }

  /** The host for the request of this number, -1 when none has room. */
  choose(request: number): number {
    const { vcpus, ramMib, diskMib, ioOps, survivors, multiplier } = this;
    const count = this.filter(this.needs[request]!);
    const most = [vcpus, ramMib, diskMib, ioOps].map((column) => this.largest(column, count));
    const [vcpusMost, ramMost, diskMost, ioMost] = most as [number, number, number, number];
    let best = -1;
    let heaviest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const host = survivors[i]!;
      let weight = vcpusMost > 0 ? multiplier * (vcpus[host]! / vcpusMost) : 0;
      if (diskMost > 0) weight += multiplier * (diskMib[host]! / diskMost);
      if (ioMost > 0) weight -= ioOps[host]! / ioMost;
      if (ramMost > 0) weight += multiplier * (ramMib[host]! / ramMost);
      if (!(weight > heaviest)) continue;
      best = host;
      heaviest = weight;
    }
    this.weight = count > 1 ? heaviest : 0;
    return best;
  }

  private filter([vcpus, ramMib, diskGib]: readonly number[]): number {
    const { rooms, survivors, passes, hosts } = this;
    const [vcpuRoom, ramRoom, diskRoom] = rooms as [Int32Array, Int32Array, Int32Array];
    let count = 0;
    for (let host = 0; host < hosts.length; host++) {
      if (vcpuRoom[host]! < vcpus! || ramRoom[host]! < ramMib! || diskRoom[host]! < diskGib!) continue;
      if (passes === undefined || passes(hosts[host]!)) survivors[count++] = host;
    }
    return count;
  }

  private largest(column: Float64Array, count: number): number {
    const { survivors } = this;
    let found = 0;
    for (let i = 0; i < count; i++) if (column[survivors[i]!]! > found) found = column[survivors[i]!]!;
    return found;
  }

  private read(index: number): void {
    const { vcpusTotal, vcpusUsed, ramFreeMib, diskFreeMib, numIoOps } = this.hosts[index]!;
    this.vcpus[index] = vcpusTotal - vcpusUsed;
    this.ramMib[index] = ramFreeMib;
    this.diskMib[index] = diskFreeMib;
    this.ioOps[index] = numIoOps;
  }
}
