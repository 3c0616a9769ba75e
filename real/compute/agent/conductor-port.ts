import type { InstanceState } from './instance-state.ts';

/** Why something that was asked of an instance did not come about. Nova: `InstanceFault`. */
export interface InstanceFault {
  /** Of `HypervisorError`, or `internal`. */
  readonly code: string;
  /** What was being done. */
  readonly step: string;
  /** For the owner of the server. */
  readonly message: string;
}

/** What has become of an instance; members that are left out did not change. */
export type InstanceChange = Pick<InstanceState, 'uuid'> &
  Partial<InstanceState> & { readonly fault?: InstanceFault | undefined };

/** How long one operation took, for those who calibrate models of it. Milliseconds. */
export interface OperationTimings {
  readonly uuid: string;
  readonly operation: string;
  readonly outcome: 'done' | 'failed';
  /** Before it could begin: other operations of the same guest, and the limits of the host. */
  readonly waitedMs: number;
  readonly totalMs: number;
  /** In the order in which they began. */
  readonly steps: readonly { readonly step: string; readonly ms: number }[];
}

/**
 * What an agent tells the conductor, and asks of it: the agent itself never sees a database. Changes of one instance come
 * in order, each after the one before was taken. What cannot be told is told again, in another form, by the next sync of
 * power states.
 */
export interface ConductorPort {
  /** The instances that belong on this host, also those that were deleted while it was away. */
  instancesOn(host: string): Promise<readonly InstanceState[]>;
  instanceChanged(change: InstanceChange): Promise<void>;
  operationTimed(timings: OperationTimings): void;
}
