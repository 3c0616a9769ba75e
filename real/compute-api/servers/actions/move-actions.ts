import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import { boolean, fqdn } from '../../http/schemas.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { newPassword } from '../create/new-password.ts';
import { hostIsUp } from '../host-is-up.ts';
import { recordFailure } from '../record-failure.ts';
import type { ServerServices } from '../server-services.ts';
import { checkState } from '../server-state.ts';
import type { StateCheck } from '../server-state.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api';
const host = fqdn.nullable();
const migrate = z.strictObject({ host: host.optional() }).nullable();
const blockMigration = z.union([z.literal('auto'), boolean]);
const live = { block_migration: blockMigration, host };
const evacuate = { host: fqdn.optional(), adminPass: z.string().optional() };

type Live = { readonly host: string | null; readonly force?: boolean | undefined };
type Evacuate = {
  readonly host?: string | undefined;
  readonly adminPass?: string | undefined;
  readonly onSharedStorage?: boolean | undefined;
  readonly force?: boolean | undefined;
};

/** Servers do not leave their host: what asks for it ends as where Nova finds no other host. */
export function moveActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'migrate',
      rule: `${rules}:os-migrate-server:migrate`,
      value: { 1: z.unknown(), 56: migrate },
      handle: async (request, server, value) => {
        const target = request.minor < 56 ? null : ((value as z.infer<typeof migrate>)?.host ?? null);
        check(request, server, 'migrate', { vm: ['active', 'stopped'], onHost: true });
        if (!hostIsUp(services, server)) throw new ApiError(409, 'Service is unavailable at this time.');
        if (target !== null) checkTarget(services, server, target);
        await recordFailure(services, request, server, {
          action: 'migrate',
          event: 'cold_migrate',
          message: 'No valid host was found. No valid host found for cold migrate',
        });
        return accepted;
      },
    }),
    serverAction<Live>(parts, {
      name: 'os-migrateLive',
      rule: `${rules}:os-migrate-server:migrate_live`,
      value: {
        1: z.strictObject({ block_migration: boolean, disk_over_commit: boolean, host }),
        25: z.strictObject(live),
        30: z.strictObject({ ...live, force: boolean.optional() }),
        68: z.strictObject(live),
      },
      handle: (request, server, value) => migrateLive(services, request, server, value),
    }),
    serverAction<Evacuate>(parts, {
      name: 'evacuate',
      rule: `${rules}:os-evacuate`,
      value: {
        1: z.strictObject({ ...evacuate, onSharedStorage: boolean }),
        14: z.strictObject(evacuate),
        29: z.strictObject({ ...evacuate, force: boolean.optional() }),
        68: z.strictObject(evacuate),
      },
      handle: async (request, server, value) => {
        await evacuateServer(services, request, server, value);
        if (request.minor >= 14) return { status: 200 };
        const isKept = value.onSharedStorage === true;
        return { status: 200, body: { adminPass: isKept ? null : (value.adminPass ?? newPassword()) } };
      },
    }),
  ];
}

async function migrateLive(
  services: ServerServices,
  request: ComputeRequest,
  server: Instance,
  { host: target, force = false }: Live,
): Promise<typeof accepted> {
  if (force && target === null) throw new ApiError(400, "Can't force to a non-provided destination");
  check(request, server, 'os-migrateLive', { vm: ['active', 'paused'] });
  if (target !== null && services.tables.computeNodes.find('byHost', target).length === 0) {
    throw new ApiError(400, `Compute host ${target} could not be found.`);
  }
  const message =
    target !== null && target === server.host
      ? `Unable to migrate instance (${server.uuid}) to current host (${target}).`
      : 'No valid host was found. There are not enough hosts available.';
  // Until 2.34 the caller waits for the checks of the migration.
  if (request.minor < 34) throw new ApiError(400, message);
  const event = 'conductor_live_migrate_instance';
  await recordFailure(services, request, server, { action: 'live-migration', event, message });
  return accepted;
}

async function evacuateServer(
  services: ServerServices,
  request: ComputeRequest,
  server: Instance,
  { host: target, adminPass, onSharedStorage, force = false }: Evacuate,
): Promise<void> {
  if (force && target === undefined) throw new ApiError(400, "Can't force to a non-provided destination");
  if (onSharedStorage === true && adminPass !== undefined) {
    throw new ApiError(400, "admin password can't be changed on existing disk");
  }
  if (target !== undefined && !services.tables.services.one('byHost', 'nova-compute', target)) {
    throw new ApiError(404, `Compute host ${target} not found.`);
  }
  if (target !== undefined && target === server.host) throw new ApiError(400, "The target host can't be the same one.");
  const allowed: StateCheck = { vm: ['active', 'stopped', 'error'], task: 'any', evenLocked: true };
  check(request, server, 'evacuate', allowed);
  if (server.host !== null && hostIsUp(services, server)) {
    throw new ApiError(400, `Compute service of ${server.host} is still in use.`);
  }
  await recordFailure(services, request, server, {
    action: 'evacuate',
    event: 'conductor_rebuild_server',
    message: 'No valid host was found. There are not enough hosts available.',
  });
}

function check(request: ComputeRequest, server: Instance, action: string, allowed: StateCheck): void {
  checkState(server, action, allowed, request.allows('context_is_admin'));
}

/** @throws ApiError 400 */
function checkTarget({ tables }: ServerServices, server: Instance, target: string): void {
  if (target === server.host) throw new ApiError(400, 'Cannot migrate to the host where the server exists.');
  if (tables.computeNodes.find('byHost', target).length === 0) {
    throw new ApiError(400, `Compute host ${target} could not be found.`);
  }
}
