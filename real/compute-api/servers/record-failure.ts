import type { Instance } from '../../objects/instance.ts';
import type { ComputeRequest } from '../http/compute-route.ts';
import { recordAction } from './record-action.ts';
import type { ServerServices } from './server-services.ts';

export interface ServerFailure {
  readonly action: string;
  readonly event: string;
  readonly message: string;
}

/** What was asked of a server and cannot be done: it is found among its actions, and as its fault. */
export async function recordFailure(
  { tables, now }: ServerServices,
  request: ComputeRequest,
  server: Instance,
  { action, event, message }: ServerFailure,
): Promise<void> {
  await tables.database.write(() => {
    const seconds = now();
    recordAction(tables, request, [server], action, seconds);
    const { uuid: instanceUuid, host } = server;
    const recorded = tables.actions.get(instanceUuid, request.requestId);
    if (recorded) tables.actions.put({ ...recorded, message: 'Error' });
    tables.actionEvents.put({
      instanceUuid,
      requestId: request.requestId,
      position: 0,
      event,
      startedAtSeconds: seconds,
      finishedAtSeconds: seconds,
      result: 'Error',
      details: message,
      host,
    });
    tables.faults.put({ instanceUuid, code: 500, message, details: '', host, createdAtSeconds: seconds });
  });
}
