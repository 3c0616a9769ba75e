/** Sizes of the servers that are asked for. */
export const flavors = [
  { name: 'modes-nano', vcpus: 1, ramMib: 128, rootGib: 1 },
  { name: 'modes-micro', vcpus: 1, ramMib: 256, rootGib: 1 },
  { name: 'modes-small', vcpus: 2, ramMib: 512, rootGib: 2 },
  { name: 'modes-medium', vcpus: 4, ramMib: 1024, rootGib: 4 },
] as const;

/** Groups that servers are asked into. */
export const groups = ['anti-affinity', 'soft-anti-affinity', 'affinity', 'soft-affinity'] as const;

/** One server of the stream; times count requests, each of which ends before the next begins. */
export interface StreamItem {
  /** Index into `flavors`. */
  readonly flavor: number;
  /** Index into `groups`, or -1. */
  readonly group: number;
  /** Deleted right before this creation; `Infinity` for never. */
  readonly deletedBefore: number;
}

/** The same requests for the same seed: creations of several flavors, some into groups, and deletions. */
export function requestStream(count: number, seed: number): readonly StreamItem[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, at) => ({
    flavor: Math.floor(random() * flavors.length),
    group: random() < 0.3 ? Math.floor(random() * groups.length) : -1,
    deletedBefore: random() < 0.5 ? at + 1 + Math.floor(random() * 20) : Infinity,
  }));
}

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
