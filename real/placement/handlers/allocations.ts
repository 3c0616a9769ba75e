import { deleteAllocations, replaceAllocations } from '../../../core/index.ts';
import type { Placement, WantedAllocations } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { errorCodes, HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { answerRefusals } from '../http/refusals.ts';
import type { Refusals } from '../http/refusals.ts';
import { normalizeUuid } from '../http/uuid.ts';
import { parseBody } from '../http/validate-json.ts';
import { allocationsSchema, manyAllocationsSchema } from '../schemas/allocation-schemas.ts';
import { noContent, pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

type Resources = Readonly<Record<string, number>>;

/** The allocations of one consumer in a body: a list until microversion 1.11, then an object by provider. */
export interface AllocationsBody {
  readonly allocations:
    | Readonly<Record<string, { readonly resources: Resources }>>
    | readonly { readonly resource_provider: { readonly uuid: string }; readonly resources: Resources }[];
  readonly project_id?: string;
  readonly user_id?: string;
  readonly consumer_generation?: number | null;
  readonly consumer_type?: string;
}

/** Project and user of a consumer that a client older than microversion 1.8 made. */
const INCOMPLETE_OWNER = '00000000-0000-0000-0000-000000000000';

export const listConsumerAllocations: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:allocations:list');
  const { minor } = request;
  const uuid = request.params['consumer_uuid']!;
  const number = placement.state.consumers.idOf(uuid);
  const consumer = number === undefined ? undefined : placement.consumers[number];
  if (number === undefined || consumer === undefined) {
    return jsonAnswer({ allocations: {} }, 200, cacheHeaders(minor, request.nowSeconds));
  }
  const body = {
    allocations: serializeConsumerRows(placement, number),
    ...(minor >= 12 && { project_id: consumer.projectId, user_id: consumer.userId }),
    ...(minor >= 28 && { consumer_generation: consumer.generation }),
    ...(minor >= 38 && { consumer_type: consumer.type ?? 'unknown' }),
  };
  return jsonAnswer(body, 200, cacheHeaders(minor, consumer.updatedAtSeconds));
};

export const listProviderAllocations: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:allocations:list');
  const provider = pathProvider(request, placement);
  const { allocations: table, classes } = placement.state;
  const allocations: Record<string, { resources: Record<string, number>; consumer_generation?: number }> = {};
  let modified = 0;
  for (let row = table.firstOfProvider(provider); row >= 0; row = table.afterOfProvider(row)) {
    const consumer = placement.consumers[table.consumer(row)]!;
    const entry = (allocations[consumer.uuid] ??= {
      resources: {},
      ...(request.minor >= 28 && { consumer_generation: consumer.generation }),
    });
    entry.resources[classes.nameOf(table.classId(row))] = table.amount(row);
    modified = Math.max(modified, consumer.updatedAtSeconds);
  }
  const body = { allocations, resource_provider_generation: placement.state.facts(provider).generation };
  return jsonAnswer(body, 200, cacheHeaders(request.minor, modified || request.nowSeconds));
};

export const putAllocations: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:allocations:update');
  const given = request.params['consumer_uuid']!;
  const uuid = normalizeUuid(given);
  if (uuid === undefined) throw new HttpError(400, `Malformed consumer_uuid: ${given}`);
  const body = parseBody(request.body, allocationsSchema(request.minor)) as AllocationsBody;
  const wanted = readAllocations(uuid, body, request.minor);
  answerRefusals(
    () => request.write(() => replaceAllocations(placement, [wanted])),
    allocationRefusals(`Unable to allocate inventory for consumer ${uuid}:`),
  );
  return noContent;
};

export const postAllocations: Handler = (request, placement) => {
  refuseOld(request);
  requireJson(request);
  request.authorize('placement:allocations:manage');
  const body = parseBody(request.body, manyAllocationsSchema(request.minor)) as Readonly<
    Record<string, AllocationsBody>
  >;
  const wanted = Object.entries(body).map(([uuid, each]) => readAllocations(uuid, each, request.minor));
  answerRefusals(
    () => request.write(() => replaceAllocations(placement, wanted)),
    allocationRefusals('Unable to allocate inventory'),
  );
  return noContent;
};

export const removeAllocations: Handler = (request, placement) => {
  request.authorize('placement:allocations:delete');
  request.write(() => deleteAllocations(placement, request.params['consumer_uuid']!));
  return noContent;
};

/** What a body wants for one consumer. */
export function readAllocations(consumerUuid: string, body: AllocationsBody, minor: number): WantedAllocations {
  const { allocations } = body;
  const resources = Array.isArray(allocations)
    ? allocations.map((each): [string, Resources] => [each.resource_provider.uuid, each.resources])
    : Object.entries(allocations).map(([uuid, each]): [string, Resources] => [uuid, each.resources]);
  return {
    consumerUuid,
    projectId: body.project_id ?? INCOMPLETE_OWNER,
    userId: body.user_id ?? INCOMPLETE_OWNER,
    consumerType: body.consumer_type,
    consumerGeneration: minor >= 28 ? (body.consumer_generation ?? null) : undefined,
    resources: new Map(resources),
  };
}

/** How the endpoints that write allocations answer refusals. */
export function allocationRefusals(unable: string): Refusals {
  return {
    'resource-class-not-found': (message) => new HttpError(400, `${unable} ${message}`),
    'allocation-invalid': (message) => new HttpError(409, `Unable to allocate inventory: ${message}`),
    'consumer-generation-conflict': (message) => new HttpError(409, message, errorCodes.concurrentUpdate),
  };
}

function refuseOld(request: PlacementRequest): void {
  if (request.minor < 13) throw new HttpError(404, 'Many consumers at once can be set from microversion 1.13 on.');
}

function serializeConsumerRows(placement: Placement, consumer: number): object {
  const allocations: Record<string, { resources: Record<string, number>; generation: number }> = {};
  for (const { provider, classId, amount } of placement.rowsOf(consumer)) {
    const { uuid, generation } = placement.state.facts(provider);
    const entry = (allocations[uuid] ??= { resources: {}, generation });
    entry.resources[placement.state.classes.nameOf(classId)] = amount;
  }
  return allocations;
}
