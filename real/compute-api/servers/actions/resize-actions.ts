import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance, InstanceFlavor } from '../../../objects/instance.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { checkFlavor } from '../create/check-image.ts';
import { flavorFor, keptFlavor } from '../create/plan-servers.ts';
import { hostIsUp } from '../host-is-up.ts';
import { diskConfig, flavorRef } from '../schemas/parameter-types.ts';
import type { ServerServices } from '../server-services.ts';
import { checkState } from '../server-state.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api:servers';
const resize = z.strictObject({ flavorRef, 'OS-DCF:diskConfig': diskConfig.optional() });

/** Another flavor, to be confirmed or taken back. */
export function resizeActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'resize',
      rule: `${rules}:resize`,
      value: resize,
      handle: async (request, server, value) => {
        const check = { vm: ['active', 'stopped'], onHost: true } as const;
        checkState(server, 'resize', check, request.allows('context_is_admin'));
        if (!hostIsUp(services, server)) throw new ApiError(409, 'Service is unavailable at this time.');
        const newFlavor = newFlavorOf(services, request, server, value.flavorRef);
        await changeServer(services, request, server, {
          name: 'resize',
          check,
          change: (before) => {
            admitMore(services, before, before.flavor, newFlavor);
            const diskConfigNow = value['OS-DCF:diskConfig'] ?? 'MANUAL';
            return { newFlavor, taskState: 'resize_prep', progress: 0, diskConfig: diskConfigNow };
          },
          operation: { kind: 'resize' },
        });
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'confirmResize',
      rule: `${rules}:confirm_resize`,
      handle: async (request, server) => {
        await changeServer(services, request, server, {
          name: 'confirmResize',
          check: { vm: ['resized'] },
          change: () => ({ taskState: 'resize_confirming' }),
          operation: { kind: 'confirm-resize' },
        });
        return { status: 204 };
      },
    }),
    serverAction(parts, {
      name: 'revertResize',
      rule: `${rules}:revert_resize`,
      handle: async (request, server) => {
        await changeServer(services, request, server, {
          name: 'revertResize',
          check: { vm: ['resized'] },
          change: (before) => {
            if (before.oldFlavor) admitMore(services, before, before.flavor, before.oldFlavor);
            return { taskState: 'resize_reverting' };
          },
          operation: { kind: 'revert-resize' },
        });
        return accepted;
      },
    }),
  ];
}

function newFlavorOf(
  { tables, images }: ServerServices,
  request: ComputeRequest,
  server: Instance,
  id: string,
): InstanceFlavor {
  const flavor = flavorFor(tables, request, id);
  if (flavor.rootGib === 0 && server.flavor.rootGib !== 0) {
    const why = 'Resize to zero disk flavor is not allowed.';
    throw new ApiError(400, `Server disk was unable to be resized because: ${why}`);
  }
  if (flavor.id === server.flavor.id) throw new ApiError(400, 'When resizing, instances must change flavor!');
  const image = server.imageId === null ? undefined : images.find(server.imageId, request.credentials);
  const needs = { minDiskGib: image?.minDiskGib ?? 0, minRamMib: image?.minRamMib ?? 0, sizeBytes: null };
  checkFlavor({ ...needs, properties: textsOf(server.imageProperties) }, flavor, true);
  return keptFlavor(flavor);
}

function textsOf(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]));
}

/** Counts against the project that has the server, whoever asks. @throws ApiError 403 */
function admitMore({ quotas }: ServerServices, server: Instance, from: InstanceFlavor, to: InstanceFlavor): void {
  const cores = Math.max(to.vcpus - from.vcpus, 0);
  const ram = Math.max(to.ramMib - from.ramMib, 0);
  quotas.check(server.projectId, server.userId, { ...(cores > 0 && { cores }), ...(ram > 0 && { ram }) });
}
