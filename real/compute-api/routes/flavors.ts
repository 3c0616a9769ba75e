import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { boolean, description, integer, largestInteger, many, name, pagingQuery } from '../http/schemas.ts';
import { findFlavor, flavorNotFound } from './find-flavor.ts';
import { flavorJson, flavorSummary } from './flavor-json.ts';
import { flavorPage, flavorSortKeys } from './list-flavors.ts';
import { nextPage } from '../http/paging.ts';

const positive = integer(1, largestInteger);
const notNegative = integer(0, largestInteger);

/** Nova's `SQL_SP_FLOAT_MAX`. */
const largestFloat = 3.40282e38;
const rxtxFactor = z
  .union([z.number(), z.string().regex(/^[0-9]+(\.[0-9]+)?$/)], 'is not a number')
  .transform(Number)
  .pipe(z.number().gt(0, 'is less than or equal to the minimum of 0').max(largestFloat, 'is too large'));

const id = z
  .union(
    [
      z.number(),
      z
        .string()
        .max(255, 'is too long')
        .regex(/^(?! )[a-zA-Z0-9. _-]+(?<! )$/),
    ],
    'is not an id of a flavor',
  )
  .nullable();

const values = {
  name,
  id: id.optional(),
  ram: positive,
  vcpus: positive,
  disk: notNegative,
  'OS-FLV-EXT-DATA:ephemeral': notNegative.optional(),
  swap: notNegative.optional(),
  rxtx_factor: rxtxFactor.optional(),
  'os-flavor-access:is_public': boolean.optional(),
};
const flavorDescription = description(65_535);
const createBody = z.strictObject({ flavor: z.strictObject(values) });
const describedBody = z.strictObject({
  flavor: z.strictObject({ ...values, description: flavorDescription.optional() }),
});
const updateBody = z.strictObject({ flavor: z.strictObject({ description: flavorDescription }) });

const words = {
  ...pagingQuery,
  is_public: many(),
  minRam: many(),
  minDisk: many(),
  sort_key: many(z.enum(flavorSortKeys)),
  sort_dir: many(z.enum(['asc', 'desc'])),
};
const query = { 1: z.looseObject(words), 75: z.strictObject(words) };

/** What servers may be made as. */
export function flavorRoutes({ tables, now }: ComputeParts): ComputeRoute[] {
  const path = '/flavors';
  const one = `${path}/:flavor_id`;
  const shown = (request: ComputeRequest, flavor: FlavorRow): Record<string, unknown> =>
    flavorJson(request, flavor, request.allows('os_compute_api:os-flavor-extra-specs:index'));
  const list = (
    request: ComputeRequest,
    collection: string,
    json: (request: ComputeRequest, flavor: FlavorRow) => Record<string, unknown>,
  ) => {
    const flavors = flavorPage(tables, request);
    const ids = flavors.map((flavor) => flavor.id);
    const body = { flavors: flavors.map((flavor) => json(request, flavor)) };
    return { status: 200, body: { ...body, ...nextPage(request, collection, ids, 'flavors_links') } };
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: 'token',
      query,
      handler: (request) => list(request, 'flavors', flavorSummary),
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/detail`,
      access: 'token',
      query,
      handler: (request) => list(request, 'flavors/detail', shown),
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: 'token',
      handler: (request) => {
        const flavor = findFlavor(tables, request, request.params['flavor_id'] ?? '');
        return { status: 200, body: { flavor: shown(request, flavor) } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: { rule: 'os_compute_api:os-flavor-manage:create' },
      body: { 1: createBody, 55: describedBody },
      handler: async (request) => {
        const asked: z.infer<typeof describedBody>['flavor'] = request.body.flavor;
        const flavor: FlavorRow = {
          id: String(asked.id || randomUUID()),
          name: asked.name,
          vcpus: asked.vcpus,
          ramMib: asked.ram,
          rootGib: asked.disk,
          ephemeralGib: asked['OS-FLV-EXT-DATA:ephemeral'] ?? 0,
          swapMib: asked.swap ?? 0,
          rxtxFactor: asked.rxtx_factor ?? 1,
          isPublic: asked['os-flavor-access:is_public'] ?? true,
          disabled: false,
          description: asked.description ?? null,
          extraSpecs: {},
          projects: [],
          createdAtSeconds: now(),
        };
        await tables.database.write(() => {
          if (tables.flavors.one('byName', flavor.name)) {
            throw new ApiError(409, `Flavor with name ${flavor.name} already exists.`);
          }
          if (tables.flavors.get(flavor.id)) {
            throw new ApiError(409, `Flavor with ID ${flavor.id} already exists.`);
          }
          tables.flavors.put(flavor);
        });
        return { status: 200, body: { flavor: shown(request, flavor) } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      since: 55,
      access: { rule: 'os_compute_api:os-flavor-manage:update' },
      body: updateBody,
      handler: async (request) => {
        const changed = await tables.database.write(() => {
          const flavor = findFlavor(tables, request, request.params['flavor_id'] ?? '');
          return tables.flavors.put({ ...flavor, description: request.body.flavor.description });
        });
        return { status: 200, body: { flavor: shown(request, changed) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: { rule: 'os_compute_api:os-flavor-manage:delete' },
      handler: async ({ params }) => {
        const flavorId = params['flavor_id'] ?? '';
        await tables.database.write(() => {
          if (!tables.flavors.remove(flavorId)) throw flavorNotFound(flavorId);
        });
        return { status: 202 };
      },
    }),
  ];
}
