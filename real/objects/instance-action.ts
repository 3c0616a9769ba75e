/** Something that was asked of a server. Nova: `InstanceAction`. */
export interface InstanceAction {
  readonly instanceUuid: string;
  readonly requestId: string;
  /** `create`, `stop`, `resize`, … */
  readonly action: string;
  readonly userId: string;
  readonly projectId: string;
  readonly startedAtSeconds: number;
  readonly updatedAtSeconds: number;
  /** `Error` when it failed. */
  readonly message: string | null;
  /** W3C trace id, to look the steps up. */
  readonly traceId: string;
}

/** A part of an action. Nova: `InstanceActionEvent`. */
export interface InstanceActionEvent {
  readonly instanceUuid: string;
  readonly requestId: string;
  /** Counts within the action, from 0. */
  readonly position: number;
  /** `conductor_schedule_and_build`, `compute__do_build_and_run_instance`, … */
  readonly event: string;
  readonly startedAtSeconds: number;
  readonly finishedAtSeconds: number | null;
  readonly result: 'Success' | 'Error' | null;
  readonly details: string | null;
  readonly host: string | null;
}

/** Why a server is in ERROR, or what the last failed action ran into. Nova: `InstanceFault`. */
export interface InstanceFaultRow {
  readonly instanceUuid: string;
  /** As HTTP would say it: 404, 409, 500. */
  readonly code: number;
  readonly message: string;
  /** For admins. */
  readonly details: string;
  readonly host: string | null;
  readonly createdAtSeconds: number;
}

/** The scheduler's decision for a server, as `explain` shows it. */
export interface DecisionRow {
  readonly instanceUuid: string;
  /** Counts the decisions for this server, from 0: creation, resize, unshelve, … */
  readonly position: number;
  readonly decidedAtSeconds: number;
  readonly outcome: 'scheduled' | 'no-valid-host' | 'error';
  readonly host: string | null;
  /** The core's `Explanation`, by `packJson`. */
  readonly explanation: string;
}
