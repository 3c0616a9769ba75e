import { projectUsages, projectUsagesByType, providerUsages } from '../../../core/index.ts';
import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { offerJson } from '../http/content.ts';
import { HttpError } from '../http/http-error.ts';
import { checkQuery } from '../http/validate-json.ts';
import { usagesByTypeSchema, usagesSchema } from '../schemas/other-schemas.ts';
import { pathProvider } from './handler.ts';
import type { Handler } from './handler.ts';

export const listProviderUsages: Handler = (request, placement) => {
  offerJson(request);
  request.authorize('placement:resource_providers:usages');
  const provider = pathProvider(request, placement);
  const body = {
    resource_provider_generation: placement.state.facts(provider).generation,
    usages: providerUsages(placement, provider),
  };
  return jsonAnswer(body, 200, cacheHeaders(request.minor, request.nowSeconds));
};

export const listUsages: Handler = (request, placement) => {
  const { query, minor } = request;
  if (minor < 9) throw new HttpError(404, 'Usages of projects are there from microversion 1.9 on.');
  offerJson(request);
  const last = (name: string) => query.getAll(name).at(-1);
  request.authorize('placement:usages', { project_id: last('project_id') ?? null });
  checkQuery(query, minor >= 38 ? usagesByTypeSchema : usagesSchema);
  const wanted = { projectId: last('project_id')!, userId: last('user_id') };
  const headers = cacheHeaders(minor, request.nowSeconds);
  if (minor < 38) return jsonAnswer({ usages: projectUsages(placement, wanted) }, 200, headers);
  const types = projectUsagesByType(placement, { ...wanted, type: last('consumer_type') });
  const usages = Object.fromEntries(
    [...types].map(([type, usage]) => [type, { ...usage.usages, consumer_count: usage.consumers }]),
  );
  return jsonAnswer({ usages }, 200, headers);
};
