import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResultsWriter } from '../../store/index.ts';
import { Database } from '../../store/database.ts';
import { plan, scratchFolder } from './a-sweep.ts';

const document = readFileSync(new URL('../../docs/reference/results.md', import.meta.url), 'utf8');

/** Columns by table, from the tables of the document. */
function documented(): Map<string, string[]> {
  const tables = new Map<string, string[]>();
  let columns: string[] = [];
  const part = document.slice(0, document.indexOf('## What can be relied on'));
  for (const [, table, column] of part.matchAll(/^\|[ ]*(?:`(\w+)`)?[ ]*\|[ ]*(?:`(\w+)`)?[ ]*\|/gm)) {
    if (table !== undefined) tables.set(table, (columns = []));
    if (column !== undefined) columns.push(column);
  }
  return tables;
}

async function actual(): Promise<Map<string, string[]>> {
  const file = join(scratchFolder(), 'r.sqlite');
  await (await ResultsWriter.create(file, plan)).close();
  const database = await Database.open(file, 'read');
  const tables = new Map<string, string[]>();
  const names = await database.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`);
  for (const { name } of names.filter((table) => !table.name.endsWith('_data'))) {
    const columns = await database.all<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`);
    tables.set(
      name,
      columns.map((column) => column.name),
    );
  }
  await database.close();
  return tables;
}

describe('the document of the results file', () => {
  it('names every table, view and column, and no other', async () => {
    const [said, found] = [documented(), await actual()];
    expect([...found.keys()].length).toBeGreaterThan(10);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(found));
  });

  it('names every error code', () => {
    const source = readFileSync(new URL('../../store/store-error.ts', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map((match) => match[1]);
    expect(codes.length).toBeGreaterThan(8);
    const said = [...document.matchAll(/^\| `([a-z-]+)` *\|/gm)].map((match) => match[1]);
    expect(codes.filter((code) => !said.includes(code))).toEqual([]);
  });
});
