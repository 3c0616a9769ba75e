import type { Instance } from '../../objects/instance.ts';
import type { ComputeRequest } from '../http/compute-route.ts';
import { changeServer } from './change-server.ts';
import type { ServerChange } from './change-server.ts';
import type { ServerServices } from './server-services.ts';
import { checkState } from './server-state.ts';

/** Properties that speak of one image, not of those made of it. Nova: `non_inheritable_image_properties`. */
const notInherited = new Set([
  'disk_format',
  'cache_in_nova',
  'bittorrent',
  'instance_uuid',
  'user_id',
  'image_type',
  'backup_type',
  'base_image_ref',
]);
const signature = /^img_signature/;

export interface Snapshot {
  readonly name: string;
  readonly type: 'snapshot' | 'backup';
  /** Further properties of the image. */
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * Makes an image that waits for a server's disk, and asks the conductor to fill it. Its id.
 * @throws ApiError 404, 409
 */
export async function snapshotServer(
  services: ServerServices,
  request: ComputeRequest,
  server: Instance,
  snapshot: Snapshot,
  changeWith: (imageId: string) => ServerChange,
): Promise<string> {
  const { name, check } = changeWith('');
  checkState(server, name, check, request.allows('context_is_admin'));
  const image = {
    name: snapshot.name,
    minDiskGib: server.flavor.rootGib,
    minRamMib: 0,
    properties: { ...inherited(server), ...ownProperties(request, server, snapshot), ...snapshot.properties },
  };
  const imageId = await services.images.create(image, request.credentials);
  try {
    await changeServer(services, request, server, changeWith(imageId));
  } catch (error) {
    await services.images.remove(imageId);
    throw error;
  }
  return imageId;
}

function inherited({ imageProperties }: Instance): Record<string, string> {
  const kept = Object.entries(imageProperties).filter(([key]) => !notInherited.has(key) && !signature.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, String(value)]));
}

function ownProperties(
  { credentials }: ComputeRequest,
  { uuid, imageId }: Instance,
  { type }: Snapshot,
): Record<string, string> {
  return {
    instance_uuid: uuid,
    user_id: credentials.user_id ?? '',
    image_type: type,
    ...(imageId !== null && { base_image_ref: imageId }),
  };
}
