import { jsonLiteral } from './sqlite.ts';
import { columnName, quotedColumn } from './table-definition.ts';
import type { ColumnType, TableDefinition } from './table-definition.ts';
import type { Table } from './table.ts';

/** Statements that bring these rows in the file to what they are in memory. */
export function changesSql(table: Table<object>, keys: Iterable<string>): string[] {
  const put: object[] = [];
  const gone: unknown[][] = [];
  for (const key of keys) {
    const row = table.current(key);
    if (row) put.push(row);
    else gone.push(key.startsWith('"') ? [key.slice(1)] : (JSON.parse(key) as unknown[]));
  }
  const sql: string[] = [];
  if (gone.length > 0) sql.push(removeSql(table.definition, gone));
  if (put.length > 0) sql.push(putSql(table.definition, put));
  return sql;
}

/** One statement that puts all the rows. */
function putSql<Row extends object>(definition: TableDefinition<Row>, rows: readonly Row[]): string {
  const columns = Object.entries<ColumnType>(definition.columns);
  const values = rows.map((row) => columns.map(([name, type]) => toSql(row[name as keyof Row], type)));
  const names = columns.map(([name]) => quotedColumn(name)).join(', ');
  const picks = columns.map((_column, at) => `value ->> ${at}`).join(', ');
  return `INSERT OR REPLACE INTO ${definition.name} (${names}) SELECT ${picks} FROM json_each(${jsonLiteral(values)})`;
}

/** One statement that removes the rows with these keys (lists of the key's values). */
function removeSql<Row extends object>(
  definition: TableDefinition<Row>,
  keys: readonly (readonly unknown[])[],
): string {
  const names = definition.key.map(quotedColumn).join(', ');
  const picks = definition.key.map((_column, at) => `value ->> ${at}`).join(', ');
  return `DELETE FROM ${definition.name} WHERE (${names}) IN (SELECT ${picks} FROM json_each(${jsonLiteral(keys)}))`;
}

/** A row as SQLite gave it, in the form that the program uses. */
export function rowFromSql<Row extends object>(
  definition: TableDefinition<Row>,
  found: Readonly<Record<string, unknown>>,
): Row {
  const entries = Object.entries<ColumnType>(definition.columns).map(([name, type]) => {
    return [name, fromSql(found[columnName(name)], type)];
  });
  return Object.fromEntries(entries) as Row;
}

function toSql(value: unknown, type: ColumnType): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  return type === 'boolean' ? Number(value) : value;
}

function fromSql(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'json') return JSON.parse(value as string);
  return type === 'boolean' ? value === 1 : value;
}
