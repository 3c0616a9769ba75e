import type { Demand, HostLedger } from '../cloud/host-ledger.ts';
import { RoomCells } from './room-cells.ts';

/** Free capacity that the present mix cannot use, summed over hosts. */
export interface Stranded {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
}

/**
 * What would be left if every host were filled with the present mix.
 *
 * On each host that accepts instances, the shapes of the mix that still fit are filled in, in the
 * proportion of the mix and as a fluid, until a resource is gone; the rest of the host's free
 * capacity is stranded, and all of it where no shape fits.
 */
export class StrandedCapacity {
  private readonly ledger: HostLedger;
  private readonly shapes: readonly Demand[];
  private readonly cells: RoomCells;
  /** By cell: what one instance of each shape that fits takes, times its weight; -1: not summed up yet. */
  private takenVcpus = new Float64Array(64);
  private takenRamMib = new Float64Array(64);
  private takenDiskGib = new Float64Array(64);

  /** `shapes`: what one instance of each shape takes. */
  constructor(ledger: HostLedger, shapes: readonly Demand[]) {
    this.ledger = ledger;
    this.shapes = shapes;
    this.cells = new RoomCells(ledger, shapes);
  }

  /** `weights`: how many of each shape run now; a mix of nothing strands nothing. */
  measure(accepts: (host: number) => boolean, weights: Int32Array): Stranded {
    const total = { vcpus: 0, ramMib: 0, diskGib: 0 };
    if (!weights.some((weight) => weight > 0)) return total;
    this.takenVcpus.fill(-1);
    for (let host = 0; host < this.ledger.hosts; host++) {
      if (accepts(host)) this.add(total, host, this.cellWithMix(host, weights));
    }
    return total;
  }

  private add(total: { -readonly [K in keyof Stranded]: Stranded[K] }, host: number, cell: number): void {
    const { ledger } = this;
    const vcpus = ledger.vcpuCapacity(host) - ledger.vcpusUsed(host);
    const ramMib = ledger.ramCapacityMib(host) - ledger.ramUsedMib(host);
    const diskGib = ledger.diskCapacityGib(host) - ledger.diskUsedGib(host);
    const takenVcpus = this.takenVcpus[cell]!;
    const takenRamMib = this.takenRamMib[cell]!;
    const takenDiskGib = this.takenDiskGib[cell]!;
    // Where nothing fits, nothing is taken, however often.
    const fill = Math.min(times(vcpus, takenVcpus), times(ramMib, takenRamMib), times(diskGib, takenDiskGib));
    total.vcpus += Math.max(0, vcpus - fill * takenVcpus);
    total.ramMib += Math.max(0, ramMib - fill * takenRamMib);
    total.diskGib += Math.max(0, diskGib - fill * takenDiskGib);
  }

  /** The cell of a host, with its share of the mix summed up. */
  private cellWithMix(host: number, weights: Int32Array): number {
    const cell = this.cells.cellOf(host);
    if (cell >= this.takenVcpus.length) this.widen();
    if (this.takenVcpus[cell]! < 0) this.sumUp(cell, weights);
    return cell;
  }

  private sumUp(cell: number, weights: Int32Array): void {
    const { cells, shapes } = this;
    this.takenVcpus[cell] = 0;
    this.takenRamMib[cell] = 0;
    this.takenDiskGib[cell] = 0;
    for (let shape = 0; shape < shapes.length; shape++) {
      if (weights[shape]! <= 0 || !cells.fits(cell, shapes[shape]!)) continue;
      const { vcpus, ramMib, diskGib } = shapes[shape]!;
      this.takenVcpus[cell] += vcpus * weights[shape]!;
      this.takenRamMib[cell] += ramMib * weights[shape]!;
      this.takenDiskGib[cell] += diskGib * weights[shape]!;
    }
  }

  private widen(): void {
    this.takenVcpus = doubled(this.takenVcpus);
    this.takenRamMib = doubled(this.takenRamMib);
    this.takenDiskGib = doubled(this.takenDiskGib);
  }
}

/** How often `part` goes into `whole`; a part of nothing never uses it up. */
function times(whole: number, part: number): number {
  return part > 0 ? whole / part : Number.MAX_SAFE_INTEGER;
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(column.length * 2).fill(-1);
  wider.set(column);
  return wider;
}
