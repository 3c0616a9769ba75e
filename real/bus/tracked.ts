/** Keeps the work in the set until it has ended. */
export async function tracked(underWay: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  underWay.add(work);
  try {
    await work;
  } finally {
    underWay.delete(work);
  }
}
