/** The door of the scheduler. */
export { SchedulerService } from './scheduler-service.ts';
export type { SchedulerServiceOptions } from './scheduler-service.ts';
