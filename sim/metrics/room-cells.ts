import type { Demand, HostLedger } from '../cloud/host-ledger.ts';

/** Stands for "less than any shape takes". */
const TOO_LITTLE = -1;

/**
 * Hosts by which shapes still fit on them. Free amounts are told apart only as far as a shape is: hosts
 * with the same three steps are in the same cell, and the cell of a host is kept until it changes.
 */
export class RoomCells {
  /** Number of cells so far; they are numbered as they are found. */
  count = 0;
  private readonly ledger: HostLedger;
  private readonly vcpuSteps: Float64Array;
  private readonly ramStepsMib: Float64Array;
  private readonly diskStepsGib: Float64Array;
  private readonly cellByKey = new Map<number, number>();
  /** By cell: the most of each that a shape which fits may take. */
  private readonly room: Demand[] = [];
  /** By host: its cell, and the changes of the host that were known then. */
  private readonly cellOfHost: Int32Array;
  private readonly changesSeen: Int32Array;

  constructor(ledger: HostLedger, shapes: readonly Demand[]) {
    this.ledger = ledger;
    this.vcpuSteps = stepsOf(shapes.map(({ vcpus }) => vcpus));
    this.ramStepsMib = stepsOf(shapes.map(({ ramMib }) => ramMib));
    this.diskStepsGib = stepsOf(shapes.map(({ diskGib }) => diskGib));
    this.cellOfHost = new Int32Array(ledger.hosts);
    this.changesSeen = new Int32Array(ledger.hosts).fill(TOO_LITTLE);
  }

  cellOf(host: number): number {
    const changes = this.ledger.changes(host);
    if (this.changesSeen[host] === changes) return this.cellOfHost[host]!;
    this.changesSeen[host] = changes;
    return (this.cellOfHost[host] = this.find(host));
  }

  /** Whether a shape fits on the hosts of a cell. */
  fits(cell: number, { vcpus, ramMib, diskGib }: Demand): boolean {
    const room = this.room[cell]!;
    return vcpus <= room.vcpus && ramMib <= room.ramMib && diskGib <= room.diskGib;
  }

  private find(host: number): number {
    const { ledger, vcpuSteps, ramStepsMib, diskStepsGib } = this;
    const vcpus = stepBelow(vcpuSteps, ledger.vcpuCapacity(host) - ledger.vcpusUsed(host));
    const ram = stepBelow(ramStepsMib, ledger.ramCapacityMib(host) - ledger.ramUsedMib(host));
    const disk = stepBelow(diskStepsGib, ledger.diskCapacityGib(host) - ledger.diskUsedGib(host));
    const key = ((vcpus + 1) * (ramStepsMib.length + 1) + ram + 1) * (diskStepsGib.length + 1) + disk + 1;
    const known = this.cellByKey.get(key);
    if (known !== undefined) return known;
    this.cellByKey.set(key, this.count);
    this.room.push({
      vcpus: vcpuSteps[vcpus] ?? TOO_LITTLE,
      ramMib: ramStepsMib[ram] ?? TOO_LITTLE,
      diskGib: diskStepsGib[disk] ?? TOO_LITTLE,
    });
    return this.count++;
  }
}

/** The distinct amounts, ascending. */
function stepsOf(amounts: readonly number[]): Float64Array {
  return Float64Array.from(new Set(amounts)).sort();
}

/** Place of the largest step that is not above an amount, -1 when there is none. */
function stepBelow(steps: Float64Array, amount: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]! <= amount) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
