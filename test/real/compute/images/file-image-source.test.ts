import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import { Workshop } from '../../image-formats/sample-images.ts';

describe('image files without an image service', () => {
  const shop = new Workshop();
  const content = Buffer.alloc(4096, 'abc');

  beforeAll(() => {
    writeFileSync(shop.path('small.raw'), content);
    mkdirSync(shop.path('folder'));
    symlinkSync('/etc/passwd', shop.path('link'));
  });
  afterAll(() => shop.remove());

  it('are found by name, and described by their content', async () => {
    const source = new FileImageSource(shop.folder);
    const image = await source.find('small.raw');
    const hex = createHash('sha512').update(content).digest('hex');
    expect(image).toMatchObject({ name: 'small.raw', diskFormat: 'raw', sizeBytes: 4096, virtualBytes: 4096 });
    expect(image.checksum).toEqual({ algorithm: 'sha512', hex });
    expect(await source.describe(image.id)).toEqual(image);
    expect((await buffer(await source.open(image.id))).equals(content)).toBe(true);
  });

  it('have an id that changes with their content', async () => {
    const source = new FileImageSource(shop.path('small.raw'));
    const before = await source.find('small.raw');
    expect(before.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    writeFileSync(shop.path('small.raw'), 'something else');
    expect((await source.find('small.raw')).id).not.toBe(before.id);
    await expect(source.open(before.id)).rejects.toMatchObject({ code: 'image-missing' });
    writeFileSync(shop.path('small.raw'), content);
    expect((await source.find('small.raw')).id).toBe(before.id);
  });

  it('are not those of folders and links, and names lead nowhere else', async () => {
    const source = new FileImageSource(shop.folder);
    for (const name of ['link', 'folder', '../passwd', '/etc/passwd', '']) {
      await expect(source.find(name)).rejects.toMatchObject({ code: 'image-missing' });
    }
    const near = { code: 'image-missing', message: expect.stringContaining("did you mean 'small.raw'?") as string };
    await expect(source.find('smal.raw')).rejects.toMatchObject(near);
  });

  it('are missing when their folder is', async () => {
    await expect(new FileImageSource('/nowhere').find('x')).rejects.toMatchObject({ code: 'image-missing' });
  });
});
