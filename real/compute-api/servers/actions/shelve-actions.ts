import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import { name } from '../../http/schemas.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { checkHost, checkZone } from '../create/requested-place.ts';
import { targetOf } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import { checkState } from '../server-state.ts';
import { snapshotServer } from '../snapshot-server.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api:os-shelve';

interface Unshelve {
  readonly availability_zone?: string | null | undefined;
  readonly host?: string | undefined;
}

const unshelve77 = z.strictObject({ availability_zone: name }).nullable();
const unshelve91 = z
  .strictObject({ availability_zone: z.string().nullable().optional(), host: z.string().optional() })
  .nullable();

/** Servers that are put away: their disk becomes an image, their host forgets them. */
export function shelveActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'shelve',
      rule: `${rules}:shelve`,
      handle: async (request, server) => {
        const snapshot = { name: `${server.displayName}-shelved`, type: 'snapshot', properties: {} } as const;
        await snapshotServer(services, request, server, snapshot, (imageId) => ({
          name: 'shelve',
          check: { vm: ['active', 'stopped', 'paused', 'suspended'] },
          change: () => ({ taskState: 'shelving' }),
          operation: { kind: 'shelve', imageId },
        }));
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'shelveOffload',
      rule: `${rules}:shelve_offload`,
      handle: async (request, server) => {
        await changeServer(services, request, server, {
          name: 'shelveOffload',
          check: { vm: ['shelved'] },
          change: () => ({ taskState: 'shelving_offloading' }),
          operation: { kind: 'shelve-offload' },
        });
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'unshelve',
      rule: `${rules}:unshelve`,
      value: { 1: z.unknown(), 77: unshelve77, 91: unshelve91 },
      handle: async (request, server, value) => {
        const asked = request.minor < 77 ? {} : ((value ?? {}) as Unshelve);
        const check = { vm: ['shelved', 'shelved_offloaded'] } as const;
        checkState(server, 'unshelve', check, request.allows('context_is_admin'));
        const place = placeOf(services, request, server, asked);
        await changeServer(services, request, server, {
          name: 'unshelve',
          check,
          change: () => ({ ...place, taskState: 'unshelving' }),
          operation: { kind: 'unshelve' },
        });
        return accepted;
      },
    }),
  ];
}

/** Where it comes back: null as a zone is anywhere, nothing leaves it as it was. @throws ApiError 400, 403, 409 */
function placeOf(
  services: ServerServices,
  request: ComputeRequest,
  server: Instance,
  { availability_zone: zone, host }: Unshelve,
): Partial<Instance> {
  if (zone === undefined && host === undefined) return {};
  if (server.vmState !== 'shelved_offloaded') {
    const what = `Specifying an availability zone or a host when unshelving server "${server.uuid}" with status`;
    const why = 'is not supported. The server status must be SHELVED_OFFLOADED.';
    throw new ApiError(409, `${what} "${server.vmState}" ${why}`);
  }
  const after = zone === undefined ? server.requestedZone : zone;
  if (zone) checkZone(zone, services);
  if (host === undefined) return { requestedZone: after };
  request.authorize(`${rules}:unshelve_to_host`, targetOf(server));
  checkHost(services.tables, host, undefined);
  if (after !== null && services.zones.of(host) !== after) {
    throw new ApiError(409, `Host "${host}" is not in the availability zone "${after}".`);
  }
  return { requestedZone: after, requestedHost: host };
}
