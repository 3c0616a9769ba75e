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
    if (accepts(host)) addStranded(total, freeOn(ledger, host), mix);
  }
  return total;
}

type Mix = readonly { readonly demand: Demand; readonly weight: number }[];
type Sum = { -readonly [K in keyof Stranded]: Stranded[K] };

function freeOn(ledger: HostLedger, host: number): Demand {
  return {
    vcpus: ledger.vcpuCapacity[host]! - ledger.vcpuUsed[host]!,
    ramMib: ledger.ramCapacityMib[host]! - ledger.ramUsedMib[host]!,
    diskGib: ledger.diskCapacityGib[host]! - ledger.diskUsedGib[host]!,
  };
}

/** `taken` is what one instance of each shape that fits takes, times its weight. */
function addStranded(total: Sum, free: Demand, mix: Mix): void {
  const taken = { vcpus: 0, ramMib: 0, diskGib: 0 };
  let fits = false;
  for (const { demand, weight } of mix) {
    if (demand.vcpus > free.vcpus || demand.ramMib > free.ramMib || demand.diskGib > free.diskGib) continue;
    fits = true;
    taken.vcpus += demand.vcpus * weight;
    taken.ramMib += demand.ramMib * weight;
    taken.diskGib += demand.diskGib * weight;
  }
  const fill = fits
    ? Math.min(times(free.vcpus, taken.vcpus), times(free.ramMib, taken.ramMib), times(free.diskGib, taken.diskGib))
    : 0;
  total.vcpus += Math.max(0, free.vcpus - fill * taken.vcpus);
  total.ramMib += Math.max(0, free.ramMib - fill * taken.ramMib);
  total.diskGib += Math.max(0, free.diskGib - fill * taken.diskGib);
}

/** How often `part` goes into `whole`; a part of nothing never uses it up. */
function times(whole: number, part: number): number {
  return part > 0 ? whole / part : Number.MAX_SAFE_INTEGER;
}
