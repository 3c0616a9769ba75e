/** A service's tables: in memory for reading, in SQLite for keeping. */
export { DatabaseError, NotDurableError } from './database-error.ts';
export { ServiceDatabase } from './service-database.ts';
export type { Schema } from './service-database.ts';
export { Table } from './table.ts';
export { createTableSql, defineTable } from './table-definition.ts';
