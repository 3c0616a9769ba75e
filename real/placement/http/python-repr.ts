/** Longest text of a value in an error message, characters. */
const LONGEST = 300;

/** Writes a JSON value as Placement's messages do: quotes are single, null is None. */
export function pythonRepr(value: unknown): string {
  const text = represent(value, 3);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

function represent(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value.slice(0, LONGEST));
  if (typeof value !== 'object') return String(value);
  if (depth === 0) return '...';
  if (Array.isArray(value))
    return `[${value
      .slice(0, 20)
      .map((each) => represent(each, depth - 1))
      .join(', ')}]`;
  const members = Object.entries(value).slice(0, 20);
  return `{${members.map(([key, each]) => `${quoted(key)}: ${represent(each, depth - 1)}`).join(', ')}}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
