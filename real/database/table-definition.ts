/** How a value is stored: `boolean` as 0 and 1, `json` as text. null may stand in any column. */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'json';

/** A table whose rows are objects of type `Row`; `userId` is the column `user_id`. */
export interface TableDefinition<Row extends object> {
  readonly name: string;
  /** Columns that together name a row. */
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [Column in keyof Row & string]: ColumnType };
  /** Further ways to find rows, by name: columns whose values are asked for together. */
  readonly indexes?: Readonly<Record<string, readonly (keyof Row & string)[]>>;
}

/** Tables by the names that a program has for them. */
export type TableDefinitions = Readonly<Record<string, TableDefinition<never>>>;

/** Names a table and its columns once, for the memory and for SQL. */
export function defineTable<Row extends object>(definition: TableDefinition<Row>): TableDefinition<Row> {
  return definition;
}

export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** In SQL, where a name may be a word of the language: `limit`. */
export function quotedColumn(property: string): string {
  return `"${columnName(property)}"`;
}

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
};

/** The statements that make the tables as they are defined today. */
export function createTablesSql(definitions: TableDefinitions): string {
  return Object.values(definitions)
    .map((definition) => createTableSql(definition))
    .join('; ');
}

/** The statement that makes the table as it is defined today. */
export function createTableSql<Row extends object>(definition: TableDefinition<Row>): string {
  const columns = Object.entries<ColumnType>(definition.columns).map(([property, type]) => {
    return `${quotedColumn(property)} ${sqlTypes[type]}`;
  });
  const key = definition.key.map(quotedColumn).join(', ');
  return `CREATE TABLE ${definition.name} (${columns.join(', ')}, PRIMARY KEY (${key})) WITHOUT ROWID, STRICT`;
}
