import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { metadataWithNumbers } from '../http/schemas.ts';
import { checkExtraSpec } from './extra-spec-rules.ts';
import { findFlavor } from './find-flavor.ts';

const createBody = z.strictObject({ extra_specs: metadataWithNumbers });
const updateBody = metadataWithNumbers.refine(
  (specs) => Object.keys(specs).length === 1,
  'Exactly one extra spec is expected.',
);

/** What a flavor asks of hosts and guests beyond its sizes. */
export function flavorExtraSpecRoutes({ tables }: ComputeParts): ComputeRoute[] {
  const path = '/flavors/:flavor_id/os-extra_specs';
  const one = `${path}/:key`;
  const rule = (name: string) => ({ rule: `os_compute_api:os-flavor-extra-specs:${name}` });
  const find = (request: ComputeRequest): FlavorRow => {
    return findFlavor(tables, request, request.params['flavor_id'] ?? '');
  };
  const merge = async (request: ComputeRequest, specs: Readonly<Record<string, string | number>>) => {
    const texts = Object.entries(specs).map(([key, value]) => [key, checked(request, key, value)]);
    await tables.database.write(() => {
      const flavor = find(request);
      tables.flavors.put({ ...flavor, extraSpecs: { ...flavor.extraSpecs, ...Object.fromEntries(texts) } });
    });
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: rule('index'),
      handler: (request) => ({ status: 200, body: { extra_specs: find(request).extraSpecs } }),
    }),
    computeRoute({
      method: 'POST',
      path,
      access: rule('create'),
      body: createBody,
      handler: async (request) => {
        await merge(request, request.body.extra_specs);
        return { status: 200, body: request.body };
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: rule('show'),
      handler: (request) => {
        const key = request.params['key'] ?? '';
        return { status: 200, body: { [key]: specOf(find(request), key) } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      access: rule('update'),
      body: updateBody,
      handler: async (request) => {
        const key = request.params['key'] ?? '';
        if (!Object.hasOwn(request.body, key)) throw new ApiError(400, 'Request body and URI mismatch');
        await merge(request, request.body);
        return { status: 200, body: request.body };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: rule('delete'),
      handler: async (request) => {
        const key = request.params['key'] ?? '';
        await tables.database.write(() => {
          const flavor = find(request);
          specOf(flavor, key);
          const { [key]: _gone, ...extraSpecs } = flavor.extraSpecs;
          tables.flavors.put({ ...flavor, extraSpecs });
        });
        return { status: 200 };
      },
    }),
  ];
}

function specOf(flavor: FlavorRow, key: string): string {
  const value = Object.hasOwn(flavor.extraSpecs, key) ? flavor.extraSpecs[key] : undefined;
  if (value === undefined) throw new ApiError(404, `Flavor ${flavor.id} has no extra specs with key ${key}.`);
  return value;
}

/** As text. @throws ApiError 400 from 2.86 on for what Nova knows and that is wrong */
function checked({ minor }: Pick<ComputeRequest, 'minor'>, key: string, value: string | number): string {
  const text = String(value);
  if (text.length > 255) throw new ApiError(400, 'extra_specs value has more than 255 characters.');
  if (minor >= 86) checkExtraSpec(key, text);
  return text;
}
