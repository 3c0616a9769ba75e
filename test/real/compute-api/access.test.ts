import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComputeApi } from '../../../real/compute-api/index.ts';
import { instanceRow } from '../conductor/small-cloud.ts';
import { accessTable } from '../http/access-table.ts';
import { ComputeCloud } from './compute-cloud.ts';
import type { ComputeAnswer } from './compute-cloud.ts';

/**
 * Who gets past the door of each route. Without a project's thing in the path: `all` needs no token, `any` a token,
 * `make` a member's, `admin` an admin's. About a server, a group or a project: `read` is for its readers, `write` for its
 * members, `rule` for admins; to other projects they are not there, or refused.
 */
const expected = accessTable(`
all   GET
any   GET /extensions
any   GET /extensions/:alias
any   GET /flavors
any   GET /flavors/detail
any   GET /flavors/:flavor_id
admin POST /flavors
admin PUT /flavors/:flavor_id
admin DELETE /flavors/:flavor_id
admin GET /flavors/:flavor_id/os-flavor-access
admin POST /flavors/:flavor_id/action addTenantAccess
admin POST /flavors/:flavor_id/action removeTenantAccess
any   GET /flavors/:flavor_id/os-extra_specs
admin POST /flavors/:flavor_id/os-extra_specs
any   GET /flavors/:flavor_id/os-extra_specs/:key
admin PUT /flavors/:flavor_id/os-extra_specs/:key
admin DELETE /flavors/:flavor_id/os-extra_specs/:key
any   GET /os-keypairs
any   POST /os-keypairs
any   GET /os-keypairs/:name
any   DELETE /os-keypairs/:name
any   GET /os-server-groups
make  POST /os-server-groups
read  GET /os-server-groups/:group_id
write DELETE /os-server-groups/:group_id
admin GET /os-aggregates
admin POST /os-aggregates
admin GET /os-aggregates/:aggregate_id
admin PUT /os-aggregates/:aggregate_id
admin DELETE /os-aggregates/:aggregate_id
admin POST /os-aggregates/:aggregate_id/action add_host
admin POST /os-aggregates/:aggregate_id/action remove_host
admin POST /os-aggregates/:aggregate_id/action set_metadata
admin POST /os-aggregates/:aggregate_id/images
any   GET /os-availability-zone
admin GET /os-availability-zone/detail
admin GET /os-hypervisors
admin GET /os-hypervisors/detail
admin GET /os-hypervisors/statistics
admin GET /os-hypervisors/:hypervisor_id
admin GET /os-hypervisors/:hypervisor_id/uptime
admin GET /os-hypervisors/:hypervisor_id/search
admin GET /os-hypervisors/:hypervisor_id/servers
admin GET /os-services
admin PUT /os-services/:service_id
admin DELETE /os-services/:service_id
read  GET /os-quota-sets/:project_id
read  GET /os-quota-sets/:project_id/detail
any   GET /os-quota-sets/:project_id/defaults
rule  PUT /os-quota-sets/:project_id
rule  DELETE /os-quota-sets/:project_id
admin GET /os-quota-class-sets/:name
admin PUT /os-quota-class-sets/:name
any   GET /limits
admin GET /os-simple-tenant-usage
read  GET /os-simple-tenant-usage/:project_id
admin GET /os-migrations
any   GET /servers
any   GET /servers/detail
make  POST /servers
read  GET /servers/:server_id
write PUT /servers/:server_id
write DELETE /servers/:server_id
${`os-start os-stop pause unpause suspend resume unrescue reboot lock unlock forceDelete restore rescue changePassword
   trigger_crash_dump createImage createBackup shelve unshelve resize confirmResize revertResize rebuild
   os-getConsoleOutput os-getVNCConsole os-getSPICEConsole os-getRDPConsole os-getSerialConsole addSecurityGroup
   removeSecurityGroup`
  .split(/\s+/)
  .map((action) => `write POST /servers/:server_id/action ${action}`)
  .join('\n')}
${['os-resetState', 'injectNetworkInfo', 'shelveOffload', 'migrate', 'os-migrateLive', 'evacuate']
  .map((action) => `rule  POST /servers/:server_id/action ${action}`)
  .join('\n')}
read  POST /servers/:server_id/action resetNetwork
write POST /servers/:server_id/remote-consoles
read  GET /servers/:server_id/metadata
write POST /servers/:server_id/metadata
write PUT /servers/:server_id/metadata
read  GET /servers/:server_id/metadata/:key
write PUT /servers/:server_id/metadata/:key
write DELETE /servers/:server_id/metadata/:key
read  GET /servers/:server_id/tags
write PUT /servers/:server_id/tags
write DELETE /servers/:server_id/tags
read  GET /servers/:server_id/tags/:tag
write PUT /servers/:server_id/tags/:tag
write DELETE /servers/:server_id/tags/:tag
read  GET /servers/:server_id/os-instance-actions
read  GET /servers/:server_id/os-instance-actions/:request_id
read  GET /servers/:server_id/os-interface
read  GET /servers/:server_id/os-interface/:port_id
write POST /servers/:server_id/os-interface
write DELETE /servers/:server_id/os-interface/:port_id
read  GET /servers/:server_id/os-volume_attachments
write POST /servers/:server_id/os-volume_attachments
read  GET /servers/:server_id/os-volume_attachments/:volume_id
rule  PUT /servers/:server_id/os-volume_attachments/:volume_id
write DELETE /servers/:server_id/os-volume_attachments/:volume_id
rule  GET /servers/:server_id/migrations
rule  GET /servers/:server_id/migrations/:migration_id
rule  DELETE /servers/:server_id/migrations/:migration_id
rule  POST /servers/:server_id/migrations/:migration_id/action force_complete
read  GET /servers/:server_id/ips
read  GET /servers/:server_id/ips/:label
read  GET /servers/:server_id/os-security-groups
any   GET /os-security-groups
any   GET /os-security-groups/:group_id
rule  GET /servers/:server_id/diagnostics
read  GET /servers/:server_id/topology
read  GET /servers/:server_id/os-server-password
write DELETE /servers/:server_id/os-server-password
`);

