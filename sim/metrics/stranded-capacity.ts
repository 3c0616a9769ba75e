import type { Demand, HostLedger } from '../cloud/host-ledger.ts';

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
 * capacity is stranded, and all of it where no shape fits. `shapes` says what one instance of each
 * shape takes, `weights` how many of them run now; a mix of nothing strands nothing.
 */
export function strandedCapacity(
  ledger: HostLedger,
  accepts: (host: number) => boolean,
  shapes: readonly Demand[],
  weights: ArrayLike<number>,
): Stranded {
  const mix = shapes.map((demand, shape) => ({ demand, weight: weights[shape]! })).filter(({ weight }) => weight > 0);
  const total = { vcpus: 0, ramMib: 0, diskGib: 0 };
  if (mix.length === 0) return total;
  for (let host = 0; host < ledger.claims.length; host++) {
    if (!accepts(host)) continue;
    const vcpus = ledger.vcpuCapacity[host]! - ledger.vcpuUsed[host]!;
    const ramMib = ledger.ramCapacityMib[host]! - ledger.ramUsedMib[host]!;
    const diskGib = ledger.diskCapacityGib[host]! - ledger.diskUsedGib[host]!;
    let weights = 0;
    let meanVcpus = 0;
    let meanRamMib = 0;
    let meanDiskGib = 0;
    for (const { demand, weight } of mix) {
      if (demand.vcpus > vcpus || demand.ramMib > ramMib || demand.diskGib > diskGib) continue;
      weights += weight;
      meanVcpus += demand.vcpus * weight;
      meanRamMib += demand.ramMib * weight;
      meanDiskGib += demand.diskGib * weight;
    }
    const fill =
      weights === 0 ? 0 : Math.min(times(vcpus, meanVcpus), times(ramMib, meanRamMib), times(diskGib, meanDiskGib));
    total.vcpus += Math.max(0, vcpus - fill * meanVcpus);
    total.ramMib += Math.max(0, ramMib - fill * meanRamMib);
    total.diskGib += Math.max(0, diskGib - fill * meanDiskGib);
  }
  return total;
}

/** How often `part` goes into `whole`; a part of nothing never uses it up. */
function times(whole: number, part: number): number {
  return part > 0 ? whole / part : Number.MAX_SAFE_INTEGER;
}
