import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, imageId, ServerCloud } from './server-cloud.ts';

describe('the life of a server', () => {
  let cloud: ServerCloud;
  beforeAll(async () => {
    cloud = await ServerCloud.start();
  });
  afterAll(() => cloud.close());

  test('is made, shown, listed and deleted', async () => {
    const created = await cloud.create({ adminPass: 'open sesame', metadata: { colour: 'blue' } });
    expect(created.status).toBe(202);
    const { id } = created.body.server;
    expect(created.body.server).toMatchObject({ adminPass: 'open sesame', security_groups: [{ name: 'default' }] });
    expect(created.headers.get('location')).toBe(`${cloud.url}/v2.1/servers/${id}`);
    await cloud.small.settled(id);
    const shown = await cloud.get(`/servers/${id}`);
    expect(shown.body.server).toMatchObject({
      status: 'ACTIVE',
      metadata: { colour: 'blue' },
      flavor: { original_name: 'm1.small', extra_specs: {} },
      'OS-EXT-STS:power_state': 1,
      tenant_id: idOf('wonder'),
    });
    const listed = await cloud.get('/servers');
    expect(listed.body.servers.map((server: { id: string }) => server.id)).toContain(id);
    expect((await cloud.ask('DELETE', `/servers/${id}`)).status).toBe(204);
    await cloud.small.until(() => cloud.small.row(id).deletedAtSeconds !== null);
    expect((await cloud.get(`/servers/${id}`)).status).toBe(404);
    expect((await cloud.get('/servers')).body.servers).toEqual([]);
    const actions = await cloud.get(`/servers/${id}/os-instance-actions`);
    expect(actions.body.instanceActions.map(({ action }: { action: string }) => action)).toEqual(['delete', 'create']);
  });

  test('is stopped, started, paused, suspended and rebooted', async () => {
    const { uuid } = await cloud.server();
    const steps = [
      ['os-stop', null, 'SHUTOFF'],
      ['os-start', null, 'ACTIVE'],
      ['pause', null, 'PAUSED'],
      ['unpause', null, 'ACTIVE'],
      ['suspend', null, 'SUSPENDED'],
      ['resume', null, 'ACTIVE'],
      ['reboot', { type: 'SOFT' }, 'ACTIVE'],
      ['reboot', { type: 'HARD' }, 'ACTIVE'],
    ] as const;
    for (const [name, value, status] of steps) {
      expect((await cloud.act(uuid, name, value)).status, name).toBe(202);
      await cloud.small.settled(uuid);
      expect((await cloud.get(`/servers/${uuid}`)).body.server.status, name).toBe(status);
    }
    const { body } = await cloud.get(`/servers/${uuid}/os-instance-actions`);
    expect(body.instanceActions.map(({ action }: { action: string }) => action).slice(0, 3)).toEqual([
      'reboot',
      'reboot',
      'resume',
    ]);
  });

  test('is resized and confirmed, or taken back', async () => {
    const { uuid } = await cloud.server();
    expect((await cloud.act(uuid, 'resize', { flavorRef: 'large' })).status).toBe(202);
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server).toMatchObject({
      status: 'VERIFY_RESIZE',
      flavor: { vcpus: 2 },
    });
    expect((await cloud.act(uuid, 'confirmResize')).status).toBe(204);
    await cloud.small.settled(uuid);
    expect((await cloud.act(uuid, 'resize', { flavorRef: 'small' })).status).toBe(202);
    await cloud.small.settled(uuid);
    const refused = await cloud.act(uuid, 'os-stop');
    expect(refused.body.conflictingRequest.message).toBe(
      `Cannot 'stop' instance ${uuid} while it is in vm_state resized`,
    );
    expect((await cloud.act(uuid, 'revertResize')).status).toBe(202);
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server).toMatchObject({ status: 'ACTIVE', flavor: { vcpus: 2 } });
  });

  test('becomes an image, and is put away and brought back', async () => {
    const { uuid } = await cloud.server();
    const image = await cloud.act(uuid, 'createImage', { name: 'copy', metadata: { of: 'one' } });
    expect(image.status).toBe(202);
    await cloud.small.settled(uuid);
    expect(cloud.images.get(image.body.image_id)).toMatchObject({
      name: 'copy',
      owner: idOf('wonder'),
      properties: { of: 'one', instance_uuid: uuid, image_type: 'snapshot', base_image_ref: imageId },
    });
    expect((await cloud.act(uuid, 'shelve')).status).toBe(202);
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server.status).toBe('SHELVED_OFFLOADED');
    expect((await cloud.act(uuid, 'unshelve')).status).toBe(202);
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server.status).toBe('ACTIVE');
  });

  test('is rescued and rebuilt', async () => {
    const { uuid } = await cloud.server();
    const rescued = await cloud.act(uuid, 'rescue', { adminPass: 'help' });
    expect(rescued).toMatchObject({ status: 200, body: { adminPass: 'help' } });
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server.status).toBe('RESCUE');
    expect((await cloud.act(uuid, 'unrescue')).status).toBe(202);
    await cloud.small.settled(uuid);
    const rebuilt = await cloud.act(uuid, 'rebuild', { imageRef: imageId, name: 'again', user_data: 'aGk=' });
    expect(rebuilt.status).toBe(202);
    expect(rebuilt.body.server).toMatchObject({ name: 'again', status: 'REBUILD', user_data: 'aGk=' });
    await cloud.small.settled(uuid);
    expect((await cloud.get(`/servers/${uuid}`)).body.server).toMatchObject({ status: 'ACTIVE', name: 'again' });
  });

  test('ends in ERROR with a fault when there is no room', async () => {
    const created = await cloud.create({ flavorRef: 'huge' }, { as: 'admin' });
    expect(created.status).toBe(403);
    await cloud.small.tables.database.write(() =>
      cloud.small.tables.quotas.put({ owner: idOf('cloud'), resource: 'cores', limit: -1 }),
    );
    const { uuid } = await cloud.server({ flavorRef: 'huge' }, { as: 'admin' });
    const { body } = await cloud.get(`/servers/${uuid}`, { as: 'admin' });
    expect(body.server).toMatchObject({ status: 'ERROR', fault: { code: 500 } });
    expect(body.server.fault.message).toMatch(/^No valid host was found\./);
  });
});
