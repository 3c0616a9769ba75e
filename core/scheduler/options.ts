/**
 * Options of the scheduler under Nova's own names, by nova.conf group. Defaults are Nova's for the
 * compatibility level in `nova`. `resolveOptions` converts and checks them.
 */
export interface SchedulerOptions {
  /** `26` is Nova 26.2 (Zed), `2026.1` today's. Default `2026.1`. */
  readonly nova: '26' | '2026.1';
  /** Group `filter_scheduler`. */
  readonly filterScheduler: Readonly<Record<string, unknown>>;
  /** Group `metrics`. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Group `scheduler`: `max_attempts` and the request filters' switches. */
  readonly scheduler?: Readonly<Record<string, unknown>>;
  /** Group `compute`. */
  readonly compute?: Readonly<Record<string, unknown>>;
  /** Options outside any group: `service_down_time`, `default_availability_zone`. */
  readonly topLevel?: Readonly<Record<string, unknown>>;
}
