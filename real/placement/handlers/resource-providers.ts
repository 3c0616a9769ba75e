import { randomUUID } from 'node:crypto';
import { createProvider, deleteProvider, findProviders, updateProvider } from '../../../core/index.ts';
import type { Placement } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { errorCodes, HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { readMemberOf, readResources, readTraits } from '../http/query-values.ts';
import { answerRefusals } from '../http/refusals.ts';
import { normalizeUuid } from '../http/uuid.ts';
import { checkQuery, parseBody } from '../http/validate-json.ts';
import { newProviderSchema, providerListSchema, providerUpdateSchema } from '../schemas/provider-schemas.ts';
import { noContent, pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

interface ProviderBody {
  readonly name: string;
  readonly uuid?: string;
  readonly parent_provider_uuid?: string | null;
}

export const listProviders: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:list');
  const { query, minor } = request;
  checkQuery(query, providerListSchema(minor));
  const memberOf = readMemberOf(query, '', minor);
  const traits = readTraits(query, '', minor);
  const last = (name: string) => query.getAll(name).at(-1);
  const resources = last('resources');
  const filter = {
    name: last('name'),
    uuid: last('uuid'),
    inTree: last('in_tree'),
    resources: resources === undefined ? undefined : readResources(resources),
    memberOf: memberOf.required,
    forbiddenAggregates: memberOf.forbidden,
    requiredTraits: traits.required,
    forbiddenTraits: traits.forbidden,
  };
  const found = answerRefusals(() => findProviders(placement, filter), {
    'resource-class-not-found': (message) =>
      new HttpError(400, `Invalid resource class in resources parameter: ${message}`),
    'trait-not-found': (message) => new HttpError(400, `Invalid trait(s) in "required" parameter: ${message}`),
  });
  const body = { resource_providers: found.map((provider) => serializeProvider(placement, provider, minor)) };
  const modified = found.map((provider) => placement.state.facts(provider).updatedAtSeconds);
  const newest = modified.reduce((a, b) => Math.max(a, b), 0) || request.nowSeconds;
  return jsonAnswer(body, 200, cacheHeaders(minor, newest));
};

export const postProvider: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:resource_providers:create');
  const body = parseBody(request.body, newProviderSchema(request.minor)) as ProviderBody;
  const uuid = body.uuid === undefined ? randomUUID() : normalizeUuid(body.uuid)!;
  const wanted = { uuid, name: body.name, parentUuid: body.parent_provider_uuid };
  const provider = answerRefusals(() => request.write(() => createProvider(placement, wanted)), {
    'provider-invalid': (message) =>
      new HttpError(400, `Unable to create resource provider "${body.name}", ${uuid}: ${message}`),
  });
  const location = { location: `${request.origin}/resource_providers/${uuid}` };
  if (request.minor < 20) return { status: 201, headers: location };
  return providerAnswer(request, placement, provider, location);
};

export const showProvider: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:show');
  return providerAnswer(request, placement, pathProvider(request, placement));
};

export const putProvider: Handler = (request, placement) => {
  requireJson(request);
  request.authorize('placement:resource_providers:update');
  const provider = pathProvider(request, placement);
  const body = parseBody(request.body, providerUpdateSchema(request.minor)) as ProviderBody;
  const update = { name: body.name, parentUuid: body.parent_provider_uuid, mayReparent: request.minor >= 37 };
  answerRefusals(() => request.write(() => updateProvider(placement, provider, update)), {
    'provider-invalid': (message) =>
      new HttpError(400, `Unable to save resource provider ${request.params['uuid']}: ${message}`),
  });
  return providerAnswer(request, placement, provider);
};

export const removeProvider: Handler = (request, placement) => {
  request.authorize('placement:resource_providers:delete');
  const uuid = request.params['uuid']!;
  answerRefusals(() => request.write(() => deleteProvider(placement, placement.provider(uuid))), {
    'provider-not-found': () => new HttpError(404, `No resource provider with uuid ${uuid} found for delete`),
    'provider-in-use': (message) =>
      new HttpError(409, `Unable to delete resource provider ${uuid}: ${message}`, errorCodes.providerInUse),
    'provider-has-children': (message) =>
      new HttpError(
        409,
        `Unable to delete parent resource provider ${uuid}: ${message}`,
        errorCodes.providerHasChildren,
      ),
  });
  return noContent;
};

function providerAnswer(
  request: PlacementRequest,
  placement: Placement,
  provider: number,
  headers: Readonly<Record<string, string>> = {},
) {
  const modified = placement.state.facts(provider).updatedAtSeconds;
  return jsonAnswer(serializeProvider(placement, provider, request.minor), 200, {
    ...headers,
    ...cacheHeaders(request.minor, modified),
  });
}

function serializeProvider(placement: Placement, provider: number, minor: number): object {
  const { state } = placement;
  const { uuid, name, generation, parent, root } = state.facts(provider);
  const path = `/resource_providers/${uuid}`;
  const kinds = ['inventories', 'usages'];
  if (minor >= 1) kinds.push('aggregates');
  if (minor >= 6) kinds.push('traits');
  if (minor >= 11) kinds.push('allocations');
  const links = [{ rel: 'self', href: path }, ...kinds.map((rel) => ({ rel, href: `${path}/${rel}` }))];
  const family = {
    parent_provider_uuid: parent < 0 ? null : state.facts(parent).uuid,
    root_provider_uuid: state.facts(root).uuid,
  };
  return { uuid, name, generation, links, ...(minor >= 14 && family) };
}
