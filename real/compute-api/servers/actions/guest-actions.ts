import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { newPassword } from '../create/new-password.ts';
import { recordFailure } from '../record-failure.ts';
import { uuid } from '../schemas/parameter-types.ts';
import { checkState } from '../server-state.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api';
const rescue = z.strictObject({ adminPass: z.string().optional(), rescue_image_ref: uuid.optional() }).nullable();

/** What reaches into the guest: the rescue system, passwords, a crash on demand. */
export function guestActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'rescue',
      rule: `${rules}:os-rescue`,
      value: rescue,
      handle: async (request, server, value) => {
        const adminPassword = value?.adminPass ?? newPassword();
        const imageId = value?.rescue_image_ref ?? null;
        if (imageId !== null && services.images.find(imageId, request.credentials)?.status !== 'active') {
          throw new ApiError(400, `Requested rescue image '${imageId}' is not supported`);
        }
        await changeServer(services, request, server, {
          name: 'rescue',
          check: { vm: ['active', 'stopped', 'error'] },
          change: () => ({ taskState: 'rescuing' }),
          operation: { kind: 'rescue', imageId, adminPassword },
        });
        return { status: 200, body: { adminPass: adminPassword } };
      },
    }),
    serverAction(parts, {
      name: 'changePassword',
      rule: `${rules}:os-admin-password`,
      value: z.strictObject({ adminPass: z.string() }),
      handle: (request, server) => {
        checkState(server, 'changePassword', { vm: ['active'] }, request.allows('context_is_admin'));
        const hasAgent = /^(yes|true|1|on)$/i.test(String(server.imageProperties['hw_qemu_guest_agent']));
        throw new ApiError(409, hasAgent ? 'Set admin password is not supported' : 'QEMU guest agent is not enabled');
      },
    }),
    serverAction(parts, {
      name: 'trigger_crash_dump',
      since: 17,
      rule: `${rules}:servers:trigger_crash_dump`,
      value: z.null(),
      handle: async (request, server) => {
        const check = { vm: ['active', 'paused', 'rescued', 'resized', 'error'], onHost: true } as const;
        checkState(server, 'trigger_crash_dump', check, request.allows('context_is_admin'));
        await recordFailure(services, request, server, {
          action: 'trigger_crash_dump',
          event: 'compute_trigger_crash_dump',
          message: 'Triggering crash dump is not supported',
        });
        return accepted;
      },
    }),
  ];
}
