import { createTableSql, defineTable } from '../../../real/database/index.ts';
import type { Schema } from '../../../real/database/index.ts';

/** Rows that only ever come two by two. */
export const pairs = defineTable<{ readonly number: number; readonly side: string }>({
  name: 'pair',
  key: ['number', 'side'],
  columns: { number: 'integer', side: 'text' },
});
export const pairSchema: Schema = { applicationId: 78, migrations: [createTableSql(pairs)] };
