import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, imageId, imageNamed, ServerCloud } from './server-cloud.ts';
import type { Answer } from './server-cloud.ts';

describe('making servers', () => {
  let cloud: ServerCloud;
  beforeAll(async () => {
    cloud = await ServerCloud.start();
    await cloud.small.tables.database.write(() => {
      for (const project of ['wonder', 'builders']) {
        cloud.small.tables.quotas.put({ owner: idOf(project), resource: 'instances', limit: 1000 });
      }
    });
  });
  afterAll(() => cloud.close());

  const message = ({ body }: Answer): string => Object.values(body as Record<string, { message: string }>)[0]!.message;

  test('several at once have one reservation, and numbers in their names', async () => {
    const answer = await cloud.create({ name: 'web', min_count: 2, max_count: 3, return_reservation_id: true });
    expect(answer).toMatchObject({ status: 202, body: { reservation_id: expect.stringMatching(/^r-[0-9a-z]{8}$/) } });
    const query = `/servers/detail?reservation_id=${answer.body.reservation_id}&sort_key=launch_index&sort_dir=asc`;
    const { body } = await cloud.get(query);
    expect(body.servers.map((server: { name: string }) => server.name)).toEqual(['web-1', 'web-2', 'web-3']);
    for (const { id } of body.servers) await cloud.small.settled(id);
  });

  test('an image of another project is not found', async () => {
    const id = '7e1f0000-0000-4000-8000-00000000000b';
    cloud.images.set(id, imageNamed(id, 'secret', idOf('builders')));
    const asked = await cloud.create({ imageRef: id });
    expect([asked.status, message(asked)]).toEqual([400, 'Can not find requested image']);
    const { uuid } = await cloud.server();
    expect((await cloud.act(uuid, 'rebuild', { imageRef: id })).status).toBe(400);
    expect((await cloud.act(uuid, 'rescue', { rescue_image_ref: id })).status).toBe(400);
  });

  test('an image that is too large, too hungry or not ready is refused', async () => {
    const id = '7e1f0000-0000-4000-8000-00000000000c';
    const refused = async (more: object): Promise<string> => {
      cloud.images.set(id, { ...imageNamed(id, 'odd', null), ...more });
      return message(await cloud.create({ imageRef: id }));
    };
    expect(await refused({ status: 'queued' })).toBe(`Image ${id} is not active.`);
    expect(await refused({ minRamMib: 513 })).toBe("Flavor's memory is too small for requested image.");
    expect(await refused({ sizeBytes: 2 ** 30 + 1 })).toMatch(/^Flavor's disk is too small for requested image\./);
    expect(await refused({ minDiskGib: 2 })).toMatch(/^Flavor's disk is smaller than the minimum size/);
    expect(await refused({ properties: { hw_cpu_policy: 'nonsense' } })).toMatch(/hw_cpu_policy/);
  });

  test('a flavor of others is not found, one without a disk is for admins', async () => {
    expect(message(await cloud.create({ flavorRef: 'private' }))).toBe('Flavor private could not be found.');
    expect((await cloud.create({ flavorRef: 'private' }, { as: 'bob' })).status).toBe(202);
    expect((await cloud.create({ flavorRef: 'no-disk' })).status).toBe(403);
  });

  test('a flavor may be named by its address', async () => {
    expect((await cloud.create({ flavorRef: 'http://example.org/v2.1/flavors/small?x=1' })).status).toBe(202);
    for (const flavorRef of ['http://', 'http://[', '/', '?', '%zz']) {
      expect((await cloud.create({ flavorRef })).status, flavorRef).toBe(400);
    }
  });

  test('keys are the own ones of a user', async () => {
    const key = { type: 'ssh', publicKey: 'ssh-ed25519 AAAA', fingerprint: 'aa', createdAtSeconds: 0 } as const;
    await cloud.small.tables.database.write(() =>
      cloud.small.tables.keyPairs.put({ ...key, userId: idOf('alice'), name: 'mine' }),
    );
    const server = await cloud.server({ key_name: 'mine' });
    expect(server).toMatchObject({ keyName: 'mine', keyData: 'ssh-ed25519 AAAA' });
    expect(message(await cloud.create({ key_name: 'mine' }, { as: 'anna' }))).toBe('Invalid key_name provided.');
  });

  test('a group takes its members in, up to its limit, and is not found by others', async () => {
    const uuid = '7e1f0000-0000-4000-8000-0000000000aa';
    const { tables } = cloud.small;
    await tables.database.write(() =>
      tables.serverGroups.put({
        uuid,
        name: 'together',
        projectId: idOf('wonder'),
        userId: idOf('alice'),
        policy: 'affinity',
        maxServerPerHost: null,
        members: [],
        createdAtSeconds: 0,
      }),
    );
    const hints = { 'os:scheduler_hints': { group: uuid } };
    const server = { name: 'one', imageRef: imageId, flavorRef: 'small', networks: 'none' };
    const made = await cloud.post('/servers', { server, ...hints });
    expect(made.status).toBe(202);
    const { id } = made.body.server;
    expect(tables.serverGroups.get(uuid)?.members).toEqual([id]);
    await cloud.small.settled(id);
    expect((await cloud.get(`/servers/${id}`)).body.server.server_groups).toEqual([uuid]);
    const many = await cloud.post('/servers', { server: { ...server, min_count: 10 }, ...hints });
    expect([many.status, message(many)]).toEqual([403, 'Quota exceeded, too many servers in group']);
    expect(tables.serverGroups.get(uuid)?.members).toEqual([id]);
    const others = await cloud.post('/servers', { server, ...hints }, { as: 'bob' });
    expect(message(others)).toBe(`Instance group ${uuid} could not be found.`);
  });

  test('an admin names a host; members may not', async () => {
    const forced = await cloud.server({ availability_zone: 'nova:host2' }, { as: 'queen' });
    expect(forced).toMatchObject({ host: 'host2', requestedZone: 'nova', forcedHost: 'host2' });
    const requested = await cloud.server({ hypervisor_hostname: 'host1' }, { as: 'queen' });
    expect(requested).toMatchObject({ host: 'host1', requestedHost: 'host1' });
    expect((await cloud.create({ host: 'nowhere' }, { as: 'queen' })).status).toBe(400);
    expect((await cloud.create({ host: 'host1' })).status).toBe(403);
  });

  test('nothing is left of a request over the quota', async () => {
    await cloud.small.tables.database.write(() =>
      cloud.small.tables.quotas.put({ owner: idOf('builders'), resource: 'cores', limit: 4 }),
    );
    const before = (await cloud.get('/servers', { as: 'bob' })).body.servers.length;
    const refused = await cloud.create({ min_count: 9 }, { as: 'bob' });
    expect([refused.status, message(refused)]).toEqual([
      403,
      expect.stringMatching(/^Quota exceeded for cores: Requested 9, but already used \d+ of 4 cores$/),
    ]);
    expect((await cloud.get('/servers', { as: 'bob' })).body.servers.length).toBe(before);
    // As many as there is room for, when fewer will do.
    const some = await cloud.create({ min_count: 1, max_count: 9, return_reservation_id: true }, { as: 'bob' });
    expect(some.status).toBe(202);
    expect((await cloud.get('/servers', { as: 'bob' })).body.servers.length).toBe(4);
  });

  test('hostile names stay names', async () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        '$(reboot)',
        '`id`',
        '../../etc/passwd',
        "'; DROP TABLE instance; --",
        '<a b="c">&amp;]]>',
        '__proto__',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const answer = await cloud.create({ name, metadata: { name: name.slice(0, 255) } });
        if (answer.status === 400) return;
        expect(answer.status).toBe(202);
        const row = cloud.small.row(answer.body.server.id);
        expect(row.displayName).toBe(name);
        expect(row.hostname).toMatch(/^[a-z0-9_-]{1,63}$/);
        await cloud.small.settled(row.uuid);
        await cloud.ask('DELETE', `/servers/${row.uuid}`);
      }),
      { numRuns: 40 },
    );
  });
});
