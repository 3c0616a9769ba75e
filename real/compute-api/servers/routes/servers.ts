import type { Instance } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { nextPage } from '../../http/paging.ts';
import { changeServer } from '../change-server.ts';
import { changesOf } from '../changes-of.ts';
import { createServers } from '../create/create-servers.ts';
import { listServers } from '../list/list-servers.ts';
import { updateServerBody } from '../schemas/change-server-bodies.ts';
import { createServerBody } from '../schemas/create-server-body.ts';
import { listServersQuery } from '../schemas/list-servers-query.ts';
import { sinceEach } from '../schemas/since-each.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import { serverSummary } from '../views/server-json.ts';
import type { ServerViewer } from '../views/server-viewer.ts';

const collection = '/servers';
const one = `${collection}/:server_id`;
const rules = 'os_compute_api:servers';

const listQuery = sinceEach([1, 26, 66, 73, 75], listServersQuery);
const createBody = sinceEach([1, 19, 32, 33, 37, 42, 52, 57, 63, 67, 74, 90, 94], createServerBody);
const updateBody = sinceEach([1, 19, 90, 94], updateServerBody);

/** Servers: made, looked at, renamed and deleted. What else can be asked of one are its actions. */
export function serverRoutesOf(services: ServerServices, door: ServerDoor, viewer: ServerViewer): ComputeRoute[] {
  return [
    computeRoute({
      method: 'GET',
      path: collection,
      access: { rule: `${rules}:index` },
      query: listQuery,
      handler: (request) => {
        const servers = listServers(services, request, 'index');
        const body = { servers: servers.map((server) => serverSummary(server, request.links)) };
        return { status: 200, body: { ...body, ...next(request, 'servers', servers) } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${collection}/detail`,
      access: { rule: `${rules}:detail` },
      query: listQuery,
      handler: (request) => {
        const servers = listServers(services, request, 'detail');
        const body = { servers: viewer.list(request, servers) };
        return { status: 200, body: { ...body, ...next(request, 'servers/detail', servers) } };
      },
    }),
    computeRoute({
      method: 'POST',
      path: collection,
      access: { rule: `${rules}:create` },
      body: createBody,
      handler: async (request) => {
        const { servers, adminPassword } = await createServers(services, request);
        const [first] = servers as [Instance];
        const { return_reservation_id: wantsReservation, security_groups: groups } = request.body.server;
        if (wantsReservation) return { status: 202, body: { reservation_id: first.reservationId } };
        const server = {
          id: first.uuid,
          links: request.links.of('servers', first.uuid),
          'OS-DCF:diskConfig': first.diskConfig,
          security_groups: groups ?? [{ name: 'default' }],
          adminPass: adminPassword,
        };
        return { status: 202, body: { server }, headers: { location: request.links.self('servers', first.uuid) } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: one,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:show`);
        return { status: 200, body: { server: viewer.one(request, 'show', server) } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      access: { rule: `${rules}:update` },
      body: updateBody,
      handler: async (request) => {
        door.authorized(request, `${rules}:update`);
        const changes = changesOf(request.body.server);
        const changed = await services.tables.database.write(() => {
          const server = door.visible(request);
          return services.tables.instances.put({ ...server, ...changes, updatedAtSeconds: services.now() });
        });
        return { status: 200, body: { server: viewer.one(request, 'update', changed) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: { rule: `${rules}:delete` },
      handler: async (request) => {
        const server = door.authorized(request, `${rules}:delete`);
        await changeServer(services, request, server, {
          name: 'delete',
          check: { task: 'any', evenNew: true },
          change: () => ({ taskState: 'deleting' }),
          operation: { kind: 'delete' },
        });
        return { status: 204 };
      },
    }),
  ];
}

function next(request: ComputeRequest, path: string, servers: readonly Instance[]): Record<string, unknown> {
  const ids = servers.map(({ uuid }) => uuid);
  return nextPage(request, path, ids, 'servers_links');
}
