/** Names for a message: the first few, then how many more. */
export function listNames(names: Iterable<string>, none = 'none', shown = 5): string {
  const all = [...names];
  if (all.length === 0) return none;
  const first = all.slice(0, shown).join(', ');
  return all.length > shown ? `${first} and ${all.length - shown} more` : first;
}
