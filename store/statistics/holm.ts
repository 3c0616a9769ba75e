/**
 * Holm's step-down adjustment: with each p-value compared after it, the chance that any of them is
 * called a difference where there is none stays at the level. S. Holm, Scandinavian Journal of
 * Statistics 6 (1979), 65-70.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).toSorted((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = Array<number>(pValues.length);
  let floor = 0;
  for (const [rank, index] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = floor;
  }
  return adjusted;
}
