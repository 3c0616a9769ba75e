import type { MessagePort } from 'node:worker_threads';
import type { ResultRow, RunDescription, RunSummary, SampleColumns } from '../../store/index.ts';
import type { InputProblem } from '../input-error.ts';

/** One task of a worker: one run. */
export interface WorkerTask<Scenario = unknown, Plan = unknown> {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** Takes `WorkerMessage`s, in order. */
  readonly port: MessagePort;
  /** `Int32Array` over shared memory; see `ControlSlot`. */
  readonly control: Int32Array;
  /** Memory of a `WatchBoard`. */
  readonly board: SharedArrayBuffer;
}

export type WorkerMessage =
  | { readonly type: 'begin'; readonly description: RunDescription; readonly demandHash: string }
  | { readonly type: 'rows'; readonly rows: readonly ResultRow[]; readonly samples: SampleColumns };

/** What a task comes back with. A worker that dies comes back with nothing: the pool sees a rejection. */
export type WorkerOutcome =
  | { readonly type: 'finished'; readonly summary: RunSummary; readonly messages: number }
  | { readonly type: 'bad-input'; readonly problems: readonly InputProblem[] }
  | { readonly type: 'failed'; readonly reason: FailureReason; readonly message: string };

/**
 * `worker-died`: its thread ended, twice. `out-of-memory`: it needs more than a worker may use.
 * `call-overdue`: an own filter or weigher did not return. `error`: something was thrown.
 */
export type FailureReason = 'worker-died' | 'out-of-memory' | 'call-overdue' | 'error';

/** Messages posted and not written yet; the worker waits while there are too many. */
export const unwrittenSlot = 0;
/** Share of the run that is done, in millionths. */
export const progressSlot = 1;

export function createControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}
