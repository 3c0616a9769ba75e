import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { ServerLimits } from '../create/check-quotas.ts';
import { metadata } from '../schemas/parameter-types.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';

const rules = 'os_compute_api:server-metadata';
const path = '/servers/:server_id/metadata';
const body = z.strictObject({ metadata });
const one = z.strictObject({
  meta: metadata.refine((items) => Object.keys(items).length === 1, 'has more or less than one item'),
});

type Metadata = Readonly<Record<string, string>>;

/** The user's own texts beside a server. */
export function metadataRoutes(services: ServerServices, door: ServerDoor): ComputeRoute[] {
  const change = async (
    request: ComputeRequest,
    rule: string,
    name: string,
    next: (before: Metadata) => Metadata,
  ): Promise<Instance> => {
    const server = door.authorized(request, `${rules}:${rule}`);
    const limits = new ServerLimits(services.quotas, request.credentials);
    return changeServer(services, request, server, {
      name,
      actionName: null,
      check: { vm: ['active', 'paused', 'suspended', 'stopped'], task: 'any' },
      change: (before) => {
        const after = next(before.metadata);
        limits.checkMetadata(after);
        return { metadata: after };
      },
    });
  };
  const item = (request: ComputeRequest, { metadata: items }: Instance): string => {
    const value = Object.hasOwn(items, keyOf(request)) ? items[keyOf(request)] : undefined;
    if (value === undefined) throw new ApiError(404, 'Metadata item was not found');
    return value;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: `${rules}:index` },
      handler: (request) => ({
        status: 200,
        body: { metadata: door.authorized(request, `${rules}:index`).metadata },
      }),
    }),
    computeRoute({
      method: 'POST',
      path,
      access: { rule: `${rules}:create` },
      body,
      handler: async (request) => {
        const merged = (before: Metadata): Metadata => ({ ...before, ...request.body.metadata });
        const { metadata: items } = await change(request, 'create', 'update metadata', merged);
        return { status: 200, body: { metadata: items } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path,
      access: { rule: `${rules}:update_all` },
      body,
      handler: async (request) => {
        const { metadata: items } = await change(request, 'update_all', 'update metadata', () => request.body.metadata);
        return { status: 200, body: { metadata: items } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:key`,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:show`);
        return { status: 200, body: { meta: { [keyOf(request)]: item(request, server) } } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: `${path}/:key`,
      access: { rule: `${rules}:update` },
      body: one,
      handler: async (request) => {
        const { meta } = request.body;
        door.authorized(request, `${rules}:update`);
        if (!Object.hasOwn(meta, keyOf(request))) throw new ApiError(400, 'Request body and URI mismatch');
        await change(request, 'update', 'update metadata', (before) => ({ ...before, ...meta }));
        return { status: 200, body: { meta } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: `${path}/:key`,
      access: { rule: `${rules}:delete` },
      handler: async (request) => {
        item(request, door.authorized(request, `${rules}:delete`));
        await change(request, 'delete', 'delete metadata', (before) => {
          const { [keyOf(request)]: _gone, ...left } = before;
          return left;
        });
        return { status: 204 };
      },
    }),
  ];
}

function keyOf({ params }: Pick<ComputeRequest, 'params'>): string {
  return params['key'] ?? '';
}
