import { ApiError } from '../../../http/api-error.ts';
import type { KeyPairRow } from '../../../objects/catalogue.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { changesOf } from '../changes-of.ts';
import { checkImage } from '../create/check-image.ts';
import { ServerLimits } from '../create/check-quotas.ts';
import { diskConfigOf, imageDefaults, keptProperties } from '../create/image-defaults.ts';
import { newPassword } from '../create/new-password.ts';
import { cleanBase64, keyFor } from '../create/plan-servers.ts';
import { rebuildBody } from '../schemas/change-server-bodies.ts';
import type { Rebuild } from '../schemas/change-server-bodies.ts';
import { sinceEach } from '../schemas/since-each.ts';
import { targetOf } from '../server-door.ts';
import type { ServerImage } from '../server-images.ts';
import type { ServerServices } from '../server-services.ts';
import { checkState } from '../server-state.ts';
import { serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api:servers';
const bodies = sinceEach([1, 19, 54, 57, 63, 90, 94], rebuildBody);

/** A server from another image, or from the same one anew. */
export function rebuildActionRoute(parts: ActionParts): ComputeRoute {
  const { services, viewer } = parts;
  return serverAction<Rebuild>(parts, {
    name: 'rebuild',
    rule: `${rules}:rebuild`,
    value: bodies,
    handle: async (request, server, value) => {
      if (value.trusted_image_certificates !== undefined) {
        request.authorize(`${rules}:rebuild:trusted_certs`, targetOf(server));
      }
      const check = { vm: ['active', 'stopped', 'error'] } as const;
      checkState(server, 'rebuild', check, request.allows('context_is_admin'));
      const image = imageFor(services, request, server, value);
      const adminPassword = value.adminPass ?? newPassword();
      const key = value.key_name ? keyFor(services.tables, request, value.key_name) : undefined;
      const files = (value.personality ?? []).map(({ path, contents }) => ({ path, contents: cleanBase64(contents) }));
      const rebuilt = await changeServer(services, request, server, {
        name: 'rebuild',
        check,
        change: (before) => ({ ...rebuiltAs(before, image, value, key), taskState: 'rebuilding', progress: 0 }),
        operation: { kind: 'rebuild', imageId: image.id, adminPassword, files },
      });
      const json = { ...viewer.one(request, 'rebuild', rebuilt), adminPass: adminPassword };
      const body = request.minor >= 57 ? { ...json, user_data: rebuilt.userData } : json;
      const location = request.links.self('servers', rebuilt.uuid);
      return { status: 202, body: { server: body }, headers: { location } };
    },
  });
}

/** @throws ApiError 400, 403 */
function imageFor(services: ServerServices, request: ComputeRequest, server: Instance, value: Rebuild): ServerImage {
  const image = services.images.find(value.imageRef, request.credentials);
  if (!image) throw new ApiError(400, 'Cannot find image for rebuild');
  const limits = new ServerLimits(services.quotas, request.credentials);
  limits.checkMetadata(value.metadata ?? {});
  limits.checkFiles(value.personality ?? []);
  checkImage(image, server.flavor, request.allows('os_compute_api:servers:create:zero_disk_flavor'));
  return image;
}

function rebuiltAs(
  before: Instance,
  image: ServerImage,
  value: Rebuild,
  key: KeyPairRow | undefined,
): Partial<Instance> {
  const defaults = imageDefaults(image.properties, before.configDrive);
  return {
    ...changesOf(value),
    ...defaults,
    diskConfig: diskConfigOf(image, value['OS-DCF:diskConfig']),
    imageId: image.id,
    imageProperties: keptProperties(image),
    ...(value.metadata !== undefined && { metadata: value.metadata }),
    ...(value.key_name !== undefined && { keyName: key?.name ?? null, keyData: key?.publicKey ?? null }),
    ...(value.user_data !== undefined && { userData: value.user_data }),
    ...(value.trusted_image_certificates !== undefined && {
      trustedImageCertificates: value.trusted_image_certificates,
    }),
  };
}
