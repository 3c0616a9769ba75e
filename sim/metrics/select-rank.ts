/**
 * The value that would stand at `rank` (from 0) if the first `count` values were sorted. Moves values
 * about: smaller ones stand before the rank afterwards, larger ones behind it. Takes time in proportion
 * to the count, where sorting takes more.
 */
export function selectRank(values: Float64Array, count: number, rank: number): number {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = medianOf(values[from]!, values[(from + to) >>> 1]!, values[to]!);
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const value = values[low]!;
      values[low++] = values[high]!;
      values[high--] = value;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank]!;
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