/** [reader, member, admin, member of another project] */
const outcomes: Readonly<Record<string, readonly string[]>> = {
  any: ['in', 'in', 'in', 'in'],
  make: ['refused', 'in', 'in', 'in'],
  admin: ['refused', 'refused', 'in', 'refused'],
  read: ['in', 'in', 'in', 'away'],
  write: ['refused', 'in', 'in', 'away'],
  rule: ['refused', 'refused', 'in', 'away'],
};

type Route = ComputeApi['routes'][number];

const somewhere = '155d900f-4e14-4e4c-a73d-069cbf4541e6';

/** Bodies that would do: whoever may not see a thing is told so whatever it sends. Other actions take null. */
const goodBodies: Readonly<Record<string, unknown>> = {
  'PUT /servers/:server_id': { server: { name: 'taken' } },
  'POST /servers/:server_id/remote-consoles': { remote_console: { protocol: 'vnc', type: 'novnc' } },
  'POST /servers/:server_id/metadata': { metadata: { key: 'value' } },
  'PUT /servers/:server_id/metadata': { metadata: { key: 'value' } },
  'PUT /servers/:server_id/metadata/:key': { meta: { 0: 'value' } },
  'PUT /servers/:server_id/tags': { tags: ['taken'] },
  'POST /servers/:server_id/os-interface': { interfaceAttachment: {} },
  'POST /servers/:server_id/os-volume_attachments': { volumeAttachment: { volumeId: somewhere } },
  'PUT /servers/:server_id/os-volume_attachments/:volume_id': { volumeAttachment: { volumeId: somewhere } },
};
const goodActions: Readonly<Record<string, unknown>> = {
  reboot: { type: 'HARD' },
  changePassword: { adminPass: 'taken' },
  createImage: { name: 'taken' },
  createBackup: { name: 'taken', backup_type: 'daily', rotation: 1 },
  resize: { flavorRef: '2' },
  rebuild: { imageRef: somewhere },
  'os-getConsoleOutput': {},
  'os-getVNCConsole': { type: 'novnc' },
  'os-getSPICEConsole': { type: 'spice-html5' },
  'os-getRDPConsole': { type: 'rdp-html5' },
  'os-getSerialConsole': { type: 'serial' },
  addSecurityGroup: { name: 'default' },
  removeSecurityGroup: { name: 'default' },
};

let cloud: ComputeCloud;
let expired: string;
const [serverId, groupId] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  cloud = await ComputeCloud.start({ tokenLifetimeSeconds: 10_000 });
  expired = cloud.tokens.admin;
  cloud.identity.later(20_000);
  await cloud.logInAgain();
  await cloud.furnish();
});
afterAll(() => cloud.close());

/** The things that paths are about, as they were before the last request. */
async function restore(): Promise<void> {
  const { projectId, userId } = cloud.people.member;
  await cloud.tables.database.write(() => {
    cloud.tables.instances.put(instanceRow({ uuid: serverId, projectId, userId, vmState: 'active', taskState: null }));
    cloud.tables.serverGroups.put({
      uuid: groupId,
      name: 'group',
      projectId,
      userId,
      policy: 'affinity',
      maxServerPerHost: null,
      members: [],
      createdAtSeconds: 0,
    });
  });
}

function nameOf({ method, path, action }: Route): string {
  return [method, path, action].filter(Boolean).join(' ');
}

