import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import type { ImageFiles } from '../image-files.ts';
import { imageJson } from '../image-json.ts';
import { withValues } from '../image-members.ts';
import { listImages } from '../list-images.ts';
import type { StoredImage } from '../model.ts';
import { patchBody, patched } from '../patch-image.ts';
import type { ImageTables } from '../tables.ts';
import { isAdmin } from '../visible-images.ts';
import type { ImageDoor } from './image-door.ts';

const uuid = z.uuid('a UUID').toLowerCase();
const createBody = z.looseObject({ id: uuid.optional() });

/** Images and what is said of them; their bytes have routes of their own. */
export function imageRoutes(tables: ImageTables, files: ImageFiles, door: ImageDoor, now: () => number): ApiRoute[] {
  const path = '/v2/images';
  const one = `${path}/:image_id`;
  return [
    route({
      method: 'GET',
      path,
      access: { rule: 'get_images' },
      handler: ({ credentials, query }) => {
        const { images, nextMarker } = listImages(tables, credentials, query);
        const page = (marker?: string): string => {
          const words = new URLSearchParams(query);
          words.delete('marker');
          if (marker !== undefined) words.set('marker', marker);
          return words.size === 0 ? path : `${path}?${words.toString()}`;
        };
        const links = { first: page(), ...(nextMarker !== undefined && { next: page(nextMarker) }) };
        return { status: 200, body: { images: images.map(imageJson), ...links, schema: '/v2/schemas/images' } };
      },
    }),
    route({
      method: 'POST',
      path,
      access: { rule: 'add_image' },
      body: createBody,
      handler: async (request) => {
        const { id = randomUUID(), ...values } = request.body;
        const seconds = now();
        const image = withValues(emptyImage(id, request.credentials.project_id, seconds), values);
        checkOwner(request, undefined, image);
        checkVisibility(request, undefined, image);
        await tables.database.write(() => {
          if (tables.images.get(id)) throw new ApiError(409, `Image ID ${id} already exists!`);
          tables.images.put(image);
        });
        const headers = {
          location: `${request.origin}${path}/${id}`,
          'openstack-image-import-methods': 'glance-direct',
        };
        return { status: 201, body: imageJson(image), headers };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: { rule: 'get_image' },
      handler: (request) => ({ status: 200, body: imageJson(door.visible(request)) }),
    }),
    route({
      method: 'PATCH',
      path: one,
      access: 'token',
      body: patchBody,
      handler: async (request) => {
        const { id } = door.authorized(request, 'modify_image');
        const changed = await tables.database.write(() => {
          const image = door.visible(request);
          const next = { ...patched(image, request.body), updatedAtSeconds: now() };
          checkOwner(request, image, next);
          checkVisibility(request, image, next);
          checkFormats(image, next);
          return tables.images.put({ ...next, id });
        });
        return { status: 200, body: imageJson(changed) };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: 'token',
      handler: async (request) => {
        const image = door.authorized(request, 'delete_image');
        if (image.protected) throw new ApiError(403, `Image ${image.id} is protected and cannot be deleted.`);
        await removeImage(tables, files, image.id);
        return { status: 204 };
      },
    }),
    ...tagRoutes(tables, door, now),
    ...activationRoutes(tables, door, now),
  ];
}

export async function removeImage(tables: ImageTables, files: ImageFiles, id: string): Promise<void> {
  await tables.database.write(() => {
    for (const { memberId } of tables.members.find('byImage', id)) tables.members.remove(id, memberId);
    tables.images.remove(id);
  });
  // A file that stays because of a crash here is taken away at the next start.
  await files.remove(id);
}

export function emptyImage(id: string, owner: string | null, seconds: number): StoredImage {
  return {
    id,
    name: null,
    status: 'queued',
    visibility: 'shared',
    owner,
    containerFormat: null,
    diskFormat: null,
    minDiskGib: 0,
    minRamMib: 0,
    protected: false,
    hidden: false,
    sizeBytes: null,
    virtualBytes: null,
    checksum: null,
    hash: null,
    tags: [],
    properties: {},
    createdAtSeconds: seconds,
    updatedAtSeconds: seconds,
  };
}

function checkOwner(request: ApiRequest, before: StoredImage | undefined, after: StoredImage): void {
  const given = before ? before.owner : request.credentials.project_id;
  if (after.owner !== given && !isAdmin(request.credentials)) {
    throw new ApiError(403, 'You are not permitted to give images to another project.');
  }
}

function checkVisibility(request: ApiRequest, before: StoredImage | undefined, after: StoredImage): void {
  if (before?.visibility === after.visibility) return;
  if (after.visibility === 'public') request.authorize('publicize_image', { project_id: after.owner });
  if (after.visibility === 'community') request.authorize('communitize_image', { project_id: after.owner });
}

/** What a file was checked against must not change under it. */
function checkFormats(before: StoredImage, after: StoredImage): void {
  if (before.status === 'queued') return;
  if (before.diskFormat !== after.diskFormat || before.containerFormat !== after.containerFormat) {
    throw new ApiError(403, 'The formats of an image that has data cannot be changed.');
  }
}

function tagRoutes(tables: ImageTables, door: ImageDoor, now: () => number): ApiRoute[] {
  const path = '/v2/images/:image_id/tags/:tag';
  const change = async (request: ApiRequest, next: (tags: readonly string[], tag: string) => readonly string[]) => {
    door.authorized(request, 'modify_image');
    await tables.database.write(() => {
      const image = door.visible(request);
      const { tags } = withValues(image, { tags: next(image.tags, request.params['tag'] ?? '') });
      tables.images.put({ ...image, tags, updatedAtSeconds: now() });
    });
    return { status: 204 };
  };
  return [
    route({
      method: 'PUT',
      path,
      access: 'token',
      handler: (request) => change(request, (tags, tag) => [...tags, tag]),
    }),
    route({
      method: 'DELETE',
      path,
      access: 'token',
      handler: (request) =>
        change(request, (tags, tag) => {
          if (!tags.includes(tag)) throw new ApiError(404, `Image has no tag ${tag}.`);
          return tags.filter((each) => each !== tag);
        }),
    }),
  ];
}

/** An image that is deactivated stays, but only admins can download it: nothing new is made of it. */
function activationRoutes(tables: ImageTables, door: ImageDoor, now: () => number): ApiRoute[] {
  const change = (action: 'deactivate' | 'reactivate', status: 'active' | 'deactivated'): ApiRoute =>
    route({
      method: 'POST',
      path: `/v2/images/:image_id/actions/${action}`,
      access: 'token',
      handler: async (request) => {
        const { id } = door.authorized(request, action);
        await tables.database.write(() => {
          const image = tables.images.get(id);
          if (image?.status !== 'active' && image?.status !== 'deactivated') {
            throw new ApiError(403, `Not allowed to ${action} an image in status '${image?.status ?? 'deleted'}'.`);
          }
          tables.images.put({ ...image, status, updatedAtSeconds: now() });
        });
        return { status: 204 };
      },
    });
  return [change('deactivate', 'deactivated'), change('reactivate', 'active')];
}
