/** The door of the simulator: other folders import from here only. */
export type * from './workload/workload.ts';
export type * from './run/run-input.ts';
