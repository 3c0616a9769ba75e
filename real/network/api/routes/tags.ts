import { z } from 'zod';
import { route } from '../../../http/api-route.ts';
import type { ApiError } from '../../../http/api-error.ts';
import type { ApiRequest, ApiRoute } from '../../../http/api-route.ts';
import type { StandardRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { badRequest, fault } from '../network-faults.ts';
import type { AnyResource } from '../resource.ts';
import { ResourceDoor } from '../resource-routes.ts';

/** Neutron's limits. */
const tagsMax = 50;
const tagLengthMax = 60;

const tagsBody = z.object({ tags: z.array(z.string().min(1).max(tagLengthMax)).max(tagsMax) });

/** Tags of a resource: all of them, or one at a time. Who may change a thing may tag it. */
export function tagRoutes(context: NetworkContext, resource: AnyResource): ApiRoute[] {
  const notFound = (id: string): ApiError =>
    fault(404, 'TagResourceNotFound', `Resource ${resource.name} ${id} could not be found.`);
  const door = new ResourceDoor(context, resource, notFound);
  const path = `/v2.0/${resource.path}/:id/tags`;
  const one = `${path}/:tag`;
  const tagsOf = (request: ApiRequest): readonly string[] => (door.visible(request) as StandardRow).tags;
  const change = (
    request: ApiRequest,
    work: (tags: readonly string[]) => readonly string[],
  ): Promise<readonly string[]> =>
    context.write(() => {
      const row = door.authorized(request, `update_${resource.name}`) as StandardRow;
      const tags = work(row.tags);
      if (tags.length > tagsMax) {
        throw fault(400, 'HTTPBadRequest', `The number of tags exceed the per-resource limit of ${tagsMax}`);
      }
      if (tags !== row.tags) resource.rows.put(context.changed(row, { tags }));
      return tags;
    });
  return [
    route({
      method: 'GET',
      path,
      access: 'token',
      handler: (request) => ({ status: 200, body: { tags: tagsOf(request) } }),
    }),
    route({
      method: 'PUT',
      path,
      access: 'token',
      body: z.unknown(),
      handler: async (request) => {
        door.visible(request);
        const tags = readTags(request.body);
        return { status: 200, body: { tags: await change(request, () => tags) } };
      },
    }),
    route({
      method: 'DELETE',
      path,
      access: 'token',
      handler: async (request) => {
        await change(request, () => []);
        return { status: 204 };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: 'token',
      handler: (request) => {
        refuseMissing(tagsOf(request), request.params['tag']!);
        return { status: 204 };
      },
    }),
    route({
      method: 'PUT',
      path: one,
      access: 'token',
      handler: async (request) => {
        const tag = request.params['tag']!;
        door.visible(request);
        if (tag.length > tagLengthMax)
          throw badRequest(`Invalid input for tag. Reason: '${tag}' exceeds maximum length of 60.`);
        await change(request, (tags) => (tags.includes(tag) ? tags : [...tags, tag]));
        return { status: 201, body: null };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: 'token',
      handler: async (request) => {
        const tag = request.params['tag']!;
        await change(request, (tags) => {
          refuseMissing(tags, tag);
          return tags.filter((other) => other !== tag);
        });
        return { status: 204 };
      },
    }),
  ];
}

function readTags(body: unknown): readonly string[] {
  const read = tagsBody.safeParse(body);
  if (read.success) return [...new Set(read.data.tags)];
  const { path, message } = read.error.issues[0]!;
  throw badRequest(`Invalid input for ${path.join('.') || 'body'}. Reason: ${message}.`);
}

function refuseMissing(tags: readonly string[], tag: string): void {
  if (!tags.includes(tag)) throw fault(404, 'TagNotFound', `Tag ${tag} could not be found.`);
}
