import { deleteTrait, setProviderTraits } from '../../../core/index.ts';
import type { Placement } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { offerJson, requireJson } from '../http/content.ts';
import { HttpError } from '../http/http-error.ts';
import type { PlacementRequest } from '../http/placement-request.ts';
import { checkQuery, findFault, parseBody } from '../http/validate-json.ts';
import { customTraitSchema, providerTraitsSchema, traitListSchema } from '../schemas/other-schemas.ts';
import { checkGeneration, noContent, pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

const STALE = "Resource provider's generation already changed. Please update the generation and try again.";

export const listTraits: Handler = (request, placement) => {
  refuseOld(request);
  offerJson(request);
  request.authorize('placement:traits:list');
  checkQuery(request.query, traitListSchema);
  const passes = traitFilter(request.query, placement);
  const names = [...placement.state.traits.all()].filter(passes);
  return jsonAnswer({ traits: names }, 200, cacheHeaders(request.minor, newest(request, placement, names)));
};

export const showTrait: Handler = (request, placement) => {
  refuseOld(request);
  request.authorize('placement:traits:show');
  const name = request.params['name']!;
  placement.traitId(name);
  return { status: 204, headers: cacheHeaders(request.minor, newest(request, placement, [name])) };
};

export const putTrait: Handler = (request, placement) => {
  refuseOld(request);
  request.authorize('placement:traits:update');
  const name = request.params['name']!;
  if (findFault(name, customTraitSchema) !== undefined) {
    throw new HttpError(
      400,
      'The trait is invalid. A valid trait must be no longer than 255 characters, start with the prefix "CUSTOM_" and use following characters: "A"-"Z", "0"-"9" and "_"',
    );
  }
  const isNew = placement.state.traits.idOf(name) === undefined;
  if (isNew) request.write(() => placement.addTrait(name));
  const headers = {
    location: `${request.origin}/traits/${name}`,
    ...cacheHeaders(request.minor, newest(request, placement, [name])),
  };
  return { status: isNew ? 201 : 204, headers };
};

export const removeTrait: Handler = (request, placement) => {
  refuseOld(request);
  request.authorize('placement:traits:delete');
  request.write(() => deleteTrait(placement, request.params['name']!));
  return noContent;
};

export const listProviderTraits: Handler = (request, placement) => {
  refuseOld(request);
  offerJson(request);
  request.authorize('placement:resource_providers:traits:list');
  return providerTraitsAnswer(request, placement, pathProvider(request, placement));
};

export const putProviderTraits: Handler = (request, placement) => {
  refuseOld(request);
  requireJson(request);
  request.authorize('placement:resource_providers:traits:update');
  const body = parseBody(request.body, providerTraitsSchema) as {
    traits: string[];
    resource_provider_generation: number;
  };
  const provider = pathProvider(request, placement);
  checkGeneration(placement, provider, body.resource_provider_generation, STALE);
  const unknown = body.traits.filter((name) => placement.state.traits.idOf(name) === undefined);
  if (unknown.length > 0) throw new HttpError(400, `No such trait ${[...new Set(unknown)].join(', ')}`);
  request.write(() => setProviderTraits(placement, provider, body.traits));
  return providerTraitsAnswer(request, placement, provider);
};

export const removeProviderTraits: Handler = (request, placement) => {
  refuseOld(request);
  request.authorize('placement:resource_providers:traits:delete');
  const provider = pathProvider(request, placement);
  request.write(() => setProviderTraits(placement, provider, []));
  return noContent;
};

function refuseOld(request: PlacementRequest): void {
  if (request.minor < 6) throw new HttpError(404, 'Traits are there from microversion 1.6 on.');
}

function traitFilter(query: URLSearchParams, placement: Placement): (name: string) => boolean {
  const byName = nameFilter(query.getAll('name').at(-1));
  const associated = query.getAll('associated').at(-1)?.toLowerCase();
  if (associated === undefined) return byName;
  if (associated !== 'true' && associated !== 'false') {
    throw new HttpError(400, 'The query parameter "associated" only accepts "true" or "false"');
  }
  const { state } = placement;
  const isHeld = (name: string) => (state.holders(state.traits.idOf(name)!)?.size ?? 0) > 0;
  return (name) => byName(name) && isHeld(name) === (associated === 'true');
}

function nameFilter(value: string | undefined): (name: string) => boolean {
  if (value === undefined) return () => true;
  const colon = value.indexOf(':');
  if (colon < 0) {
    throw new HttpError(
      400,
      `Badly formatted name parameter. Expected name query string parameter in form: ?name=[in|startswith]:[name1,name2|prefix]. Got: "${value}"`,
    );
  }
  const wanted = value.slice(colon + 1);
  const names = new Set(wanted.split(','));
  switch (value.slice(0, colon)) {
    case 'in':
      return (name) => names.has(name);
    case 'startswith':
      return (name) => name.startsWith(wanted);
    default:
      return () => true;
  }
}

function providerTraitsAnswer(request: PlacementRequest, placement: Placement, provider: number): Answer {
  const { traits, generation } = placement.state.facts(provider);
  const names = [...traits].sort((a, b) => a - b).map((traitId) => placement.state.traits.nameOf(traitId));
  const body = { traits: names, resource_provider_generation: generation };
  return jsonAnswer(body, 200, cacheHeaders(request.minor, newest(request, placement, names)));
}

/** When the youngest of the traits was made; now, when they were always there. */
function newest(request: PlacementRequest, placement: Placement, names: readonly string[]): number {
  const times = names.map((name) => placement.traitTimes.get(name) ?? 0);
  return times.reduce((a, b) => Math.max(a, b), 0) || request.nowSeconds;
}
