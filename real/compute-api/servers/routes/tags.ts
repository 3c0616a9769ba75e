import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance, VmState } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { tag } from '../schemas/parameter-types.ts';
import type { ServerDoor } from '../server-door.ts';
import { wrongState } from '../server-state.ts';
import type { ServerServices } from '../server-services.ts';

const rules = 'os_compute_api:os-server-tags';
const path = '/servers/:server_id/tags';
/** Nova's `MAX_TAG_COUNT`. */
const tagsMax = 50;
const body = z.strictObject({ tags: z.array(tag).max(tagsMax) });
const states: readonly VmState[] = ['active', 'paused', 'suspended', 'stopped'];

/** Words to find servers by. */
export function tagRoutes(services: ServerServices, door: ServerDoor): ComputeRoute[] {
  const { tables, now } = services;
  const change = (
    request: ComputeRequest,
    rule: string,
    name: string,
    next: (tags: readonly string[], server: Instance) => readonly string[],
  ): Promise<Instance> => {
    door.authorized(request, `${rules}:${rule}`);
    return tables.database.write(() => {
      const server = door.visible(request);
      if (!states.includes(server.vmState)) throw wrongState(server, name, 'vm_state');
      return tables.instances.put({ ...server, tags: next(server.tags, server), updatedAtSeconds: now() });
    });
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      since: 26,
      access: { rule: `${rules}:index` },
      handler: (request) => ({ status: 200, body: { tags: door.authorized(request, `${rules}:index`).tags } }),
    }),
    computeRoute({
      method: 'PUT',
      path,
      since: 26,
      access: { rule: `${rules}:update_all` },
      body,
      handler: async (request) => {
        const all = (): readonly string[] => [...new Set(request.body.tags)];
        const { tags } = await change(request, 'update_all', 'update tags', all);
        return { status: 200, body: { tags } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path,
      since: 26,
      access: { rule: `${rules}:delete_all` },
      handler: async (request) => {
        await change(request, 'delete_all', 'delete tags', () => []);
        return { status: 204 };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:tag`,
      since: 26,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:show`);
        const wanted = tagOf(request);
        if (server.tags.includes(wanted)) return { status: 204 };
        throw new ApiError(404, `Server ${server.uuid} has no tag '${wanted}'`);
      },
    }),
    computeRoute({
      method: 'PUT',
      path: `${path}/:tag`,
      since: 26,
      access: { rule: `${rules}:update` },
      handler: async (request) => {
        const added = tagOf(request);
        const known = door.authorized(request, `${rules}:update`).tags.includes(added);
        await change(request, 'update', 'update tag', (tags) => withTag(tags, added));
        if (known) return { status: 204 };
        const location = `${request.links.self('servers', request.params['server_id'] ?? '')}/tags/${added}`;
        return { status: 201, headers: { location: encodeURI(location) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: `${path}/:tag`,
      since: 26,
      access: { rule: `${rules}:delete` },
      handler: async (request) => {
        const gone = tagOf(request);
        await change(request, 'delete', 'delete tag', (tags, { uuid }) => {
          if (!tags.includes(gone)) throw new ApiError(404, `Instance ${uuid} has no tag '${gone}'`);
          return tags.filter((each) => each !== gone);
        });
        return { status: 204 };
      },
    }),
  ];
}

function tagOf({ params }: ComputeRequest): string {
  return params['tag'] ?? '';
}

/** @throws ApiError 400 */
function withTag(tags: readonly string[], added: string): readonly string[] {
  const checked = tag.safeParse(added);
  if (!checked.success) {
    const rule = "It must be a non empty string without characters '/' and ','.";
    const message = checked.error.issues[0]?.message ?? '';
    throw new ApiError(400, `Tag '${added}' is invalid. ${rule} Validation error message: ${message}`);
  }
  if (tags.length >= tagsMax) {
    throw new ApiError(400, `The number of tags exceeded the per-server limit ${tagsMax}`);
  }
  return tags.includes(added) ? tags : [...tags, added];
}
