import { setProviderAggregates } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { parseBody } from '../http/validate-json.ts';
import { aggregateListSchema, aggregatesSchema } from '../schemas/other-schemas.ts';
import { checkGeneration, pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

const STALE = "Resource provider's generation already changed. Please update the generation and try again.";

export const listAggregates: Handler = (request, placement) => {
  offerJson(request);
  refuseOld(request);
  request.authorize('placement:resource_providers:aggregates:list');
  const { aggregates, generation } = placement.state.facts(pathProvider(request, placement));
  return aggregatesAnswer(request, [...aggregates], generation);
};

export const putAggregates: Handler = (request, placement) => {
  requireJson(request);
  refuseOld(request);
  request.authorize('placement:resource_providers:aggregates:update');
  const provider = pathProvider(request, placement);
  let uuids: readonly string[];
  if (request.minor < 19) {
    uuids = parseBody(request.body, aggregateListSchema) as string[];
  } else {
    const body = parseBody(request.body, aggregatesSchema) as {
      aggregates: string[];
      resource_provider_generation: number;
    };
    checkGeneration(placement, provider, body.resource_provider_generation, STALE);
    uuids = body.aggregates;
  }
  request.write(() => setProviderAggregates(placement, provider, uuids, request.minor >= 19));
  return aggregatesAnswer(request, uuids, placement.state.facts(provider).generation);
};

function refuseOld(request: PlacementRequest): void {
  if (request.minor < 1) throw new HttpError(404, 'Aggregates are there from microversion 1.1 on.');
}

function aggregatesAnswer(request: PlacementRequest, aggregates: readonly string[], generation: number): Answer {
  const body = { aggregates, ...(request.minor >= 19 && { resource_provider_generation: generation }) };
  return jsonAnswer(body, 200, cacheHeaders(request.minor, request.nowSeconds));
}
