import type { InstanceAction } from '../objects/instance-action.ts';
import type { ComputeTables } from '../objects/tables.ts';
import type { ServerFault } from './server-fault.ts';

/** An event that was begun and is to be finished. */
export interface OpenEvent {
  readonly instanceUuid: string;
  readonly requestId: string;
  readonly position: number;
}

export interface NewEvent {
  readonly instanceUuid: string;
  /** Of the action that it is a part of. */
  readonly requestId: string;
  /** `compute_stop_instance`, ... */
  readonly event: string;
  readonly host: string | null;
}

/** What was done to servers, and with which outcome. Every method must be called inside of `ServiceDatabase.write`. */
export class ServerLog {
  readonly #tables: ComputeTables;
  readonly #now: () => number;

  constructor(tables: ComputeTables, now: () => number) {
    this.#tables = tables;
    this.#now = now;
  }

  begin({ instanceUuid, requestId, event, host }: NewEvent): OpenEvent {
    const position = this.#tables.actionEvents.find('byAction', instanceUuid, requestId).length;
    this.#tables.actionEvents.put({
      instanceUuid,
      requestId,
      position,
      event,
      startedAtSeconds: this.#now(),
      finishedAtSeconds: null,
      result: null,
      details: null,
      host,
    });
    return { instanceUuid, requestId, position };
  }

  finish({ instanceUuid, requestId, position }: OpenEvent, fault: ServerFault | undefined): void {
    const { actionEvents, actions } = this.#tables;
    const finishedAtSeconds = this.#now();
    const event = actionEvents.get(instanceUuid, requestId, position);
    if (event) {
      const result = fault ? 'Error' : 'Success';
      actionEvents.put({ ...event, finishedAtSeconds, result, details: fault?.message ?? null });
    }
    const action = actions.get(instanceUuid, requestId);
    if (action) actions.put({ ...action, updatedAtSeconds: finishedAtSeconds, ...(fault && { message: 'Error' }) });
  }

  fault(instanceUuid: string, { code, message, details }: ServerFault, host: string | null): void {
    this.#tables.faults.put({ instanceUuid, code, message, details, host, createdAtSeconds: this.#now() });
  }

  /** Whether anything was done of an action, by this conductor or one before. */
  hasBegun(instanceUuid: string, requestId: string): boolean {
    return this.#tables.actionEvents.one('byAction', instanceUuid, requestId) !== undefined;
  }

  /** What a crash left open of an action, if anything is. */
  openEvent(instanceUuid: string, requestId: string): OpenEvent | undefined {
    const events = this.#tables.actionEvents.find('byAction', instanceUuid, requestId);
    return events.find(({ finishedAtSeconds }) => finishedAtSeconds === null);
  }

  /** The latest thing that was asked of a server. */
  lastAction(instanceUuid: string): InstanceAction | undefined {
    return this.#tables.actions.find('byInstance', instanceUuid).at(-1);
  }
}
