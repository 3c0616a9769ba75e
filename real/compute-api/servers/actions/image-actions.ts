import { z } from 'zod';
import type { ApiAnswer } from '../../../http/api-route.ts';
import type { Instance, VmState } from '../../../objects/instance.ts';
import { name, nonNegativeInteger } from '../../http/schemas.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { ServerLimits } from '../create/check-quotas.ts';
import { metadata } from '../schemas/parameter-types.ts';
import type { ServerServices } from '../server-services.ts';
import { snapshotServer } from '../snapshot-server.ts';
import { serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api';
const createImage = z.strictObject({ name, metadata: metadata.optional() });
const createBackup = z.strictObject({
  name,
  backup_type: z.string(),
  rotation: nonNegativeInteger,
  metadata: metadata.optional(),
});

const snapshotStates: readonly VmState[] = ['active', 'stopped', 'paused', 'suspended'];

/** Images of a server's disk. */
export function imageActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'createImage',
      rule: `${rules}:servers:create_image`,
      value: createImage,
      handle: async (request, server, { name: imageName, metadata: properties = {} }) => {
        checkProperties(services, request, properties);
        const imageId = await snapshotServer(
          services,
          request,
          server,
          { name: imageName, type: 'snapshot', properties },
          (id) => ({
            name: 'createImage',
            check: { vm: snapshotStates, evenLocked: true },
            change: () => ({ taskState: 'image_snapshot_pending' }),
            operation: { kind: 'snapshot', imageId: id },
          }),
        );
        return imageAnswer(request, imageId);
      },
    }),
    serverAction(parts, {
      name: 'createBackup',
      rule: `${rules}:os-create-backup`,
      value: createBackup,
      handle: async (request, server, value) => {
        const { backup_type: type, rotation, metadata: properties = {} } = value;
        checkProperties(services, request, properties);
        const outdated = outdatedBackups(services, request, server, type, rotation);
        const imageId = await snapshotServer(
          services,
          request,
          server,
          { name: value.name, type: 'backup', properties: { ...properties, backup_type: type } },
          (id) => ({
            name: 'createBackup',
            check: { vm: snapshotStates, evenLocked: true },
            change: () => ({ taskState: 'image_snapshot_pending' }),
            operation: { kind: 'snapshot', imageId: id },
          }),
        );
        for (const id of outdated) await services.images.remove(id);
        return imageAnswer(request, imageId);
      },
    }),
  ];
}

/** Until 2.38 the compute API was a way to images, with a limit of its own. */
function checkProperties(
  { quotas }: ServerServices,
  { minor, credentials }: ComputeRequest,
  properties: Readonly<Record<string, string>>,
): void {
  if (minor <= 38) new ServerLimits(quotas, credentials).checkMetadata(properties);
}

/** Backups of the same kind that have to go when there is one more: those after the newest `rotation`. */
function outdatedBackups(
  { images }: ServerServices,
  { credentials }: ComputeRequest,
  { uuid }: Instance,
  type: string,
  rotation: number,
): readonly string[] {
  const known = images.withProperties({ instance_uuid: uuid, image_type: 'backup', backup_type: type }, credentials);
  return known.slice(Math.max(rotation - 1, 0)).map(({ id }) => id);
}

/** Where the image is: in a header at first, from 2.45 in the body. */
function imageAnswer({ minor, links }: ComputeRequest, imageId: string): ApiAnswer {
  if (minor >= 45) return { status: 202, body: { image_id: imageId } };
  return { status: 202, headers: { location: links.bookmark('images', imageId) } };
}
