import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { ComputeRoute } from '../../http/compute-route.ts';
import { changeServer } from '../change-server.ts';
import { targetOf } from '../server-door.ts';
import { checkState } from '../server-state.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api';
const reason = z.strictObject({ locked_reason: z.string().min(1).max(255).optional() }).nullable();

/** Locks, deletion against all odds, and what is left of the days of other networks. */
export function adminActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { services } = parts;
  return [
    serverAction(parts, {
      name: 'lock',
      rule: `${rules}:os-lock-server:lock`,
      value: { 1: z.unknown(), 73: reason },
      handle: async (request, server, value) => {
        const isOwner = server.projectId === request.credentials.project_id;
        if (server.lockedBy !== null && isOwner) return accepted;
        const given = request.minor < 73 ? null : (value as z.infer<typeof reason>);
        await changeServer(services, request, server, {
          name: 'lock',
          check: { task: 'any', evenNew: true, evenLocked: true },
          change: ({ lockedReason }) => ({
            lockedBy: isOwner ? 'owner' : 'admin',
            lockedReason: given?.locked_reason ?? lockedReason,
          }),
        });
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'unlock',
      rule: `${rules}:os-lock-server:unlock`,
      handle: async (request, server) => {
        const isOwner = server.projectId === request.credentials.project_id;
        if (server.lockedBy !== null && server.lockedBy !== (isOwner ? 'owner' : 'admin')) {
          request.authorize(`${rules}:os-lock-server:unlock:unlock_override`, targetOf(server));
        }
        await changeServer(services, request, server, {
          name: 'unlock',
          check: { task: 'any', evenNew: true, evenLocked: true },
          change: () => ({ lockedBy: null, lockedReason: null }),
        });
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'os-resetState',
      rule: `${rules}:os-admin-actions:reset_state`,
      value: z.strictObject({ state: z.enum(['active', 'error']) }),
      handle: async (request, server, { state }) => {
        await changeServer(services, request, server, {
          name: 'resetState',
          check: { task: 'any', evenNew: true, evenLocked: true },
          change: () => ({ vmState: state, taskState: null }),
        });
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'forceDelete',
      rule: `${rules}:os-deferred-delete:force`,
      handle: async (request, server) => {
        await changeServer(services, request, server, {
          name: 'forceDelete',
          actionName: 'delete',
          check: { task: 'any', evenNew: true },
          change: () => ({ taskState: 'deleting' }),
          operation: { kind: 'delete' },
        });
        return accepted;
      },
    }),
    ...olderActions(parts),
  ];
}

function olderActions(parts: ActionParts): ComputeRoute[] {
  return [
    serverAction(parts, {
      // Servers are deleted at once here, as where Nova's `reclaim_instance_interval` is 0: there is none to restore.
      name: 'restore',
      rule: `${rules}:os-deferred-delete:restore`,
      handle: (request, server) => {
        checkState(server, 'restore', { vm: ['soft-delete'] }, request.allows('context_is_admin'));
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'injectNetworkInfo',
      rule: `${rules}:os-admin-actions:inject_network_info`,
      // Nothing is injected: guests get their addresses by DHCP.
      handle: () => accepted,
    }),
    serverAction(parts, {
      name: 'resetNetwork',
      rule: `${rules}:servers:show`,
      handle: () => {
        throw new ApiError(410, 'This action was removed from the API.');
      },
    }),
  ];
}
