/** Refused hosts by code. */
export type CodeCounts = Record<string, number>;

export function countCode(counts: CodeCounts, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

/** The code of most hosts; the first seen of equals. */
export function commonestCode(counts: Readonly<CodeCounts> | undefined, none: string): string {
  let best = none;
  let most = 0;
  for (const [code, count] of Object.entries(counts ?? {})) {
    if (count > most) {
      best = code;
      most = count;
    }
  }
  return best;
}
