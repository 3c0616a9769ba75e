/** The door of the store: other folders import from here only. */
export * from './rows.ts';
