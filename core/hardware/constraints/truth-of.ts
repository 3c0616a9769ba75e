const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'true', 'on', 'y', 'yes']);

/** Reads a switch as OpenStack does: 1, t, true, on, y and yes in any case are true, all else is false. */
export function truthOf(value: unknown): boolean {
  return TRUE_WORDS.has(String(value).trim().toLowerCase());
}
