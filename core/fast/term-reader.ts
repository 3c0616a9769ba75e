import type { HostState } from '../model/host-state.ts';
import type { WeighTerm } from './weigh-terms.ts';

/** Terms that have a call of their own. */
const OWN_CALLS = 5;

interface Slot {
  readonly low: number;
  readonly high: number;
  readonly raw: (host: HostState) => number;
}

/**
 * Reads the values of terms from a host, each within its bounds as the reference takes it. The first
 * few have a call each, because a call that always meets the same function is compiled into its place.
 */
export class TermReader {
  private readonly slots: readonly Slot[];
  private readonly count: number;
  private readonly a: Slot;
  private readonly b: Slot;
  private readonly c: Slot;
  private readonly d: Slot;
  private readonly e: Slot;

  constructor(terms: readonly WeighTerm[]) {
    this.slots = terms.map(({ minimum, maximum, raw }) => ({
      low: minimum ?? Number.NEGATIVE_INFINITY,
      high: maximum ?? Number.POSITIVE_INFINITY,
      raw,
    }));
    this.count = terms.length;
    this.a = this.slots[0] ?? NOTHING;
    this.b = this.slots[1] ?? NOTHING;
    this.c = this.slots[2] ?? NOTHING;
    this.d = this.slots[3] ?? NOTHING;
    this.e = this.slots[4] ?? NOTHING;
  }

  /** Writes the values from `at` on. */
  read(host: HostState, out: Float64Array, at: number): void {
    const { count, slots, a, b, c, d, e } = this;
    if (count > 0) out[at] = within(a, a.raw(host));
    if (count > 1) out[at + 1] = within(b, b.raw(host));
    if (count > 2) out[at + 2] = within(c, c.raw(host));
    if (count > 3) out[at + 3] = within(d, d.raw(host));
    if (count > 4) out[at + 4] = within(e, e.raw(host));
    for (let t = OWN_CALLS; t < count; t++) out[at + t] = within(slots[t]!, slots[t]!.raw(host));
  }
}

function within({ low, high }: Slot, value: number): number {
  if (value < low) return low;
  return value > high ? high : value;
}

const NOTHING: Slot = { low: 0, high: 0, raw: () => 0 };
