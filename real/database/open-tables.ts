import type { Schema } from './open-sqlite.ts';
import { ServiceDatabase } from './service-database.ts';
import type { TableDefinition, TableDefinitions } from './table-definition.ts';
import type { Table } from './table.ts';

/** A database with its tables, each under the name of its definition. */
export type OpenTables<Defined extends TableDefinitions> = { readonly database: ServiceDatabase } & {
  readonly [Name in keyof Defined]: Defined[Name] extends TableDefinition<infer Row> ? Table<Row> : never;
};

/** @throws DatabaseError */
export async function openTables<Defined extends TableDefinitions>(
  file: string,
  schema: Schema,
  definitions: Defined,
): Promise<OpenTables<Defined>> {
  const database = await ServiceDatabase.open(file, schema);
  const tables: Record<string, unknown> = { database };
  try {
    for (const [name, definition] of Object.entries(definitions)) tables[name] = await database.table(definition);
  } catch (error) {
    await database.close();
    throw error;
  }
  return tables as OpenTables<Defined>;
}
