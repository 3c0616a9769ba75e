import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instance } from '../../../../real/objects/instance.ts';
import { instanceRow } from '../../conductor/small-cloud.ts';
import { idOf, ServerCloud } from './server-cloud.ts';
import type { Asked } from './server-cloud.ts';

describe('lists of servers', () => {
  let cloud: ServerCloud;
  const rows = new Map<string, Instance>();
  beforeAll(async () => {
    cloud = await ServerCloud.start({ hosts: 1 });
    const row = (displayName: string, more: Partial<Instance> = {}): Instance =>
      instanceRow({
        displayName,
        projectId: idOf('wonder'),
        userId: idOf('alice'),
        vmState: 'active',
        taskState: null,
        powerState: 'running',
        createdAtSeconds: 1_700_000_000 + rows.size,
        updatedAtSeconds: 1_700_000_000 + rows.size,
        ...more,
      });
    const put = (name: string, more: Partial<Instance> = {}): void => void rows.set(name, row(name, more));
    put('web-1', { tags: ['red', 'blue'], host: 'host1' });
    put('web-2', { tags: ['red'], vmState: 'stopped', lockedBy: 'owner' });
    put('db', { imageId: 'other', vmState: 'error', requestedZone: 'mars' });
    put('cache', { taskState: 'rebooting' });
    put('gone', { vmState: 'deleted', deletedAtSeconds: 1_700_000_100 });
    put('theirs', { projectId: idOf('builders'), userId: idOf('bob') });
    await cloud.small.tables.database.write(() => {
      for (const each of rows.values()) cloud.small.tables.instances.put(each);
    });
  });
  afterAll(() => cloud.close());

  const names = async (query: string, asked: Asked = {}): Promise<string[]> => {
    const { body } = await cloud.get(`/servers?${query}`, asked);
    return (body.servers as { name: string }[]).map(({ name }) => name);
  };

  test('the newest comes first, and what is of others or deleted does not come', async () => {
    expect(await names('')).toEqual(['cache', 'db', 'web-2', 'web-1']);
    expect(await names('', { as: 'bob' })).toEqual(['theirs']);
    expect(await names('', { as: 'admin' })).toEqual([]);
  });

  test('admins see all projects, and what is deleted', async () => {
    expect(await names('all_tenants=1', { as: 'admin' })).toEqual(['theirs', 'cache', 'db', 'web-2', 'web-1']);
    expect(await names(`all_tenants=1&project_id=${idOf('builders')}`, { as: 'admin' })).toEqual(['theirs']);
    expect(await names('all_tenants=1&deleted=true', { as: 'admin' })).toEqual(['gone']);
    expect((await cloud.get('/servers?all_tenants=1')).status).toBe(403);
    expect(await names('deleted=true')).toEqual(['cache', 'db', 'web-2', 'web-1']);
  });

  test.each([
    // Nova too looks at the state only, when a status has no task of its own.
    ['status=active', ['cache', 'web-1']],
    ['status=REBOOT', ['cache']],
    ['status=ERROR&status=SHUTOFF', ['db', 'web-2']],
    ['name=web', ['web-2', 'web-1']],
    ['name=WEB-1', ['web-1']],
    ['name=%5Eweb-.%24', ['web-2', 'web-1']],
    ['name=(db|cache)', ['cache', 'db']],
    ['tags=red,blue', ['web-1']],
    ['tags-any=blue,green', ['web-1']],
    ['not-tags=red,blue', ['cache', 'db', 'web-2']],
    ['not-tags-any=red', ['cache', 'db']],
    ['locked=true', ['web-2']],
    ['image=other', ['db']],
    ['flavor=1', ['cache', 'db', 'web-2', 'web-1']],
    ['flavor=2', []],
    ['availability_zone=mars', ['db']],
    ['power_state=1&vm_state=active', ['cache', 'web-1']],
    ['changes-since=2023-11-14T22:13:22Z', ['gone', 'cache', 'db']],
    ['changes-since=2023-11-14T22:13:21Z&changes-before=2023-11-14T22:13:22%2B00:00', ['db', 'web-2']],
    ['sort_key=display_name&sort_dir=asc', ['cache', 'db', 'web-1', 'web-2']],
    ['sort_key=vm_state&sort_key=display_name&sort_dir=asc&sort_dir=desc', ['web-1', 'cache', 'db', 'web-2']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test('pages hang together, whatever the order', async () => {
    for (const order of ['', 'sort_key=display_name&sort_dir=asc&', 'sort_key=vm_state&sort_dir=desc&']) {
      const all = await names(order);
      const found: string[] = [];
      let next: string | undefined = `${cloud.url}/v2.1/servers/detail?${order}limit=3`;
      while (next !== undefined) {
        const answer = await fetch(next, { headers: { 'x-auth-token': 'alice' } });
        const body = (await answer.json()) as { servers: { name: string }[]; servers_links?: { href: string }[] };
        found.push(...body.servers.map(({ name }) => name));
        next = body.servers_links?.[0]?.href;
      }
      expect(found).toEqual(all);
    }
  });

  test('a marker of another project is none', async () => {
    const theirs = rows.get('theirs')!.uuid;
    const { status, body } = await cloud.get(`/servers?marker=${theirs}`);
    expect([status, body.badRequest.message]).toEqual([400, `marker [${theirs}] not found`]);
  });

  test('a pattern that would run for years is stopped', async () => {
    await cloud.put(rows.get('db')!, { displayName: `${'a'.repeat(200)}!` });
    const { status } = await cloud.get('/servers?name=(a%2B)%2B%24');
    expect(status).toBe(400);
  });
});
