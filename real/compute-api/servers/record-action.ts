import type { MessageContext } from '../../bus/index.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import { annotate, currentContext, serverAttribute } from '../../trace/index.ts';
import type { ComputeRequest } from '../http/compute-route.ts';

type Asking = Pick<ComputeRequest, 'requestId' | 'credentials'>;

/** What a message says that comes of a request. */
export function contextOf({ requestId }: Asking): MessageContext {
  return { ...currentContext(), requestId };
}

/** Writes down that something was asked of servers: inside the write that does it. Its message goes with the result. */
export function recordAction(
  tables: ComputeTables,
  request: Asking,
  servers: readonly Instance[],
  action: string,
  seconds: number,
): MessageContext {
  const context = contextOf(request);
  const { user_id: userId, project_id: projectId } = request.credentials;
  for (const { uuid: instanceUuid } of servers) {
    tables.actions.put({
      instanceUuid,
      requestId: request.requestId,
      action,
      userId: userId ?? '',
      projectId: projectId ?? '',
      startedAtSeconds: seconds,
      updatedAtSeconds: seconds,
      message: null,
      traceId: context.traceparent.split('-')[1] ?? '',
    });
  }
  if (servers.length > 0) annotate({ [serverAttribute]: servers.map(({ uuid }) => uuid) });
  return context;
}
