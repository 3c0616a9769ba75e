/**
 * All ordered choices of `length` different items, in the lexicographic order of their positions.
 * Each choice is a new array.
 */
export function* permutations<T>(items: readonly T[], length: number): Generator<readonly T[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const [position, item] of items.entries()) {
    const others = items.toSpliced(position, 1);
    for (const rest of permutations(others, length - 1)) yield [item, ...rest];
  }
}
