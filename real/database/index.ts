/** A service's tables: in memory for reading, in SQLite for keeping. */
export { DatabaseError, NotDurableError } from './database-error.ts';
export type { Schema } from './open-sqlite.ts';
export { openTables } from './open-tables.ts';
export type { OpenTables } from './open-tables.ts';
export { ServiceDatabase } from './service-database.ts';
export { Table } from './table.ts';
export { createTableSql, createTablesSql, defineTable } from './table-definition.ts';
