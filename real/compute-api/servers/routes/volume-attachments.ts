import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { VmState } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { boolean, many, nonNegativeInteger } from '../../http/schemas.ts';
import { tag, uuid } from '../schemas/parameter-types.ts';
import type { ServerDoor } from '../server-door.ts';
import { checkState, wrongState } from '../server-state.ts';

const rules = 'os_compute_api:os-volumes-attachments';
const path = '/servers/:server_id/os-volume_attachments';
const one = `${path}/:volume_id`;

const device = z
  .string()
  .regex(/^\/dev\/x?[a-z]?d?[a-z]+[0-9]*$/, 'is not the path of a disk')
  .nullable()
  .optional();
const volumeId = { volumeId: uuid };
const attach = { ...volumeId, device };
const attach49 = { ...attach, tag: tag.optional() };
const attach79 = { ...attach49, delete_on_termination: boolean.optional() };
const update85 = { ...attach79, serverId: uuid.optional(), id: uuid.optional() };

type VolumeBody = z.ZodType<{ readonly volumeAttachment: { readonly volumeId: string } }>;

function bodyWith(shape: z.ZodRawShape): VolumeBody {
  return z.strictObject({ volumeAttachment: z.strictObject(shape) }) as unknown as VolumeBody;
}

const paging = { limit: many(nonNegativeInteger), offset: many(nonNegativeInteger) };
const states: readonly VmState[] = ['active', 'paused', 'stopped', 'resized', 'soft-delete'];

/** Volumes of a server: there is no service that has volumes, so there are none and none is found. */
export function volumeAttachmentRoutes(door: ServerDoor): ComputeRoute[] {
  const notFound = (id: string): ApiError => new ApiError(404, `Volume ${id} could not be found.`);
  const check = (request: ComputeRequest, rule: string, action: string): void => {
    const server = door.authorized(request, `${rules}:${rule}`);
    const isShelved = server.vmState === 'shelved' || server.vmState === 'shelved_offloaded';
    if (isShelved && request.minor < 20) throw wrongState(server, action, 'vm_state');
    const vm = [...states, 'shelved', 'shelved_offloaded'] as const;
    checkState(server, action, { vm }, request.allows('context_is_admin'));
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: `${rules}:index` },
      query: { 1: z.looseObject(paging), 75: z.strictObject(paging) },
      handler: (request) => {
        door.authorized(request, `${rules}:index`);
        return { status: 200, body: { volumeAttachments: [] } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: { rule: `${rules}:create` },
      body: { 1: bodyWith(attach), 49: bodyWith(attach49), 79: bodyWith(attach79) },
      handler: (request) => {
        check(request, 'create', 'attach_volume');
        throw notFound(request.body.volumeAttachment.volumeId);
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const { uuid: id } = door.authorized(request, `${rules}:show`);
        throw new ApiError(404, `Instance ${id} is not attached to volume ${request.params['volume_id'] ?? ''}`);
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      access: 'token',
      body: { 1: bodyWith(volumeId), 85: bodyWith(update85) },
      handler: (request) => {
        const id = request.params['volume_id'] ?? '';
        const isSwap = request.minor < 85 || request.body.volumeAttachment.volumeId !== id;
        door.visible(request);
        if (isSwap) request.authorize(`${rules}:swap`);
        else door.authorized(request, `${rules}:update`);
        throw notFound(id);
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: { rule: `${rules}:delete` },
      handler: (request) => {
        check(request, 'delete', 'detach_volume');
        throw notFound(request.params['volume_id'] ?? '');
      },
    }),
  ];
}
