import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRoute } from '../../http/compute-route.ts';
import type { ServerDoor } from '../server-door.ts';
import { checkState } from '../server-state.ts';

const rules = 'os_compute_api:servers:migrations';
const path = '/servers/:server_id/migrations';

/** Live migrations under way: servers stay where they are, so there are none. */
export function serverMigrationRoutes(door: ServerDoor): ComputeRoute[] {
  return [
    computeRoute({
      method: 'GET',
      path,
      since: 23,
      access: { rule: `${rules}:index` },
      handler: (request) => {
        door.authorized(request, `${rules}:index`);
        return { status: 200, body: { migrations: [] } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:migration_id`,
      since: 23,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const { uuid } = door.authorized(request, `${rules}:show`);
        const id = request.params['migration_id'] ?? '';
        throw new ApiError(404, `In-progress live migration ${id} is not found for server ${uuid}.`);
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: `${path}/:migration_id`,
      since: 24,
      access: { rule: `${rules}:delete` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:delete`);
        const isAdmin = request.allows('context_is_admin');
        checkState(server, 'abort live migration', { task: ['migrating'] }, isAdmin);
        throw migrationNotFound(404, request.params['migration_id'] ?? '', server.uuid);
      },
    }),
    computeRoute({
      method: 'POST',
      path: `${path}/:migration_id/action`,
      action: 'force_complete',
      since: 22,
      access: { rule: `${rules}:force_complete` },
      body: z.strictObject({ force_complete: z.null() }),
      handler: (request) => {
        const server = door.authorized(request, `${rules}:force_complete`);
        const isAdmin = request.allows('context_is_admin');
        checkState(server, 'force_complete', { vm: ['active'], task: ['migrating'] }, isAdmin);
        throw migrationNotFound(400, request.params['migration_id'] ?? '', server.uuid);
      },
    }),
  ];
}

function migrationNotFound(status: number, id: string, uuid: string): ApiError {
  return new ApiError(status, `Migration ${id} not found for instance ${uuid}`);
}
