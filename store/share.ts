/** One of the equal parts into which the runs of a plan are cut, so that machines can do them side by side. */
export interface Share {
  /** From 1. */
  readonly number: number;
  /** Of how many. */
  readonly of: number;
}

/**
 * Numbers of the runs of a share, ascending: a stretch of the plan, so that the variants of one seed
 * stay together. Sizes differ by one at most; with more shares than runs some are empty.
 */
export function runsOfShare({ number, of }: Share, runs: number): number[] {
  const first = startOfShare(number - 1, of, runs);
  return Array.from({ length: startOfShare(number, of, runs) - first }, (_, i) => first + i);
}

/** `3/64` */
export function shareText({ number, of }: Share): string {
  return `${number}/${of}`;
}

function startOfShare(index: number, of: number, runs: number): number {
  return Math.floor((index * runs) / of);
}
