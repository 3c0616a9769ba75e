import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { AggregateRow } from '../../objects/catalogue.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { AggregateBook } from '../hosts/aggregate-book.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { fqdn, metadataWithNull, name, nameWithSpaces, uuid, zoneName } from '../http/schemas.ts';
import { microTime } from '../http/times.ts';

const zone = zoneName.nullable();
const host = z.strictObject({ host: fqdn });
const createBody = z.strictObject({ aggregate: z.strictObject({ name, availability_zone: zone.optional() }) });
const updateBody = z.strictObject({
  aggregate: z
    .strictObject({ name: nameWithSpaces.optional(), availability_zone: zone.optional() })
    .refine((values) => Object.keys(values).length > 0, 'a name or an availability_zone is required'),
});
const imagesBody = z.strictObject({ cache: z.array(z.strictObject({ id: uuid })).min(1, 'is too short') });

/** Hosts that belong together, in availability zones or by what is said of them. */
export function aggregateRoutes(parts: ComputeParts): ComputeRoute[] {
  const { tables, now } = parts;
  const book = new AggregateBook(parts);
  const path = '/os-aggregates';
  const one = `${path}/:aggregate_id`;
  const rule = (action: string) => ({ rule: `os_compute_api:os-aggregates:${action}` });
  const answer = (request: Pick<ComputeRequest, 'minor'>, aggregate: AggregateRow) => ({
    status: 200,
    body: { aggregate: aggregateJson(request, aggregate) },
  });
  return [
    computeRoute({
      method: 'GET',
      path,
      access: rule('index'),
      handler: (request) => {
        const aggregates = [...tables.aggregates.all()].toSorted((a, b) => a.id - b.id);
        return { status: 200, body: { aggregates: aggregates.map((each) => aggregateJson(request, each)) } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: rule('create'),
      body: createBody,
      handler: async (request) => {
        const { name: wanted, availability_zone: asked } = request.body.aggregate;
        const aggregate = await tables.database.write(() => {
          book.refuseTaken(wanted);
          return tables.aggregates.put({
            id: 1 + Math.max(0, ...[...tables.aggregates.all()].map(({ id }) => id)),
            uuid: randomUUID(),
            name: wanted,
            hosts: [],
            metadata: asked ? { availability_zone: asked } : {},
            createdAtSeconds: now(),
            updatedAtSeconds: null,
          });
        });
        const { hosts: _hosts, metadata: _metadata, ...shown } = aggregateJson(request, aggregate);
        return { status: 200, body: { aggregate: shown } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: rule('show'),
      handler: (request) => answer(request, book.find(request.params['aggregate_id'])),
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      access: rule('update'),
      body: updateBody,
      handler: async (request) => {
        const { name: wanted, availability_zone: asked } = request.body.aggregate;
        const changed = await tables.database.write(() => {
          const aggregate = book.find(request.params['aggregate_id']);
          const named = { ...aggregate, name: wanted?.trim() ?? aggregate.name };
          if (named.name !== aggregate.name) book.refuseTaken(named.name);
          return book.putMetadata(named, asked === undefined ? {} : { availability_zone: asked }, 'update');
        });
        return answer(request, changed);
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: rule('delete'),
      handler: async (request) => {
        await tables.database.write(() => {
          const { id, hosts } = book.find(request.params['aggregate_id']);
          if (hosts.length > 0) {
            throw new ApiError(400, `Cannot remove host from aggregate ${id}. Reason: Host aggregate is not empty.`);
          }
          tables.aggregates.remove(id);
        });
        return { status: 200 };
      },
    }),
    computeRoute({
      method: 'POST',
      path: `${one}/action`,
      action: 'add_host',
      access: rule('add_host'),
      body: z.strictObject({ add_host: host }),
      handler: async (request) => {
        const changed = await book.addHost(request.params['aggregate_id'], request.body.add_host.host);
        return answer(request, changed);
      },
    }),
    computeRoute({
      method: 'POST',
      path: `${one}/action`,
      action: 'remove_host',
      access: rule('remove_host'),
      body: z.strictObject({ remove_host: host }),
      handler: async (request) => {
        const changed = await book.removeHost(request.params['aggregate_id'], request.body.remove_host.host);
        return answer(request, changed);
      },
    }),
    computeRoute({
      method: 'POST',
      path: `${one}/action`,
      action: 'set_metadata',
      access: rule('set_metadata'),
      body: z.strictObject({ set_metadata: z.strictObject({ metadata: metadataWithNull }) }),
      handler: async (request) => {
        const changed = await tables.database.write(() => {
          const aggregate = book.find(request.params['aggregate_id']);
          return book.putMetadata(aggregate, request.body.set_metadata.metadata, 'update metadata of');
        });
        return answer(request, changed);
      },
    }),
    // Hosts fetch images when a server needs them. As in Nova, hosts that cannot fetch them before pass the request over.
    computeRoute({
      method: 'POST',
      path: `${one}/images`,
      since: 81,
      access: { rule: 'compute:aggregates:images' },
      body: imagesBody,
      handler: (request) => {
        book.find(request.params['aggregate_id']);
        const ids = request.body.cache.map(({ id }) => id);
        if (new Set(ids).size < ids.length) throw new ApiError(400, 'Duplicate images in request');
        return { status: 202 };
      },
    }),
  ];
}

function aggregateJson({ minor }: Pick<ComputeRequest, 'minor'>, aggregate: AggregateRow): Record<string, unknown> {
  return {
    id: aggregate.id,
    ...(minor >= 41 && { uuid: aggregate.uuid }),
    name: aggregate.name,
    hosts: aggregate.hosts,
    metadata: aggregate.metadata,
    availability_zone: aggregate.metadata['availability_zone'] ?? null,
    created_at: microTime(aggregate.createdAtSeconds),
    updated_at: aggregate.updatedAtSeconds === null ? null : microTime(aggregate.updatedAtSeconds),
    deleted_at: null,
    deleted: false,
  };
}
