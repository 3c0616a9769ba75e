import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { ApiRoute } from '../../http/api-route.ts';
import type { Json } from '../entity-json.ts';
import type { Endpoint, Region, Service } from '../model.ts';
import { newId } from '../new-id.ts';
import type { IdentityTables } from '../tables.ts';
import { description, enabled, extraOf, id, mergedExtra, name } from './entity-bodies.ts';
import { existing } from './entity-checks.ts';
import { entityRoutes } from './entity-routes.ts';

const regionId = z.string().min(1).max(255);
const interfaces = z.enum(['public', 'internal', 'admin']);
const url = z
  .string()
  .min(1)
  .max(2048)
  .regex(/^https?:\/\//, 'an address that begins with http:// or https://');

const serviceMembers = ['type', 'name', 'enabled', 'description'];
const endpointMembers = ['service_id', 'interface', 'region', 'region_id', 'url', 'enabled'];
const regionMembers = ['description', 'parent_region_id'];

/** Services, endpoints and regions: what the catalog is made of. */
export function catalogEntryRoutes(tables: IdentityTables): ApiRoute[] {
  return [...serviceRoutes(tables), ...endpointRoutes(tables), ...regionRoutes(tables)];
}

function serviceRoutes(tables: IdentityTables): ApiRoute[] {
  return entityRoutes(tables, {
    singular: 'service',
    plural: 'services',
    table: tables.services,
    createBody: z.object({ service: z.looseObject({ type: name, name: name.optional(), enabled, description }) }),
    updateBody: z.object({
      service: z.looseObject({ type: name.optional(), name: name.optional(), enabled, description }),
    }),
    toJson: serviceJson,
    target: () => ({}),
    create: async ({ service: body }) => {
      return () =>
        tables.services.put({
          id: newId(),
          type: body.type,
          name: body.name ?? '',
          enabled: body.enabled ?? true,
          description: body.description ?? '',
          extra: extraOf(body, serviceMembers),
        });
    },
    update: async ({ service: body }) => {
      return (service) => {
        return tables.services.put({
          ...service,
          type: body.type ?? service.type,
          name: body.name ?? service.name,
          enabled: body.enabled ?? service.enabled,
          description: body.description ?? service.description,
          extra: mergedExtra(service.extra, body, serviceMembers),
        });
      };
    },
    remove: ({ id: serviceId }) => {
      for (const endpoint of tables.endpoints.find('byService', serviceId)) tables.endpoints.remove(endpoint.id);
      tables.services.remove(serviceId);
    },
  });
}

function endpointRoutes(tables: IdentityTables): ApiRoute[] {
  const checkPlaces = (serviceId: string | undefined, region: string | null | undefined): void => {
    if (serviceId !== undefined && !tables.services.get(serviceId)) {
      throw new ApiError(400, `Service ${serviceId} does not exist.`);
    }
    if (region && !tables.regions.get(region)) throw new ApiError(400, `Region ${region} does not exist.`);
  };
  return entityRoutes(tables, {
    singular: 'endpoint',
    plural: 'endpoints',
    table: tables.endpoints,
    createBody: z.object({
      endpoint: z.looseObject({
        service_id: id,
        interface: interfaces,
        url,
        region_id: regionId.nullable().optional(),
        region: regionId.nullable().optional(),
        enabled,
      }),
    }),
    updateBody: z.object({
      endpoint: z.looseObject({
        service_id: id.optional(),
        interface: interfaces.optional(),
        url: url.optional(),
        region_id: regionId.nullable().optional(),
        enabled,
      }),
    }),
    toJson: endpointJson,
    target: () => ({}),
    create: async ({ endpoint: body }) => {
      return () => {
        const region = body.region_id ?? body.region ?? null;
        // As Keystone: the older `region` makes the region it names.
        if (body.region_id === undefined && region !== null && !tables.regions.get(region)) {
          tables.regions.put({ id: region, description: '', parentRegionId: null, extra: {} });
        }
        checkPlaces(body.service_id, region);
        return tables.endpoints.put({
          id: newId(),
          serviceId: body.service_id,
          interface: body.interface,
          regionId: region,
          url: body.url,
          enabled: body.enabled ?? true,
          extra: extraOf(body, endpointMembers),
        });
      };
    },
    update: async ({ endpoint: body }) => {
      return (endpoint) => {
        checkPlaces(body.service_id, body.region_id);
        return tables.endpoints.put({
          ...endpoint,
          serviceId: body.service_id ?? endpoint.serviceId,
          interface: body.interface ?? endpoint.interface,
          regionId: body.region_id === undefined ? endpoint.regionId : body.region_id,
          url: body.url ?? endpoint.url,
          enabled: body.enabled ?? endpoint.enabled,
          extra: mergedExtra(endpoint.extra, body, endpointMembers),
        });
      };
    },
    remove: ({ id: endpointId }) => {
      tables.endpoints.remove(endpointId);
    },
  });
}

function regionRoutes(tables: IdentityTables): ApiRoute[] {
  return entityRoutes(tables, {
    singular: 'region',
    plural: 'regions',
    table: tables.regions,
    createBody: z.object({
      region: z.looseObject({ id: regionId.optional(), description, parent_region_id: regionId.nullable().optional() }),
    }),
    updateBody: z.object({
      region: z.looseObject({ description, parent_region_id: regionId.nullable().optional() }),
    }),
    toJson: regionJson,
    target: () => ({}),
    create: async ({ region: body }) => {
      return () => {
        const newRegionId = body.id ?? newId();
        if (tables.regions.get(newRegionId)) {
          throw new ApiError(409, `Conflict occurred attempting to store region - Duplicate ID, ${newRegionId}.`);
        }
        const parentRegionId = body.parent_region_id ?? null;
        if (parentRegionId !== null) existing(tables.regions, 'region', parentRegionId);
        const extra = extraOf(body, regionMembers);
        return tables.regions.put({ id: newRegionId, description: body.description ?? '', parentRegionId, extra });
      };
    },
    update: async ({ region: body }) => {
      return (region) => {
        const parentRegionId = body.parent_region_id === undefined ? region.parentRegionId : body.parent_region_id;
        checkNoCircle(tables, region.id, parentRegionId);
        return tables.regions.put({
          ...region,
          description: body.description ?? region.description,
          parentRegionId,
          extra: mergedExtra(region.extra, body, regionMembers),
        });
      };
    },
    remove: ({ id: removedId }) => {
      for (const { parentRegionId, id: childId } of tables.regions.all()) {
        if (parentRegionId === removedId) {
          throw new ApiError(403, `Region ${removedId} cannot be deleted: region ${childId} is below it.`);
        }
      }
      for (const endpoint of tables.endpoints.all()) {
        if (endpoint.regionId === removedId) {
          throw new ApiError(403, `Region ${removedId} cannot be deleted: endpoint ${endpoint.id} is in it.`);
        }
      }
      tables.regions.remove(removedId);
    },
  });
}

function checkNoCircle(tables: IdentityTables, changedId: string, parentId: string | null): void {
  for (let above = parentId; above !== null; above = existing(tables.regions, 'region', above).parentRegionId) {
    if (above === changedId) throw new ApiError(400, `Region ${changedId} would be above itself.`);
  }
}

function serviceJson(service: Service): Json {
  return {
    ...service.extra,
    id: service.id,
    type: service.type,
    name: service.name,
    enabled: service.enabled,
    description: service.description,
  };
}

function endpointJson(endpoint: Endpoint): Json {
  return {
    ...endpoint.extra,
    id: endpoint.id,
    service_id: endpoint.serviceId,
    interface: endpoint.interface,
    region: endpoint.regionId,
    region_id: endpoint.regionId,
    url: endpoint.url,
    enabled: endpoint.enabled,
  };
}

function regionJson(region: Region): Json {
  return {
    ...region.extra,
    id: region.id,
    description: region.description,
    parent_region_id: region.parentRegionId,
  };
}
