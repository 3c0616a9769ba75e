import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageCloud } from './image-cloud.ts';

let cloud: ImageCloud;
let alice: string;
let bob: string;

beforeAll(async () => {
  cloud = await ImageCloud.start({ maxImageBytes: 4 << 20 });
  ({ alice, bob } = cloud.tokens);
});
afterAll(() => cloud.close());

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are looked into member by member
const show = async (id: string, token = alice): Promise<any> =>
  (await cloud.ask('GET', `/v2/images/${id}`, { token })).body;
const files = (): string[] => readdirSync(path.join(cloud.folder, 'files'));
const disk = { disk_format: 'raw', container_format: 'bare' };

describe('an image', () => {
  it('is described, filled, looked at and fetched as it was sent', async () => {
    const bytes = randomBytes(3_000_001);
    const id = await cloud.make({ ...disk, name: 'cirros', hw_disk_bus: 'virtio', tags: ['small'], min_disk: 1 });
    expect(await show(id)).toMatchObject({
      status: 'queued',
      size: null,
      visibility: 'shared',
      owner: cloud.projects.alice,
    });
    expect((await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice })).status).toBe(204);
    expect((await cloud.upload(id, bytes)).status).toBe(204);
    expect(await show(id)).toMatchObject({
      name: 'cirros',
      status: 'active',
      hw_disk_bus: 'virtio',
      tags: ['small'],
      min_disk: 1,
      size: bytes.length,
      // Whole sectors, as a guest sees it.
      virtual_size: Math.ceil(bytes.length / 512) * 512,
      checksum: createHash('md5').update(bytes).digest('hex'),
      os_hash_algo: 'sha512',
      os_hash_value: createHash('sha512').update(bytes).digest('hex'),
      file: `/v2/images/${id}/file`,
    });
    const whole = await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice });
    expect(whole.bytes.equals(bytes)).toBe(true);
    const part = await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice, headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`]);
    expect(part.bytes.equals(bytes.subarray(10, 20))).toBe(true);
    const outside = await cloud.ask('GET', `/v2/images/${id}/file`, {
      token: alice,
      headers: { range: 'bytes=9000000-' },
    });
    expect(outside.status).toBe(416);
    expect(statSync(path.join(cloud.folder, 'files', id)).mode & 0o077).toBe(0);
    expect((await cloud.upload(id, bytes)).status).toBe(409);
    expect((await cloud.ask('DELETE', `/v2/images/${id}`, { token: alice })).status).toBe(204);
    expect(files()).not.toContain(id);
    expect((await cloud.ask('GET', `/v2/images/${id}`, { token: alice })).status).toBe(404);
  });

  it('is changed by JSON patch, member by member, all or nothing', async () => {
    const id = await cloud.make({ ...disk, os_distro: 'debian', tags: ['a', 'b'] });
    const patch = (body: unknown): ReturnType<ImageCloud['ask']> => {
      const headers = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
      return cloud.ask('PATCH', `/v2/images/${id}`, { token: alice, body, headers });
    };
    const good = await patch([
      { op: 'replace', path: '/name', value: 'new name' },
      { op: 'add', path: '/hw_vif_model', value: 'virtio' },
      { op: 'remove', path: '/os_distro' },
      { op: 'add', path: '/tags/-', value: 'c' },
      { op: 'remove', path: '/tags/0' },
    ]);
    expect(good.body).toMatchObject({ name: 'new name', hw_vif_model: 'virtio', tags: ['b', 'c'] });
    expect(good.body.os_distro).toBeUndefined();
    const refused = async (operation: unknown): Promise<number> => {
      return (await patch([{ op: 'replace', path: '/name', value: 'half' }, operation])).status;
    };
    expect(await refused({ op: 'replace', path: '/status', value: 'active' })).toBe(403);
    expect(await refused({ op: 'replace', path: '/nothing', value: 'x' })).toBe(409);
    expect(await refused({ op: 'remove', path: '/nothing' })).toBe(409);
    expect(await refused({ op: 'replace', path: '/visibility', value: 'public' })).toBe(403);
    expect(await refused({ op: 'replace', path: '/owner', value: cloud.projects.bob })).toBe(403);
    expect(await refused({ op: 'replace', path: '/min_disk', value: -1 })).toBe(400);
    expect(await refused({ op: 'add', path: '/a/b', value: 'x' })).toBe(400);
    expect(await refused({ op: 'explode', path: '/name', value: 'x' })).toBe(400);
    expect((await show(id)).name).toBe('new name');
  });

  it('that is protected is not deleted, one that is deactivated not fetched', async () => {
    const id = await cloud.active({ protected: true });
    expect((await cloud.ask('DELETE', `/v2/images/${id}`, { token: alice })).status).toBe(403);
    expect((await cloud.ask('POST', `/v2/images/${id}/actions/deactivate`, { token: alice })).status).toBe(204);
    expect((await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice })).status).toBe(403);
    expect((await cloud.ask('GET', `/v2/images/${id}/file`, { token: cloud.tokens.admin })).status).toBe(200);
    expect((await cloud.ask('POST', `/v2/images/${id}/actions/reactivate`, { token: alice })).status).toBe(204);
    expect((await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice })).status).toBe(200);
  });

  it('comes in two steps as well: staged, then imported', async () => {
    const id = await cloud.make(disk);
    const body = { method: { name: 'glance-direct' } };
    const importIt = async (): Promise<number> =>
      (await cloud.ask('POST', `/v2/images/${id}/import`, { token: alice, body })).status;
    expect(await importIt()).toBe(409);
    expect(
      (await cloud.ask('PUT', `/v2/images/${id}/stage`, { token: alice, body: Buffer.from('staged') })).status,
    ).toBe(204);
    expect((await show(id)).status).toBe('uploading');
    expect(await importIt()).toBe(202);
    expect((await show(id)).status).toBe('active');
  });
});

describe('an upload', () => {
  const qcow2 = (...words: string[]): Buffer => {
    const file = path.join(cloud.folder, 'made.qcow2');
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...words, file, '16M']);
    const bytes = readFileSync(file);
    rmSync(file);
    return bytes;
  };
  const sent = async (bytes: Buffer, format: string): Promise<{ status: number; text: string; id: string }> => {
    const id = await cloud.make({ disk_format: format, container_format: 'bare' });
    const { status, text } = await cloud.upload(id, bytes);
    return { status, text, id };
  };

  it('of a qcow2 tells the size of the disk inside', async () => {
    const { status, id } = await sent(qcow2(), 'qcow2');
    expect(status).toBe(204);
    expect(await show(id)).toMatchObject({ status: 'active', virtual_size: 16 << 20 });
  });

  it('that names another file, or is not what it is said to be, is refused without a trace', async () => {
    const base = path.join(cloud.folder, 'base.raw');
    writeFileSync(base, Buffer.alloc(1 << 20));
    const before = files();
    const backed = await sent(qcow2('-b', base, '-F', 'raw'), 'qcow2');
    expect([backed.status, backed.text]).toEqual([400, expect.stringMatching(/backing/)]);
    const disguised = await sent(qcow2(), 'raw');
    expect([disguised.status, disguised.text]).toEqual([400, expect.stringMatching(/said to be raw but is qcow2/)]);
    const external = await sent(qcow2('-o', `data_file=${base},data_file_raw=on`), 'qcow2');
    expect(external.status).toBe(400);
    expect((await show(external.id)).status).toBe('queued');
    expect(files()).toEqual(before);
    expect((await cloud.upload(disguised.id, Buffer.from('raw this time'))).status).toBe(204);
  });

  it('that is too large, or cut off, leaves the image as it was', async () => {
    const id = await cloud.make(disk);
    const before = files();
    expect((await cloud.upload(id, Buffer.alloc((4 << 20) + 1))).status).toBe(413);
    const broken = new ReadableStream({
      start(controller): void {
        controller.enqueue(Buffer.alloc(100_000));
        setTimeout(() => controller.error(new Error('cut')), 50);
      },
    });
    await expect(cloud.upload(id, broken)).rejects.toThrow('fetch failed');
    await expect.poll(async () => (await show(id)).status).toBe('queued');
    expect(files()).toEqual(before);
  });

  it('is one at a time', async () => {
    const id = await cloud.make(disk);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await cloud.upload(id, Buffer.from('same'))).status));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409, 409]);
  });

  it('needs to know the formats', async () => {
    const id = await cloud.make({ name: 'formless' });
    expect((await cloud.upload(id, Buffer.from('x'))).status).toBe(400);
  });
});

describe('a restart', () => {
  it('keeps what is finished and forgets what is not', async () => {
    const id = await cloud.active({ name: 'kept' });
    const staged = await cloud.make(disk);
    await cloud.ask('PUT', `/v2/images/${staged}/stage`, { token: alice, body: Buffer.from('staged') });
    await cloud.restart(() => {
      writeFileSync(path.join(cloud.folder, 'files', 'left.part'), 'half');
      writeFileSync(
        path.join(cloud.folder, 'files', 'b1f5e3a2-0000-4000-8000-000000000000'),
        'nobody knows this image',
      );
    });
    expect((await cloud.ask('GET', `/v2/images/${id}/file`, { token: alice })).text).toBe('a disk');
    expect(await show(staged)).toMatchObject({ status: 'queued', size: null });
    expect(files()).not.toContain('left.part');
    expect(files()).not.toContain('b1f5e3a2-0000-4000-8000-000000000000');
    expect(files()).not.toContain(staged);
  });
});

describe('sharing', () => {
  const listed = async (token: string, query = ''): Promise<string[]> =>
    (await cloud.ask('GET', `/v2/images?limit=1000&${query}`, { token })).body.images.map(
      ({ id }: { id: string }) => id,
    );

  it('shows an image to a project that is a member, in its list when it has accepted', async () => {
    const id = await cloud.active({ name: 'shared' });
    const members = `/v2/images/${id}/members`;
    const one = `${members}/${cloud.projects.bob}`;
    const status = async (token: string, method: string, where: string, body?: unknown): Promise<number> =>
      (await cloud.ask(method, where, { token, body })).status;
    expect(await status(bob, 'GET', `/v2/images/${id}`)).toBe(404);
    expect(await status(bob, 'GET', `/v2/images/${id}/file`)).toBe(404);
    expect(await status(bob, 'POST', members, { member: cloud.projects.bob })).toBe(404);
    expect(await status(alice, 'POST', members, { member: cloud.projects.bob })).toBe(200);
    expect(await status(bob, 'GET', `/v2/images/${id}`)).toBe(200);
    expect(await status(bob, 'DELETE', `/v2/images/${id}`)).toBe(403);
    expect(await listed(bob)).not.toContain(id);
    expect(await listed(bob, 'member_status=pending&visibility=shared')).toContain(id);
    expect(await status(alice, 'PUT', one, { status: 'accepted' })).toBe(403);
    expect(await status(bob, 'PUT', one, { status: 'accepted' })).toBe(200);
    expect(await listed(bob)).toContain(id);
    expect(await status(cloud.tokens.rita, 'GET', one)).toBe(404);
    expect(await status(alice, 'DELETE', one)).toBe(204);
    expect(await status(bob, 'GET', `/v2/images/${id}`)).toBe(404);
  });

  it('by visibility: public for all, community for those who ask, private for its owner', async () => {
    const open = await cloud.active({ visibility: 'public' }, Buffer.from('x'), cloud.tokens.admin);
    const community = await cloud.active({ visibility: 'community' });
    const own = await cloud.active({ visibility: 'private' });
    const hidden = await cloud.active({ visibility: 'public', os_hidden: true }, Buffer.from('x'), cloud.tokens.admin);
    expect(await listed(bob)).toContain(open);
    expect(await listed(bob)).not.toContain(community);
    expect(await listed(bob, 'visibility=community')).toContain(community);
    expect((await cloud.ask('GET', `/v2/images/${community}`, { token: bob })).status).toBe(200);
    expect((await cloud.ask('GET', `/v2/images/${own}`, { token: bob })).status).toBe(404);
    expect(await listed(bob)).not.toContain(hidden);
    expect(await listed(bob, 'os_hidden=true')).toContain(hidden);
    expect((await cloud.ask('POST', '/v2/images', { token: alice, body: { visibility: 'public' } })).status).toBe(403);
    expect((await cloud.ask('POST', '/v2/images', { token: cloud.tokens.rita, body: {} })).status).toBe(403);
  });
});

describe('a list', () => {
  it('is filtered, sorted and cut into pages', async () => {
    const token = bob;
    for (const [name, size] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
      ['d,e', 4],
    ] as const) {
      await cloud.active({ name, tags: ['listed'] }, Buffer.alloc(size), token);
    }
    const page = async (where: string): Promise<{ names: string[]; next: string | undefined }> => {
      const { body } = await cloud.ask('GET', where, { token });
      return { names: body.images.map(({ name }: { name: string }) => name), next: body.next };
    };
    const names = async (query: string): Promise<string[]> => (await page(`/v2/images?tag=listed&${query}`)).names;
    expect(await names('sort=name:asc')).toEqual(['a', 'b', 'c', 'd,e']);
    expect(await names('sort_key=size&sort_dir=desc')).toEqual(['d,e', 'c', 'b', 'a']);
    expect((await names('size_min=2&size_max=3')).toSorted()).toEqual(['b', 'c']);
    expect((await names('name=in:a,"d,e"')).toSorted()).toEqual(['a', 'd,e']);
    expect(await names('status=queued')).toEqual([]);
    expect(await names(`created_at=${encodeURIComponent('lt:2020-01-01T00:00:00Z')}`)).toEqual([]);
    const seen: string[] = [];
    let where: string | undefined = '/v2/images?tag=listed&sort=name:asc&limit=3';
    while (where !== undefined) {
      const { names: some, next } = await page(where);
      seen.push(...some);
      where = next;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd,e']);
    for (const query of ['sort=colour:asc', 'limit=-1', 'limit=many', 'marker=nobody', 'size_min=x', 'sort=name:up']) {
      expect((await cloud.ask('GET', `/v2/images?${query}`, { token })).status).toBe(400);
    }
  });
});

describe('bad input', () => {
  const values = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom('[', '{"a":'));
  const texts = fc.oneof(fc.string(), fc.constantFrom('..', '../../etc/passwd', '%00', "'; --", 'x'.repeat(300)));

  it('on any route gives an answer below 500, and nothing outside the folder is touched', async () => {
    const routes = cloud.service.routes.filter(({ path: where }) => where !== '/');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), texts, values, async ({ method, path: where }, text, body) => {
        const filled = where.replace(/:\w+/g, () => encodeURIComponent(Buffer.from(text).toString()) || 'x');
        const carries = !['GET', 'HEAD', 'DELETE'].includes(method);
        const sent = carries ? (typeof body === 'string' ? { text: body } : (body ?? {})) : undefined;
        const answer = await cloud.ask(method, filled, { token: alice, body: sent });
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: Number(process.env['IMAGE_FUZZ'] ?? 400) },
    );
  });
});