/** Asked about the member's server, group and project; of other things there are none. */
async function ask(route: Route, token?: string): Promise<ComputeAnswer> {
  const { method, path, until = 96 } = route;
  await restore();
  const where = path
    .replace(':server_id', serverId)
    .replace(':group_id', groupId)
    .replace(':project_id', cloud.people.member.projectId)
    .replaceAll(/:\w+/g, '0');
  const isOther = token !== undefined && token === cloud.tokens.other;
  // Which rule is asked is in the body: another volume in its place is for admins.
  const isGood = (isOther && where.includes(serverId)) || path.endsWith('/:volume_id');
  const body = isGood ? goodBody(route) : wrongBody(route);
  return cloud.ask(method, where, { token, body, version: `2.${until}` });
}

/** Wrong on purpose: who is let in gets 400, and nothing is done. */
function wrongBody({ method, action }: Route): unknown {
  if (action !== undefined) return { [action]: [['wrong']] };
  return ['POST', 'PUT'].includes(method) ? { wrong: [] } : undefined;
}

function goodBody(route: Route): unknown {
  if (route.action !== undefined) return { [route.action]: goodActions[route.action] ?? null };
  return goodBodies[nameOf(route)];
}

function outcomeOf({ status, text }: ComputeAnswer): string {
  if (status === 403) return 'refused';
  const isHidden = status === 404 && /Instance (group )?[0-9a-f-]{36} could not be found/.test(text);
  return isHidden ? 'hidden' : 'in';
}

describe('every route', () => {
  it('is in the table of this test', () => {
    expect([...new Set(cloud.api.routes.map(nameOf))].toSorted()).toEqual([...expected.keys()].toSorted());
  });

  it('lets nobody in without a token, with one that is over, or with an invented one', async () => {
    for (const route of cloud.api.routes) {
      for (const token of [undefined, expired, 'invented']) {
        const { status, body } = await ask(route, token);
        const isOpen = expected.get(nameOf(route)) === 'all';
        expect(status, nameOf(route)).toBe(isOpen ? 200 : 401);
        if (!isOpen) expect(body.error, nameOf(route)).toMatchObject({ code: 401, title: 'Unauthorized' });
      }
    }
  });

  it('refuses those whom the table does not name, and nobody else', async () => {
    for (const route of cloud.api.routes) {
      const who = expected.get(nameOf(route)) ?? '';
      if (who === 'all') continue;
      const got: string[] = [];
      for (const caller of ['reader', 'member', 'admin', 'other'] as const) {
        const answer = await ask(route, cloud.tokens[caller]);
        expect(answer.status, `${nameOf(route)} ${answer.text}`).toBeLessThan(500);
        got.push(outcomeOf(answer));
      }
      const last = got.pop() as string;
      const isAway = outcomes[who]?.at(-1) === 'away' && ['hidden', 'refused'].includes(last);
      expect([...got, isAway ? 'away' : last], nameOf(route)).toEqual(outcomes[who]);
    }
  });

  it('outside of the versions is as closed', async () => {
    const doors: Readonly<Record<string, readonly number[]>> = {
      'GET /': [200, 200, 200, 200, 200, 200],
      'GET /astrolabe/v1/servers/:server_id/trace': [401, 401, 403, 403, 200, 404],
      'GET /astrolabe/v1/servers/:server_id/explain': [401, 401, 403, 403, 200, 404],
    };
    expect(cloud.api.otherRoutes.map(({ method, path }) => `${method} ${path}`)).toEqual(Object.keys(doors));
    await restore();
    for (const [name, statuses] of Object.entries(doors)) {
      const [method = '', path = ''] = name.split(' ');
      const { reader, member, admin, other } = cloud.tokens;
      const got: number[] = [];
      for (const token of [undefined, expired, reader, member, admin, other]) {
        const question = token === undefined ? {} : { token };
        got.push((await cloud.askAt(method, path.replace(':server_id', serverId), question)).status);
      }
      expect(got, name).toEqual(statuses);
    }
  });

  it('shows nothing of another project by its id, not even that it is there', async () => {
    await restore();
    for (const where of [`/servers/${serverId}`, `/os-server-groups/${groupId}`]) {
      const there = await cloud.ask('GET', where, { token: cloud.tokens.other });
      const nowhere = await cloud.ask('GET', where.replace(/[^/]+$/, randomUUID()), { token: cloud.tokens.other });
      expect([there.status, nowhere.status]).toEqual([404, 404]);
      const plain = (text: string): string => text.replaceAll(/[0-9a-f-]{36}/g, 'id');
      expect(plain(there.text)).toBe(plain(nowhere.text));
    }
  });

  it('refuses a project in the path that is not the one of the token', async () => {
    const { token, mine, theirs } = {
      token: cloud.tokens.member,
      mine: cloud.people.member.projectId,
      theirs: cloud.people.other.projectId,
    };
    expect((await cloud.ask('GET', `/${mine}/servers`, { token })).status).toBe(200);
    const refused = await cloud.ask('GET', `/${theirs}/servers`, { token });
    expect(refused.status).toBe(400);
    expect(refused.body.badRequest.message).toContain("doesn't match Context's project_id");
  });
});
