const truths = new Set(['1', 't', 'true', 'on', 'y', 'yes']);
const untruths = new Set(['0', 'f', 'false', 'off', 'n', 'no']);

/** A word for true or false, in any case of letters; `undefined` for another. oslo: `bool_from_string`. */
export function truthOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (truths.has(word)) return true;
  return untruths.has(word) ? false : undefined;
}
