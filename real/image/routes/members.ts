import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { route } from '../../http/api-route.ts';
import type { ApiRequest, ApiRoute } from '../../http/api-route.ts';
import { memberJson } from '../image-json.ts';
import type { Member, StoredImage } from '../model.ts';
import type { ImageTables } from '../tables.ts';
import { isAdmin } from '../visible-images.ts';
import type { ImageDoor } from './image-door.ts';

/** Glance's `image_member_quota`. */
const membersMax = 128;

/** Projects that an image is shared with, and whether they want it. */
export function memberRoutes(tables: ImageTables, door: ImageDoor, now: () => number): ApiRoute[] {
  const path = '/v2/images/:image_id/members';
  const one = `${path}/:member_id`;
  /** The owner sees all members, a member only itself. */
  const seen = (request: ApiRequest, image: StoredImage): readonly Member[] => {
    const members = tables.members.find('byImage', image.id);
    const { project_id: projectId } = request.credentials;
    if (isAdmin(request.credentials) || image.owner === projectId) return members;
    return members.filter(({ memberId }) => memberId === projectId);
  };
  const member = (request: ApiRequest): Member => {
    const image = shared(door.visible(request));
    const found = seen(request, image).find(({ memberId }) => memberId === request.params['member_id']);
    if (!found) throw new ApiError(404, `${request.params['member_id']} is not in the member list of the image.`);
    return found;
  };
  return [
    route({
      method: 'GET',
      path,
      access: { rule: 'get_members' },
      handler: (request) => {
        const members = seen(request, shared(door.visible(request))).map(memberJson);
        return { status: 200, body: { members, schema: '/v2/schemas/members' } };
      },
    }),
    route({
      method: 'POST',
      path,
      access: 'token',
      body: z.object({ member: z.string().min(1).max(255) }),
      handler: async (request) => {
        const image = shared(door.authorized(request, 'add_member'));
        const seconds = now();
        const row: Member = {
          imageId: image.id,
          memberId: request.body.member,
          status: 'pending',
          createdAtSeconds: seconds,
          updatedAtSeconds: seconds,
        };
        await tables.database.write(() => {
          if (tables.members.get(image.id, row.memberId)) {
            throw new ApiError(409, `Member ${row.memberId} is duplicated for image ${image.id}.`);
          }
          if (tables.members.find('byImage', image.id).length >= membersMax) {
            throw new ApiError(413, `The limit of ${membersMax} members has been reached.`);
          }
          tables.members.put(row);
        });
        return { status: 200, body: memberJson(row) };
      },
    }),
    route({
      method: 'GET',
      path: one,
      access: { rule: 'get_members' },
      handler: (request) => ({ status: 200, body: memberJson(member(request)) }),
    }),
    route({
      method: 'PUT',
      path: one,
      access: 'token',
      body: z.object({ status: z.enum(['pending', 'accepted', 'rejected']) }),
      handler: async (request) => {
        const before = member(request);
        // Whether it wants the image is for the member to say, not for the owner.
        request.authorize('modify_member', { member_id: before.memberId });
        const row = await tables.database.write(() => {
          return tables.members.put({ ...before, status: request.body.status, updatedAtSeconds: now() });
        });
        return { status: 200, body: memberJson(row) };
      },
    }),
    route({
      method: 'DELETE',
      path: one,
      access: 'token',
      handler: async (request) => {
        const { imageId, memberId } = member(request);
        door.authorized(request, 'delete_member');
        await tables.database.write(() => tables.members.remove(imageId, memberId));
        return { status: 204 };
      },
    }),
  ];
}

function shared(image: StoredImage): StoredImage {
  if (image.visibility !== 'shared') throw new ApiError(403, 'Only shared images have members.');
  return image;
}
