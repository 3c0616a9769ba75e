/**
 * Who gets past the door of each route, as a test writes it down: one line a route, first who, then the route's name.
 * `own   GET /v3/projects/:id` becomes `GET /v3/projects/:id` → `own`.
 */
export function accessTable(text: string): Map<string, string> {
  const lines = text.trim().split('\n');
  const entries = lines
    .map((line) => line.trim().split(/\s+/))
    .map(([who = '', ...name]) => [name.join(' '), who] as const);
  const table = new Map(entries);
  if (table.size < entries.length) {
    const twice = entries.map(([name]) => name).filter((name, index, names) => names.indexOf(name) < index);
    throw new Error(`in the table twice: ${twice.join(', ')}`);
  }
  return table;
}
