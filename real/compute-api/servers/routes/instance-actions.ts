import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { InstanceAction, InstanceActionEvent } from '../../../objects/instance-action.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { nextPage, pageOf } from '../../http/paging.ts';
import { nonNegativeInteger, single } from '../../http/schemas.ts';
import { parseTime } from '../schemas/parse-time.ts';
import { targetOf } from '../server-door.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import { hostIdOf } from '../views/host-id.ts';
import type { Json } from '../views/server-json.ts';
import { microseconds } from '../views/server-times.ts';

const rules = 'os_compute_api:os-instance-actions';
const path = '/servers/:server_id/os-instance-actions';
const time = single(z.string().refine((text) => parseTime(text) !== undefined, 'is not a time of ISO 8601'));
const query58 = { limit: single(nonNegativeInteger), marker: single(), 'changes-since': time };

/** What was asked of a server, and what came of it: from 2.21 also of one that is deleted. */
export function instanceActionRoutes({ tables }: ServerServices, door: ServerDoor): ComputeRoute[] {
  const serverFor = (request: ComputeRequest, rule: string): Instance => {
    const server = request.minor < 21 ? door.visible(request) : door.evenDeleted(request);
    request.authorize(`${rules}:${rule}`, targetOf(server));
    return server;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: `${rules}:list` },
      query: { 58: z.strictObject(query58), 66: z.strictObject({ ...query58, 'changes-before': time }) },
      handler: (request) => {
        const server = serverFor(request, 'list');
        const all = newestFirst(tables.actions.find('byInstance', server.uuid));
        const actions = request.minor < 58 ? all : page(all, request.query);
        const ids = actions.map(({ requestId }) => requestId);
        const links = request.minor < 58 ? {} : nextPage(request, listPath(server), ids, 'links');
        const instanceActions = actions.map((action) => actionJson(action, request.minor));
        return { status: 200, body: { instanceActions, ...links } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:request_id`,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const server = serverFor(request, 'show');
        const requestId = request.params['request_id'] ?? '';
        const action = tables.actions.get(server.uuid, requestId);
        if (!action) throw new ApiError(404, `Action ${requestId} not found`);
        const events = tables.actionEvents.find('byAction', server.uuid, requestId);
        const shown = eventsJson(request, server, events);
        return { status: 200, body: { instanceAction: { ...actionJson(action, request.minor), ...shown } } };
      },
    }),
  ];
}

function listPath({ uuid }: Instance): string {
  return `servers/${uuid}/os-instance-actions`;
}

function newestFirst(actions: readonly InstanceAction[]): readonly InstanceAction[] {
  return actions.toReversed().sort((a, b) => b.startedAtSeconds - a.startedAtSeconds);
}

/** @throws ApiError 400 */
function page(actions: readonly InstanceAction[], query: URLSearchParams): readonly InstanceAction[] {
  const from = parseTime(query.get('changes-since') ?? '') ?? Number.NEGATIVE_INFINITY;
  const to = parseTime(query.get('changes-before') ?? '') ?? Number.POSITIVE_INFINITY;
  if (to < from) throw new ApiError(400, 'The value of changes-since must be less than or equal to changes-before.');
  const { limit, marker } = pageOf(query);
  const last = marker === undefined ? -1 : actions.findIndex(({ requestId }) => requestId === marker);
  if (marker !== undefined && last === -1) throw new ApiError(400, `Marker ${marker} could not be found.`);
  return actions
    .slice(last + 1)
    .filter(({ updatedAtSeconds }) => updatedAtSeconds >= from && updatedAtSeconds <= to)
    .slice(0, limit);
}

function actionJson(action: InstanceAction, minor: number): Json {
  return {
    action: action.action,
    instance_uuid: action.instanceUuid,
    request_id: action.requestId,
    user_id: action.userId,
    project_id: action.projectId,
    start_time: microseconds(action.startedAtSeconds),
    message: action.message,
    ...(minor >= 58 && { updated_at: microseconds(action.updatedAtSeconds) }),
  };
}

/** Until 2.51 only for those who may see all of an event; after, some of it for everybody. */
function eventsJson(request: ComputeRequest, server: Instance, events: readonly InstanceActionEvent[]): Json {
  const { minor } = request;
  const target = targetOf(server);
  const showsAll = request.allows(`${rules}:events`, target);
  if (!showsAll && minor < 51) return {};
  const showsDetails = minor >= 84 && request.allows(`${rules}:events:details`, target);
  const shown = events.toSorted((a, b) => b.position - a.position);
  return {
    events: shown.map((event) => ({
      event: event.event,
      start_time: microseconds(event.startedAtSeconds),
      finish_time: event.finishedAtSeconds === null ? null : microseconds(event.finishedAtSeconds),
      result: event.result,
      ...(showsAll && { traceback: event.result === 'Error' ? event.details : null }),
      ...(showsAll && minor >= 62 && { host: event.host }),
      ...(minor >= 62 && { hostId: hostIdOf(event.host, server.projectId) }),
      ...(showsDetails && { details: event.details }),
    })),
  };
}
