/**
 * Moves label centres apart until neighbours are at least `gap` apart, within [low, high], each as
 * near to where it was as the others allow. Returns positions in the order given.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const placed = order.map((index) => Math.min(high, Math.max(low, wanted[index]!)));
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + gap);
  const last = placed.length - 1;
  if (last >= 0) placed[last] = Math.min(placed[last]!, high);
  for (let i = last - 1; i >= 0; i--) placed[i] = Math.min(placed[i]!, placed[i + 1]! - gap);
  const positions = Array.from(wanted);
  for (const [rank, index] of order.entries()) positions[index] = placed[rank]!;
  return positions;
}
