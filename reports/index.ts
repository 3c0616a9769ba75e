/** The door of the reports: other folders import from here only. */
export * from './server/start-report-server.ts';
export * from './server/report-server-error.ts';
